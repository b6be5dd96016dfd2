package io.spotkeeper.simulation;

import static io.spotkeeper.simulation.Ordeal.spell;
import static io.spotkeeper.simulation.Ordeal.step;
import static io.spotkeeper.simulation.Stories.NAME;
import static io.spotkeeper.simulation.Stories.min;

import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetId;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.simulation.Counterexamples.Counterexample;
import io.spotkeeper.simulation.Scenario.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What becomes of instances whose object is gone (rule 15), beside a fleet that lives. */
final class Orphans {
    private static final String OTHER_UID = "77777777-2222-3333-4444-555555555555";
    private static final Fleet BATCH = Markets.fleet(3);

    /** An orphan is ripe after its age and the grace, both by the clock. */
    private static final Duration RIPE = Scenario.ORPHAN_AGE.plus(Duration.ofMinutes(5));

    private Orphans() {}

    /** The object is lost; one instance in the account carries only some of our tags. */
    static void lost(Stage s) {
        s.store().create(neighbour());
        s.run()
                .cloud()
                .plant(
                        Markets.B,
                        Map.of(Ownership.CLUSTER, MarketCloud.CLUSTER, Ownership.FLEET, OTHER_UID));
        s.at(min(2), "lose", () -> s.store().lose(NAME));
    }

    /** The object is lost when its instances are old, and restored within the grace. */
    static void adopted(Stage s) {
        s.store().create(neighbour());
        s.at(min(28), "lose", () -> s.store().lose(NAME));
        s.at(min(29), "restore", () -> s.store().create(Specs.reborn(BATCH, OTHER_UID, true)));
    }

    private static Fleet neighbour() {
        Fleet one = Markets.fleet(1);
        FleetId id = one.id();
        return new Fleet(
                new FleetId(
                        "88888888-2222-3333-4444-555555555555",
                        id.kind(),
                        id.namespace(),
                        "steady"),
                null,
                1,
                one.requestType(),
                one.strategy(),
                one.target(),
                false,
                one.pools(),
                one.template(),
                one.limits(),
                false,
                one.deletionPolicy());
    }

    static List<Counterexample> counterexamples() {
        return List.of(
                Counterexamples.told("an orphan is refused once", BATCH, Orphans::lost)
                        .lasting(28)
                        .meeting(step(Call.TERMINATE, Mishap.FAIL)),
                Counterexamples.told(
                                "owners cannot be listed",
                                BATCH,
                                s -> s.store().create(neighbour()))
                        .lasting(30)
                        .during(
                                spell(
                                        Call.OWNERS,
                                        Mishap.FAIL,
                                        Scenario.ORPHAN_AGE,
                                        Duration.ofMinutes(8))),
                Counterexamples.told("listed before its owner went", BATCH, Orphans::adopted)
                        .lasting(36)
                        .during(
                                spell(
                                        Call.LIST,
                                        Mishap.PAUSE_AFTER,
                                        Stories.min(16).plusSeconds(20),
                                        Duration.ofSeconds(10))),
                Counterexamples.told("given away before it is collected", BATCH, Orphans::givenAway)
                        .lasting(28)
                        .during(
                                spell(
                                        Call.LIST,
                                        Mishap.STALE,
                                        RIPE.minusSeconds(10),
                                        Duration.ofSeconds(40))));
    }

    private static void givenAway(Stage s) {
        lost(s);
        s.at(
                RIPE.minusSeconds(10),
                "untag",
                () ->
                        s.run().cloud().owned(BATCH.id().uid()).stream()
                                .map(Instance::id)
                                .forEach(s.run().cloud()::release));
    }
}
