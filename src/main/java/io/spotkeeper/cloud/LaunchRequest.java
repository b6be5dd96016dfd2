package io.spotkeeper.cloud;

import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.LaunchTemplate;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One purchase. Rebuilt from an intent and its fleet, it has to come out the same, or it is not
 * sent again ({@link CloudProvider#requestHash}).
 *
 * @param token the client token: the intent's id
 * @param pool where
 * @param vpcId network; absent with {@code subnetId} = the cloud's default
 * @param subnetId subnet
 * @param count instances, 1…100
 * @param partialDelivery whether fewer may be delivered
 * @param maxPrice the bid per instance-hour, as written; absent = the market price
 * @param template what is bought
 * @param tags our tags and the owner's, all of them
 */
public record LaunchRequest(
        String token,
        CapacityPool pool,
        @Nullable String vpcId,
        @Nullable String subnetId,
        int count,
        boolean partialDelivery,
        @Nullable BigDecimal maxPrice,
        LaunchTemplate template,
        Map<String, String> tags) {
    public LaunchRequest {
        tags = Map.copyOf(tags);
    }
}
