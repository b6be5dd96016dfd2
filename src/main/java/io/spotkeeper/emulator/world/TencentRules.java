package io.spotkeeper.emulator.world;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What Tencent's documentation leaves open or makes depend on account and region.
 *
 * @param clientTokenLife how long a ClientToken is remembered after success, on the world's clock
 * @param dryRunAnswer what a DryRun that would have succeeded answers
 * @param maxInstancesPerCall highest InstanceCount, 1 to 500
 * @param minCountRefused where MinCount is refused
 * @param rateLimited whether calls over the limits are refused
 * @param rateLimits calls per second, owner, region and action; an action that is absent has none
 */
public record TencentRules(
        Duration clientTokenLife,
        DryRunAnswer dryRunAnswer,
        int maxInstancesPerCall,
        List<MinCountRefusal> minCountRefused,
        boolean rateLimited,
        Map<String, Integer> rateLimits) {
    public TencentRules {
        minCountRefused = List.copyOf(minCountRefused);
        rateLimits = Map.copyOf(rateLimits);
        if (clientTokenLife.isNegative()) {
            throw new IllegalArgumentException("clientTokenLife must not be negative");
        }
        if (maxInstancesPerCall < 1 || maxInstancesPerCall > 500) {
            throw new IllegalArgumentException("maxInstancesPerCall must be 1 to 500");
        }
        if (rateLimits.values().stream().anyMatch(limit -> limit < 1)) {
            throw new IllegalArgumentException("rateLimits must be 1 or more per second");
        }
    }

    /** The two documented shapes of a successful dry run. */
    public enum DryRunAnswer {
        /** An answer with a request id and nothing else. */
        @JsonProperty("RequestId")
        REQUEST_ID,
        /** The error code DryRunOperation. */
        @JsonProperty("DryRunOperation")
        DRY_RUN_OPERATION
    }

    /**
     * A region and charge type in which MinCount is refused.
     *
     * @param region region name
     * @param chargeType for example SPOTPAID
     */
    public record MinCountRefusal(String region, String chargeType) {}
}
