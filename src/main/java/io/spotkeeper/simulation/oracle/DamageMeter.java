package io.spotkeeper.simulation.oracle;

import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.simulation.Observer;
import java.time.Duration;

/** Adds up what a run costs beyond what was asked for, looking once a second. */
final class DamageMeter implements Observer {
    private static final long SECOND = 1_000_000_000L;

    private final Subjects subjects;
    private final TargetOracle targets;
    private Damage damage = Damage.NONE;
    private long measuredAt;

    DamageMeter(Subjects subjects, TargetOracle targets) {
        this.subjects = subjects;
        this.targets = targets;
    }

    Damage damage() {
        return damage;
    }

    @Override
    public void stepped() {
        long elapsed = subjects.now() - measuredAt;
        if (elapsed < SECOND) {
            return;
        }
        measuredAt = subjects.now();
        long leaking = 0;
        long over = 0;
        long below = 0;
        for (Subject subject : subjects.all()) {
            if (subject.lost()) {
                continue; // what its instances cost until they are collected is its owner's
            }
            long live = 0;
            for (Instance instance : subjects.cloud().owned(subject.object().uid())) {
                live++;
                leaking += subject.accountsFor(instance) ? 0 : 1;
            }
            long target = subject.target() / Fleet.UNIT;
            over += targets.excess(subject.object().uid(), live - target);
            below += Math.max(0, target - live);
        }
        damage = damage.plus(Duration.ofNanos(elapsed), leaking, over, below);
    }
}
