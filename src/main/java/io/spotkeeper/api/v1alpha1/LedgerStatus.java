package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The books of the launch protocol (design, section 5): all that counting depends on. It is written
 * with an optimistic lock before the cloud is called.
 *
 * @param settlement how often intents were settled; never goes down. Its presence makes the ledger
 *     initialised
 * @param known ids of all instances known to live
 * @param intents launches that are not closed
 * @param terminations terminations that are not proven
 * @param releases hand-overs that are not proven
 * @param recentLaunches instances launched in the last hour, for the launch rate
 * @param suspectSince since when the ledger is believed to have lost entries
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LedgerStatus(
        @Min(0)
                @JsonPropertyDescription(
                        "Number of settlements so far; never goes down. A ledger without it was never initialised, or was wiped.")
                @Nullable Long settlement,
        @Size(max = 20000) @JsonPropertyDescription("Ids of all instances that are sure to live.")
                List<@Size(max = 64) String> known,
        @ListMapKeys("id")
                @Size(max = 1000)
                @JsonPropertyDescription("Launches recorded before the call and not closed yet.")
                List<LaunchIntentStatus> intents,
        @ListMapKeys("instanceId")
                @Size(max = 1000)
                @JsonPropertyDescription(
                        "Instances being ended: recorded before the call and not proven yet.")
                List<DepartureStatus> terminations,
        @ListMapKeys("instanceId")
                @Size(max = 10000)
                @JsonPropertyDescription(
                        "Instances being handed over to their owner, until their tags are proven to be off.")
                List<DepartureStatus> releases,
        @Size(max = 13)
                @JsonPropertyDescription(
                        "Launches of the last hour in steps of five minutes; kept where limits.maxLaunchesPerHour is set.")
                List<RecentLaunches> recentLaunches,
        @JsonPropertyDescription(
                        "Since when the ledger is believed to have lost entries. Until listings have proven what lives, nothing is launched.")
                @Nullable Instant suspectSince) {
    public LedgerStatus {
        known = Lists.orEmpty(known);
        intents = Lists.orEmpty(intents);
        terminations = Lists.orEmpty(terminations);
        releases = Lists.orEmpty(releases);
        recentLaunches = Lists.orEmpty(recentLaunches);
    }

    /** Whether the operator wrote this ledger, so that it is not the rest of a wiped status. */
    @JsonIgnore
    public boolean initialised() {
        return settlement != null;
    }
}
