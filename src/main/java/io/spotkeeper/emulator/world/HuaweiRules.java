package io.spotkeeper.emulator.world;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Map;

/**
 * What Huawei's documentation leaves open, contradicts itself about or makes depend on the account.
 *
 * @param clientTokenLife how long an X-Client-Token is good, on the world's clock
 * @param making how long a server cannot be found after the create call, by id or in lists
 * @param maxServersPerCall highest count of a create call, 1 to 500
 * @param shortage how a create call is answered when the pool has nothing left
 * @param groupsPerDomain how many auto launch groups an account may have, 0 or more
 * @param groupQuotaCode error code of one more
 * @param groupInterval how often a group looks at its capacity, at least a second
 * @param showBody how the details of a group are wrapped
 * @param rateLimited whether calls over the limits are refused
 * @param rateLimits calls per second, owner, project and action; an action that is absent has none
 */
public record HuaweiRules(
        Duration clientTokenLife,
        Duration making,
        int maxServersPerCall,
        Shortage shortage,
        int groupsPerDomain,
        String groupQuotaCode,
        Duration groupInterval,
        ShowBody showBody,
        boolean rateLimited,
        Map<String, Integer> rateLimits) {
    public HuaweiRules {
        rateLimits = Map.copyOf(rateLimits);
        if (clientTokenLife.isNegative() || making.isNegative()) {
            throw new IllegalArgumentException("clientTokenLife and making must not be negative");
        }
        if (maxServersPerCall < 1 || maxServersPerCall > 500) {
            throw new IllegalArgumentException("maxServersPerCall must be 1 to 500");
        }
        if (groupsPerDomain < 0) {
            throw new IllegalArgumentException("groupsPerDomain must be 0 or more");
        }
        if (groupInterval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("groupInterval must be a second or more");
        }
        if (rateLimits.values().stream().anyMatch(limit -> limit < 1)) {
            throw new IllegalArgumentException("rateLimits must be 1 or more per second");
        }
    }

    /** The two ways in which a sold-out pool shows; a partial delivery shows in the job always. */
    public enum Shortage {
        /** The call is refused at once. */
        @JsonProperty("Refusal")
        REFUSAL,
        /** The call is accepted with ids, and its job fails. */
        @JsonProperty("Job")
        JOB
    }

    /** The two bodies that the service was seen to answer with. */
    public enum ShowBody {
        /** In the field auto_launch_group, as documented. */
        @JsonProperty("Wrapped")
        WRAPPED,
        /** All fields at the top. */
        @JsonProperty("Flat")
        FLAT
    }
}
