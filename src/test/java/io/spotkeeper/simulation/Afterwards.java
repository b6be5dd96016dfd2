package io.spotkeeper.simulation;

import static io.spotkeeper.simulation.Counterexamples.lagging;
import static io.spotkeeper.simulation.Counterexamples.record;
import static io.spotkeeper.simulation.Counterexamples.sold;
import static io.spotkeeper.simulation.Counterexamples.told;
import static io.spotkeeper.simulation.Counterexamples.when;
import static io.spotkeeper.simulation.Ordeal.spell;
import static io.spotkeeper.simulation.Ordeal.step;
import static io.spotkeeper.simulation.Stories.NAME;
import static io.spotkeeper.simulation.Stories.edit;
import static io.spotkeeper.simulation.Stories.min;
import static io.spotkeeper.simulation.Stories.target;

import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.simulation.Counterexamples.Counterexample;
import io.spotkeeper.simulation.Scenario.Stage;
import java.time.Duration;
import java.util.List;

/** Counterexamples of what comes after a launch: closing, giving up, deletion, lost books. */
final class Afterwards {
    private static final Fleet THREE = Markets.fleet(3);
    private static final String OTHER_UID = "66666666-2222-3333-4444-555555555555";

    private Afterwards() {}

    static List<Counterexample> counterexamples() {
        return List.of(
                told(
                                "a one-time request's answer is lost for good",
                                Markets.fleet(
                                        3,
                                        Fleet.RequestType.ONE_TIME,
                                        Fleet.DeletionPolicy.TERMINATE),
                                _ -> {})
                        .lasting(20)
                        .meeting(
                                step(Call.LAUNCH, Mishap.LOSE_ANSWER),
                                step(Call.LAUNCH, Mishap.REFUSE)),
                told("scaled while another leader settles", THREE, Afterwards::settled).by(2),
                told("an answer comes when all is over", THREE, Afterwards::overtaken)
                        .by(2)
                        .lasting(40)
                        .meeting(
                                new Ordeal.Step(
                                        Call.LAUNCH, Mishap.PAUSE_AFTER, Duration.ofMinutes(30))),
                told(
                                "released while the answer is on its way",
                                Markets.fleet(
                                        2,
                                        Fleet.RequestType.PERSISTENT,
                                        Fleet.DeletionPolicy.RETAIN),
                                s -> when(s, () -> sold(s) > 0, () -> s.store().delete(NAME)))
                        .by(2)
                        .lasting(25)
                        .meeting(
                                new Ordeal.Step(
                                        Call.LAUNCH, Mishap.PAUSE_AFTER, Duration.ofSeconds(570))),
                told(
                                "listed as it was before its end",
                                Markets.fleet(4),
                                s -> s.at(min(8), "to 2", () -> target(s, 2)))
                        .lasting(10)
                        .during(
                                spell(
                                        Call.LIST,
                                        Mishap.STALE,
                                        min(8).plusSeconds(15),
                                        Duration.ofSeconds(30))),
                told("a termination is taken back", Markets.fleet(4), Afterwards::takenBack)
                        .by(2)
                        .meeting(
                                step(Call.TERMINATE, Mishap.IGNORE),
                                step(Call.TERMINATE, Mishap.PROTECT)),
                told("adopted, and listed empty for a moment", THREE, Afterwards::adopted)
                        .during(
                                spell(
                                        Call.LIST,
                                        Mishap.EMPTY,
                                        min(2).plusSeconds(5),
                                        Duration.ofSeconds(30))),
                told(
                                "deleted while a frozen send is on its way",
                                THREE,
                                s -> when(s, () -> intended(s), () -> s.store().delete(NAME)))
                        .by(2)
                        .lasting(20)
                        .in(lagging(59, 1))
                        .meeting(
                                new Ordeal.Step(
                                        Call.LAUNCH, Mishap.FREEZE, Duration.ofSeconds(257))),
                told("tags come back by hand with the deletion", THREE, Afterwards::tagsComeBack)
                        .lasting(20),
                told(
                                "tags come back by hand, and nothing is listed for a moment",
                                THREE,
                                Afterwards::tagsComeBack)
                        .lasting(20)
                        .during(
                                spell(
                                        Call.LIST,
                                        Mishap.EMPTY,
                                        min(10).minusSeconds(1),
                                        Duration.ofSeconds(30))),
                told("wiped and forgotten while a launch is not listed", THREE, Afterwards::wiped)
                        .in(lagging(50, 1)));
    }

    private static boolean intended(Stage s) {
        FleetRecord record = record(s);
        return record != null && !record.ledger().intents().isEmpty();
    }

    private static boolean closed(Stage s) {
        FleetRecord record = record(s);
        return record != null
                && record.ledger().known().size() == 3
                && record.ledger().intents().isEmpty();
    }

    /** Whoever settled ends: the other one, whose listing is older, decides on the new target. */
    private static void settled(Stage s) {
        when(
                s,
                () -> closed(s),
                () -> {
                    s.process(0).crash();
                    target(s, 5);
                });
    }

    private static void overtaken(Stage s) {
        s.at(min(6), "reclaim", () -> Stories.reclaim(s, 3));
    }

    private static void takenBack(Stage s) {
        s.at(min(1), "lag", () -> s.process(1).lag(Duration.ofSeconds(100)));
        s.at(min(2), "to 2", () -> target(s, 2));
        s.at(min(2).plusSeconds(6), "to 4", () -> target(s, 4));
    }

    private static void adopted(Stage s) {
        s.at(min(2), "lose", () -> s.store().lose(NAME));
        s.at(
                min(2).plusSeconds(10),
                "restore",
                () -> s.store().create(Specs.reborn(THREE, OTHER_UID, true)));
    }

    private static void tagsComeBack(Stage s) {
        List<String> ids = new java.util.ArrayList<>();
        s.at(min(8), "pause", () -> edit(s, f -> Specs.paused(f, true)));
        s.at(
                min(8).plusSeconds(1),
                "untag",
                () -> {
                    Stories.live(s, 3).stream().map(Instance::id).forEach(ids::add);
                    ids.forEach(s.run().cloud()::release);
                });
        s.at(
                min(10),
                "tag and delete",
                () -> {
                    ids.forEach(s.run().cloud()::retag);
                    s.store().delete(NAME);
                });
    }

    private static void wiped(Stage s) {
        when(
                s,
                () -> sold(s) >= 3,
                () -> {
                    s.store().overwrite(NAME, null);
                    s.process(0).crash();
                });
    }
}
