package io.spotkeeper.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A live instance that counts for a fleet.
 *
 * @param id the cloud's id
 * @param instance as last seen; absent for an id that is known to live and was not seen by this
 *     process
 * @param weight its capacity, thousandths
 * @param outdated whether its pool is not among the fleet's any more, or its template is an older
 *     one
 * @param guarded whether the cloud lately refused to terminate it: it is not chosen again for a
 *     while
 */
public record Member(
        String id, @Nullable Instance instance, long weight, boolean outdated, boolean guarded) {
    /** Whether it runs. */
    public boolean ready() {
        return instance != null && instance.state() == InstanceState.RUNNING;
    }

    /** Its state; {@code OTHER} while it was not seen. */
    public InstanceState state() {
        return instance == null ? InstanceState.OTHER : instance.state();
    }

    /** When the cloud accepted it; {@code Instant.MAX} while it was not seen. */
    public Instant createdAt() {
        return instance == null ? Instant.MAX : instance.createdAt();
    }

    /** Whether an intent bought it, by its tag or by the answer. */
    public boolean boughtBy(LaunchIntent intent) {
        return intent.instanceIds().contains(id)
                || (instance != null
                        && Ownership.intentOf(instance).filter(intent.id()::equals).isPresent());
    }
}
