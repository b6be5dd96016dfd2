package io.spotkeeper.simulation.oracle;

import static io.spotkeeper.simulation.oracle.Promise.check;

import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.keeper.Timing;
import io.spotkeeper.simulation.Call;
import io.spotkeeper.simulation.FleetObject;
import io.spotkeeper.simulation.MarketCloud;
import io.spotkeeper.simulation.Observer;
import io.spotkeeper.simulation.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * I3: nothing is touched that is not ours. I9: an object is let go only when nothing of it is left,
 * and nothing is bought for it afterwards.
 */
final class OwnershipOracle implements Observer {
    /** A call may arrive until its deadline is over. */
    private static final Duration UNDER_WAY = Timing.DEFAULT.sendDeadline().plusSeconds(5);

    private final Subjects subjects;

    OwnershipOracle(Subjects subjects) {
        this.subjects = subjects;
    }

    @Override
    public void handled(Call call, Instance instance) {
        boolean bought =
                instance.details() instanceof MarketCloud.Purchase p
                        && subjects.find(p.fleet()) != null;
        check(bought, "I3", call + " of somebody else's " + instance.id());
        check(
                call != Call.TERMINATE
                        || MarketCloud.CLUSTER.equals(instance.tags().get(Ownership.CLUSTER))
                        || subjects.leaving(instance.id()),
                "I3",
                "termination of " + instance.id() + ", which was given away");
        Long since = subjects.releasedAt(instance.id());
        check(
                call != Call.TAG || since == null || subjects.now() - since <= UNDER_WAY.toNanos(),
                "I3",
                "tags put on " + instance.id() + ", which was given away");
    }

    @Override
    public void sold(LaunchRequest request, List<Instance> instances) {
        Subject subject =
                subjects.find(Objects.requireNonNullElse(request.tags().get(Ownership.FLEET), ""));
        if (subject == null) {
            throw new Violation("I3", "a purchase for nobody");
        }
        // One that somebody else took from under us still has it in its last version.
        check(subject.object().finalizer(), "I9", "a purchase for an object without a finalizer");
    }

    @Override
    public void changed(@Nullable FleetObject before, @Nullable FleetObject after) {
        // With its finalizer, it was not the operator who let it go.
        if (after != null || before == null || before.finalizer()) {
            return;
        }
        List<Instance> left = subjects.live(before.fleet());
        check(left.isEmpty(), "I9", before.name() + " is gone and left " + Subjects.ids(left));
    }
}
