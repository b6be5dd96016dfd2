package io.spotkeeper.simulation;

import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetId;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.PoolRule;
import io.spotkeeper.fleet.UserData;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that an owner can ask for, apart from which object asks.
 *
 * @param target instances wanted
 * @param paused nothing is launched or terminated
 * @param pools where, and for how much
 * @param strategy in which order
 * @param limits of money and rate
 * @param policy what becomes of instances when the object is deleted
 * @param image the template's image
 * @param owner a tag of the owner's own
 * @param script the template's user data; absent = none
 */
record Wish(
        int target,
        boolean paused,
        List<PoolRule> pools,
        Fleet.AllocationStrategy strategy,
        Fleet.Limits limits,
        Fleet.DeletionPolicy policy,
        String image,
        String owner,
        @Nullable String script) {
    /** The wish as the spec of this object. */
    Fleet of(FleetId id, long generation) {
        return new Fleet(
                id,
                null,
                generation,
                Fleet.RequestType.PERSISTENT,
                strategy,
                target * Fleet.UNIT,
                paused,
                pools,
                template(),
                limits,
                false,
                policy);
    }

    private LaunchTemplate template() {
        return new LaunchTemplate(
                image,
                "batch",
                null,
                List.of(),
                List.of(),
                script == null ? null : new UserData(script.getBytes(StandardCharsets.UTF_8)),
                null,
                List.of(),
                null,
                null,
                null,
                true,
                true,
                null,
                Map.of("owner", owner),
                null,
                null);
    }

    Wish target(int other) {
        return new Wish(other, paused, pools, strategy, limits, policy, image, owner, script);
    }

    Wish paused(boolean other) {
        return new Wish(target, other, pools, strategy, limits, policy, image, owner, script);
    }

    Wish pools(List<PoolRule> other) {
        return new Wish(target, paused, other, strategy, limits, policy, image, owner, script);
    }

    Wish strategy(Fleet.AllocationStrategy other) {
        return new Wish(target, paused, pools, other, limits, policy, image, owner, script);
    }

    Wish limits(Fleet.Limits other) {
        return new Wish(target, paused, pools, strategy, other, policy, image, owner, script);
    }

    Wish policy(Fleet.DeletionPolicy other) {
        return new Wish(target, paused, pools, strategy, limits, other, image, owner, script);
    }

    Wish image(String other) {
        return new Wish(target, paused, pools, strategy, limits, policy, other, owner, script);
    }

    Wish owner(String other) {
        return new Wish(target, paused, pools, strategy, limits, policy, image, other, script);
    }

    Wish script(@Nullable String other) {
        return new Wish(target, paused, pools, strategy, limits, policy, image, owner, other);
    }
}
