package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The durable record, written before the call, that n instances of one pool are about to be bought.
 *
 * @param id random UUID, and the client token of the call
 * @param region region id
 * @param zone zone id
 * @param subnetId subnet, where one is named
 * @param instanceType type
 * @param market Spot or OnDemand
 * @param count instances asked for
 * @param weight capacity of each in thousandths
 * @param maxPrice bid per instance-hour as sent
 * @param requestHash hash of the exact request
 * @param partialDelivery whether fewer than asked may come; no where absent
 * @param purpose why
 * @param createdAt when it was recorded
 * @param attempts sends that were allowed
 * @param allowedAt when the last send was allowed
 * @param noMoreSends whether it is only to be settled; no where absent
 * @param operationId the cloud's own id of an operation that goes on after the answer
 * @param outcome what is known of the call; absent before an answer
 * @param instanceIds ids in the answer
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LaunchIntentStatus(
        @Required
                @Size(min = 1, max = 64)
                @JsonPropertyDescription(
                        "Random UUID; also the client token that makes repeats harmless.")
                String id,
        @Required
                @Size(max = 64)
                @JsonPropertyDescription("Where is bought: the part of the cloud.")
                String region,
        @Required @Size(max = 64) @JsonPropertyDescription("Where is bought within the region.")
                String zone,
        @Size(max = 128)
                @JsonPropertyDescription(
                        "Network that the instances join. Absent: the default one.")
                @Nullable String subnetId,
        @Required
                @Size(max = 64)
                @JsonPropertyDescription("What is bought, in the cloud's own words.")
                String instanceType,
        @Required @JsonPropertyDescription("How the instances are bought.") Market market,
        @Required @Min(1) @JsonPropertyDescription("Number of instances asked for, 1 or more.")
                Integer count,
        @Required
                @Min(1)
                @JsonPropertyDescription(
                        "Capacity of each instance in thousandths of a unit, 1 or more.")
                Long weight,
        @Pattern(Formats.PRICE)
                @JsonPropertyDescription(
                        "Bid for one instance-hour as sent, in the currency of the account, as a decimal string. Absent: the market price.")
                @Nullable String maxPrice,
        @Size(max = 128)
                @JsonPropertyDescription(
                        "Hash of what exactly is sent; only a request with the same one is sent again.")
                @Nullable String requestHash,
        @JsonPropertyDescription(
                        "Whether the cloud may deliver fewer instances than asked for. Absent: false.")
                Boolean partialDelivery,
        @JsonPropertyDescription("Why the instances are bought.") @Nullable LaunchPurpose purpose,
        @JsonPropertyDescription("When the intent was recorded.") @Nullable Instant createdAt,
        @Min(0) @JsonPropertyDescription("Number of sends allowed so far, repeats included.")
                @Nullable Integer attempts,
        @JsonPropertyDescription(
                        "When the last send was allowed; it leaves within the send deadline or not at all.")
                @Nullable Instant allowedAt,
        @JsonPropertyDescription(
                        "With true it is not sent again and waits to be settled from listings. Absent: false.")
                Boolean noMoreSends,
        @Size(max = 128)
                @JsonPropertyDescription(
                        "What the cloud calls an operation that goes on after its answer. Absent: there is none.")
                @Nullable String operationId,
        @JsonPropertyDescription("What is known of the call. Absent: no answer yet.")
                @Nullable LaunchOutcome outcome,
        @Size(max = 1000) @JsonPropertyDescription("Instances that the answer named.")
                List<@Size(max = 64) String> instanceIds) {
    public LaunchIntentStatus {
        partialDelivery = partialDelivery != null && partialDelivery;
        noMoreSends = noMoreSends != null && noMoreSends;
        instanceIds = Lists.orEmpty(instanceIds);
    }
}
