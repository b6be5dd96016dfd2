package io.spotkeeper.simulation.oracle;

import static io.spotkeeper.simulation.oracle.Promise.check;

import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.keeper.Timing;
import io.spotkeeper.simulation.Call;
import io.spotkeeper.simulation.Observer;
import java.time.Duration;
import java.time.Instant;

/**
 * I3, of orphans (rule 15): what no books gave up is terminated only where nobody owns it, and not
 * before it is old and its owner has been gone for the grace.
 */
final class OrphanOracle implements Observer {
    private final Subjects subjects;
    private final Duration age;

    /**
     * Judges terminations.
     *
     * @param age how old an orphan must be
     */
    OrphanOracle(Subjects subjects, Duration age) {
        this.subjects = subjects;
        this.age = age;
    }

    @Override
    public void handled(Call call, Instance instance) {
        if (call != Call.TERMINATE || subjects.everRecorded(instance.id())) {
            return;
        }
        Subject owner = subjects.owner(instance);
        check(
                subjects.orphaned(instance),
                "I3",
                instance.id() + " is terminated and belongs to a fleet that did not give it up");
        Instant now = subjects.cloud().market().now();
        check(
                !instance.createdAt().plus(age).isAfter(now),
                "I3",
                instance.id() + " is collected and younger than " + age);
        check(
                subjects.now() - owner.goneAt() >= Timing.DEFAULT.visibilityGrace().toNanos(),
                "I3",
                instance.id() + " is collected, and its owner went a moment ago");
    }
}
