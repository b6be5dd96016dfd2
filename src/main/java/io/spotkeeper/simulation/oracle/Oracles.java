package io.spotkeeper.simulation.oracle;

import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.simulation.Call;
import io.spotkeeper.simulation.Decision;
import io.spotkeeper.simulation.FleetObject;
import io.spotkeeper.simulation.Observer;
import io.spotkeeper.simulation.OperatorProcess;
import io.spotkeeper.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The promises I1 to I11, watched at every step of a run. A broken one is a {@link
 * io.spotkeeper.simulation.Violation}. What can only be judged once all is calm (I2, I5) is in
 * {@link #calm}.
 */
public final class Oracles implements Observer {
    /** Put into user data: it must never be told to anybody (I10). */
    public static final String CANARY = "canary-5f1d";

    private final Subjects subjects = new Subjects();
    private final RestOracle rest;
    private final DamageMeter meter;

    /** The order counts: the subjects are what the others look at. */
    private final List<Observer> families;

    /**
     * Watches one run.
     *
     * @param memory how long after the decision to launch the last send of it may take effect
     * @param orphanAge how old an instance without an owner must be to be given back
     */
    public Oracles(Duration memory, Duration orphanAge) {
        BudgetOracle budget = new BudgetOracle(subjects, memory);
        TargetOracle targets = new TargetOracle(subjects, memory);
        rest = new RestOracle(subjects, budget);
        meter = new DamageMeter(subjects, targets);
        families =
                List.of(
                        subjects,
                        new OwnershipOracle(subjects),
                        targets,
                        new LimitOracle(subjects),
                        budget,
                        new DecisionOracle(subjects),
                        new CensusOracle(),
                        new BooksOracle(subjects),
                        new OrphanOracle(subjects, orphanAge),
                        new WireOracle(subjects),
                        new DisclosureOracle(),
                        rest,
                        meter);
    }

    /** The run to watch; to be called before anything happens in it. */
    public void watch(Simulation run) {
        subjects.watch(run);
    }

    // ---- what is asked afterwards ----

    /** What the run has cost so far. */
    public Damage damage() {
        return meter.damage();
    }

    /** When a process last wrote to the store or changed the cloud, in nanoseconds. */
    public long lastMutation() {
        return rest.lastMutation();
    }

    /** Writes and mutating cloud calls so far. */
    public long mutations() {
        return rest.mutations();
    }

    /** Whether some fleet has less than its owner asks for, and so goes on asking the cloud. */
    public boolean wanting() {
        return rest.wanting();
    }

    /**
     * Whether nothing is open any more, and everything that lives is accounted for and wanted (I2,
     * I5).
     *
     * @return what is not as it should be; absent when all is
     */
    public @Nullable String calm() {
        return rest.complaint();
    }

    // ---- what is seen ----

    @Override
    public void called(OperatorProcess process, Call call) {
        families.forEach(family -> family.called(process, call));
    }

    @Override
    public void changed(@Nullable FleetObject before, @Nullable FleetObject after) {
        families.forEach(family -> family.changed(before, after));
    }

    @Override
    public void decided(Decision decision) {
        families.forEach(family -> family.decided(decision));
    }

    @Override
    public void arrived(LaunchRequest request, String hash) {
        families.forEach(family -> family.arrived(request, hash));
    }

    @Override
    public void sold(LaunchRequest request, List<Instance> instances) {
        families.forEach(family -> family.sold(request, instances));
    }

    @Override
    public void handled(Call call, Instance instance) {
        families.forEach(family -> family.handled(call, instance));
    }

    @Override
    public void told(String text) {
        families.forEach(family -> family.told(text));
    }

    @Override
    public void stepped() {
        families.forEach(Observer::stepped);
    }
}
