package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/**
 * An account at a cloud: where it is and where its keys are. Fleets name it with {@code
 * accountRef}.
 */
@Group("spotkeeper.io")
@Version("v1alpha1")
@ShortNames("account")
@Categories("spotkeeper")
@AdditionalPrinterColumn(name = "Provider", jsonPath = ".spec.provider", type = Type.STRING)
@AdditionalPrinterColumn(name = "Site", jsonPath = ".spec.site", type = Type.STRING)
@AdditionalPrinterColumn(
        name = "Instances",
        jsonPath = ".status.usage.instances",
        type = Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Ready",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
        type = Type.STRING)
@AdditionalPrinterColumn(
        name = "Reason",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
        type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@AdditionalPrinterColumn(
        name = "Cost/h",
        jsonPath = ".status.usage.hourlyCost",
        type = Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Currency",
        jsonPath = ".status.usage.currency",
        type = Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Endpoint",
        jsonPath = ".spec.endpoint",
        type = Type.STRING,
        priority = 1)
@ResourceDescription(
        "An account at a cloud: which one, where its keys are, and what fleets may do with it.")
public final class CloudAccount extends CustomResource<CloudAccountSpec, CloudAccountStatus>
        implements Namespaced {
    private static final long serialVersionUID = 1L;

    @Override
    @Required
    @JsonPropertyDescription("Which account, and where its keys are.")
    public CloudAccountSpec getSpec() {
        return super.getSpec();
    }

    /** The last status written, or null before the first. */
    @Override
    @JsonPropertyDescription("What the operator found; written by it alone.")
    public @Nullable CloudAccountStatus getStatus() {
        return super.getStatus();
    }
}
