package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the cloud's own group was made with. Nobody can change it at the cloud, or the cloud does
 * not show it, so the spec is compared with this: a cloud that shows a thing otherwise than it was
 * asked for must not have its group made anew again and again.
 *
 * @param type Maintain or Request
 * @param validSince begin of the window
 * @param validUntil end of the window
 * @param allocationStrategy by what pools are chosen
 * @param supplyOption from how many types
 * @param region where
 * @param launchTemplate id and version of the template
 * @param overrides hash of the pools
 * @param spotPrice highest price asked for, which can be changed and not taken back
 * @param guaranteePlanId guarantee plan asked for, which can be changed and not taken back
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CloudGroupOrder(
        @JsonPropertyDescription("For how long the target is worked for.") @Nullable GroupType type,
        @JsonPropertyDescription("When the group begins to buy. Absent: at once.")
                @Nullable Instant validSince,
        @JsonPropertyDescription("When the group ends. Absent: never.")
                @Nullable Instant validUntil,
        @JsonPropertyDescription("Which pools are bought from.")
                @Nullable GroupStrategy allocationStrategy,
        @JsonPropertyDescription("From how many instance types the group is supplied.")
                @Nullable SupplyOption supplyOption,
        @Size(max = 64) @JsonPropertyDescription("Part of the cloud that it buys in.")
                @Nullable String region,
        @Size(max = 140)
                @JsonPropertyDescription(
                        "Id that the cloud gave the launch template, a slash, and the number of its version.")
                @Nullable String launchTemplate,
        @Size(max = 64) @JsonPropertyDescription("Hash over the pools, in any order.")
                @Nullable String overrides,
        @Size(max = Formats.PRICE_LENGTH)
                @Pattern(Formats.PRICE)
                @JsonPropertyDescription(
                        "Most to pay for one spot instance-hour where a pool names no price, in the currency of the account, as a decimal string. Absent: the market price.")
                @Nullable String spotPrice,
        @Size(max = 128) @JsonPropertyDescription("Compute guarantee plan. Absent: none.")
                @Nullable String guaranteePlanId) {}
