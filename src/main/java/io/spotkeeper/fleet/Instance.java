package io.spotkeeper.fleet;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One instance as a listing or a by-id answer shows it.
 *
 * @param id the cloud's id
 * @param pool the pool it was bought from
 * @param state its state
 * @param tags every tag it carries now; ours may be missing for a while after a launch
 * @param createdAt when the cloud accepted it, by the cloud's clock
 * @param privateIp address inside the network, when it has one
 * @param publicIp address outside, when it has one
 * @param endedElsewhere true when the cloud says that somebody asked for its termination (the
 *     keeper knows whether that was us)
 * @param failure the cloud's reason when the launch failed
 */
public record Instance(
        String id,
        CapacityPool pool,
        InstanceState state,
        Map<String, String> tags,
        Instant createdAt,
        @Nullable String privateIp,
        @Nullable String publicIp,
        boolean endedElsewhere,
        @Nullable String failure) {
    public Instance {
        tags = Map.copyOf(tags);
    }
}
