package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A capacity pool and what became of it in the last decision.
 *
 * @param region region id
 * @param zone zone id
 * @param instanceType type
 * @param market Spot or OnDemand
 * @param verdict what the planner did with it
 * @param count instances bought or kept
 * @param price price of one instance-hour, decimal
 * @param priceSource where the price comes from
 * @param reason machine-readable reason
 * @param until when a pool that is cooling down is asked again
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PoolStatus(
        @Required
                @Size(max = 64)
                @JsonPropertyDescription("Where the pool is: its part of the cloud.")
                String region,
        @Required @Size(max = 64) @JsonPropertyDescription("Where the pool is within the region.")
                String zone,
        @Required
                @Size(max = 64)
                @JsonPropertyDescription("What the pool offers, in the cloud's own words.")
                String instanceType,
        @Required @JsonPropertyDescription("How instances of the pool are bought.") Market market,
        @Required @JsonPropertyDescription("Result for this pool.") PoolVerdict verdict,
        @Min(0)
                @JsonPropertyDescription(
                        "Number of instances that the decision buys or keeps in the pool. Absent: none.")
                @Nullable Integer count,
        @Pattern(Formats.PRICE)
                @JsonPropertyDescription(
                        "Cost of one instance-hour, in the currency of the account, as a decimal string. Absent: not known.")
                @Nullable String price,
        @JsonPropertyDescription("Where the figure comes from.") @Nullable PriceSource priceSource,
        @Size(max = 64)
                @Pattern(Formats.REASON)
                @JsonPropertyDescription("Why, as one CamelCase word for programs.")
                @Nullable String reason,
        @JsonPropertyDescription("When a pool that refused and is cooling down is asked again.")
                @Nullable Instant until) {}
