package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/**
 * A capacity, part of it on demand and the rest spot, that is bought from weighted pools of one or
 * several regions.
 */
@Group("spotkeeper.io")
@Version("v1alpha1")
@ShortNames("alg")
@Categories("spotkeeper")
@ValidationRule(
        value =
                "has(self.spec.displayName) || (self.metadata.name.size() <= 64 &&"
                        + " !self.metadata.name.contains('.'))",
        message =
                "a metadata.name of more than 64 characters, or with a dot, needs spec.displayName, which is the name used at the cloud")
@AdditionalPrinterColumn(name = "Target", jsonPath = ".spec.targetCapacity", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Live", jsonPath = ".status.capacity.live", type = Type.STRING)
@AdditionalPrinterColumn(name = "Running", jsonPath = ".status.capacity.ready", type = Type.STRING)
@AdditionalPrinterColumn(
        name = "Stable",
        jsonPath = ".status.capacity.stableLive",
        type = Type.STRING)
@AdditionalPrinterColumn(name = "Cost/h", jsonPath = ".status.cost.hourly", type = Type.STRING)
@AdditionalPrinterColumn(
        name = "Ready",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
        type = Type.STRING)
@AdditionalPrinterColumn(
        name = "Reason",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
        type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@AdditionalPrinterColumn(name = "Type", jsonPath = ".spec.type", type = Type.STRING, priority = 1)
@AdditionalPrinterColumn(
        name = "Management",
        jsonPath = ".spec.management",
        type = Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Account",
        jsonPath = ".spec.accountRef.name",
        type = Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Strategy",
        jsonPath = ".spec.allocationStrategy",
        type = Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Currency",
        jsonPath = ".status.cost.currency",
        type = Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Interruptions",
        jsonPath = ".status.interruptions.total",
        type = Type.INTEGER,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Next",
        jsonPath = ".status.nextAction.action",
        type = Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Next At",
        jsonPath = ".status.nextAction.at",
        type = Type.STRING,
        priority = 1)
@ResourceDescription(
        "A capacity, part of it on demand and the rest spot, bought from weighted pools of one or several regions.")
public final class AutoLaunchGroup extends CustomResource<AutoLaunchGroupSpec, FleetStatus>
        implements Namespaced {
    private static final long serialVersionUID = 1L;

    @Override
    @Required
    @JsonPropertyDescription("What is wanted.")
    public AutoLaunchGroupSpec getSpec() {
        return super.getSpec();
    }

    /** The last status written, or null before the first. */
    @Override
    @JsonPropertyDescription("What the operator found, did and will do; written by it alone.")
    public @Nullable FleetStatus getStatus() {
        return super.getStatus();
    }
}
