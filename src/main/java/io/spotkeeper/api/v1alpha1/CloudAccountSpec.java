package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The desired state of a {@link CloudAccount}.
 *
 * @param provider which cloud
 * @param site which site of it; China where absent
 * @param credentials where the keys are
 * @param huawei ids that Huawei Cloud needs; required there
 * @param endpoint one host for all services instead of the vendor's
 * @param allowedInstanceRoles cloud roles that fleets may attach to instances; none where empty
 * @param limits what all fleets of the account may not exceed together; nothing where absent
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "self.provider == oldSelf.provider",
        fieldPath = ".provider",
        reason = "FieldValueForbidden",
        message = "provider cannot be changed; create another CloudAccount")
@ValidationRule(
        value = "self.provider != 'HuaweiCloud' || has(self.huawei)",
        message =
                "huawei is required where provider is HuaweiCloud: give huawei.domainId and huawei.projects")
public record CloudAccountSpec(
        @Required @JsonPropertyDescription("Cloud that the account belongs to. Cannot be changed.")
                Provider provider,
        @Default("China")
                @JsonPropertyDescription(
                        "At which site of the cloud the account was opened; decides hosts and the currency of every price of this account.")
                Site site,
        @Required @JsonPropertyDescription("Source of the keys; exactly one member is set.")
                CloudCredentials credentials,
        @JsonPropertyDescription(
                        "Ids of the account on Huawei Cloud; required where provider is HuaweiCloud.")
                @Nullable HuaweiAccount huawei,
        @Size(min = 1, max = 300)
                @Pattern(Formats.ENDPOINT)
                @ValidationRule(value = Formats.ENDPOINT_RULE, message = Formats.ENDPOINT_ALLOWED)
                @JsonPropertyDescription(
                        "One http or https host, with or without a port, that stands for all services of the cloud: an emulator or a proxy. Absent: the cloud's own hosts. Other hosts than the cloud's must be permitted by the operator's flag --allowed-endpoint.")
                @Nullable String endpoint,
        @Size(max = 50)
                @JsonPropertyDescription(
                        "Cloud roles (CAM roles, agencies) that fleets may attach to their instances with template.instanceRole; at most 50. Empty: none, because whoever may attach a role has its rights.")
                List<@Size(min = 1, max = 64) String> allowedInstanceRoles,
        @JsonPropertyDescription(
                        "Bounds over all fleets of the account, whatever their own targets and limits say: nothing is bought beyond them, and nothing is terminated because of them. Groups with management Provider need an account without. Absent: none.")
                @Nullable AccountLimits limits) {
    public CloudAccountSpec {
        site = site == null ? Site.China : site;
        allowedInstanceRoles = Lists.orEmpty(allowedInstanceRoles);
    }
}
