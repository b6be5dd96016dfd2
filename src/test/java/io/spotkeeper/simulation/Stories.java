package io.spotkeeper.simulation;

import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.TerminateRefusal;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.GroupTerms;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.simulation.Scenario.Stage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The reference scenarios. */
final class Stories {
    static final String NAME = "batch";
    static final String BACKUP = "restored from a backup";
    private static final String OTHER_UID = "99999999-2222-3333-4444-555555555555";
    private static final Fleet THREE = Markets.fleet(3);
    private static final Fleet.Obstacle OTHER_OWNER =
            new Fleet.Obstacle(Reason.CREDENTIALS_LOST, "the account has another owner");

    private Stories() {}

    static List<Scenario> all() {
        return List.of(
                story("grow", THREE, s -> s.at(min(2), "to 5", () -> target(s, 5))),
                story("shrink", Markets.fleet(4), s -> s.at(min(2), "to 2", () -> target(s, 2))),
                story(
                        "scale to zero and back",
                        THREE,
                        s -> {
                            s.at(min(2), "to 0", () -> target(s, 0));
                            s.at(min(4), "to 2", () -> target(s, 2));
                        }),
                story("interruption", THREE, s -> s.at(min(2), "reclaim", () -> reclaim(s, 1))),
                story(
                        "zone lost",
                        Markets.fleet(5),
                        s -> s.at(min(2), "reclaim", () -> reclaim(s, 5))),
                story(
                        "partial delivery",
                        Markets.fleet(4),
                        s -> s.at(min(0), "stock 2", () -> stock(s, 2))),
                story("refusal", THREE, s -> s.at(min(0), "stock 0", () -> stock(s, 0))),
                story(
                        "all or nothing",
                        THREE,
                        s -> s.at(min(0), "whole", () -> s.run().cloud().deliverWholeOnly())),
                story(
                        "template change",
                        THREE,
                        s -> {
                            s.at(
                                    Duration.ofMillis(700),
                                    "image",
                                    () -> edit(s, f -> Specs.image(f, "img-2")));
                            s.at(min(2), "to 4", () -> target(s, 4));
                        }),
                story(
                        "pools change",
                        THREE,
                        s -> {
                            s.at(
                                    Duration.ofMillis(700),
                                    "pools",
                                    () ->
                                            edit(
                                                    s,
                                                    f ->
                                                            Specs.pools(
                                                                    f,
                                                                    List.of(
                                                                            Markets.rule(
                                                                                    Markets.C)))));
                            s.at(min(2), "to 4", () -> target(s, 4));
                        }),
                story(
                        "pause in the middle",
                        THREE,
                        s -> {
                            s.at(
                                    Duration.ofMillis(600),
                                    "pause",
                                    () -> edit(s, f -> Specs.paused(f, true)));
                            s.at(min(3), "go on", () -> edit(s, f -> Specs.paused(f, false)));
                        }),
                story("delete", THREE, s -> s.at(min(2), "delete", () -> s.store().delete(NAME))),
                story(
                        "delete at birth",
                        THREE,
                        s -> s.at(Duration.ofMillis(600), "delete", () -> s.store().delete(NAME))),
                story(
                        "delete and retain",
                        Markets.fleet(2, Fleet.RequestType.PERSISTENT, Fleet.DeletionPolicy.RETAIN),
                        s -> s.at(min(2), "delete", () -> s.store().delete(NAME))),
                story("key rotation", THREE, Stories::rotation),
                story(
                        "one time",
                        Markets.fleet(
                                3, Fleet.RequestType.ONE_TIME, Fleet.DeletionPolicy.TERMINATE),
                        s -> {
                            s.at(min(0), "stock 2", () -> stock(s, 2));
                            s.at(min(3), "reclaim", () -> reclaim(s, 1));
                        }),
                story(
                        "launch rate",
                        Markets.fleet(
                                4,
                                Fleet.RequestType.PERSISTENT,
                                Fleet.DeletionPolicy.TERMINATE,
                                new Fleet.Limits(null, 5)),
                        s -> s.at(min(2), "reclaim", () -> reclaim(s, 2))),
                story(
                        "spending limit",
                        Markets.fleet(
                                7,
                                Fleet.RequestType.PERSISTENT,
                                Fleet.DeletionPolicy.TERMINATE,
                                new Fleet.Limits(new BigDecimal("0.5"), null)),
                        s -> s.at(min(2), "reclaim", () -> reclaim(s, 2))),
                story(
                        "credentials refused for a while",
                        THREE,
                        s -> {
                            s.at(min(1), "lock", () -> s.run().cloud().lock(min(4)));
                            s.at(min(2), "to 5", () -> target(s, 5));
                        }),
                story(
                        "account of another owner for a while",
                        THREE,
                        s -> {
                            s.at(
                                    Duration.ofMillis(700),
                                    "obstacle",
                                    () -> edit(s, f -> f.hinderedBy(OTHER_OWNER)));
                            s.at(min(3), "to 4", () -> target(s, 4));
                        }),
                story("restart", THREE, s -> s.at(min(2), "kill", () -> s.process(0).crash())),
                story(
                        "status wiped",
                        THREE,
                        s -> s.at(min(2), "wipe", () -> s.store().overwrite(NAME, null))),
                story(
                        "status wiped at birth",
                        THREE,
                        s ->
                                s.at(
                                        Duration.ofMillis(800),
                                        "wipe",
                                        () -> s.store().overwrite(NAME, null))),
                story("born again under the same name", THREE, Stories::rebirth),
                new Scenario(
                        "restored from a backup",
                        THREE,
                        1,
                        Markets.QUICK,
                        min(12),
                        Stories::backup),
                story(
                        "released by hand",
                        THREE,
                        s ->
                                s.at(
                                        min(2),
                                        "untag",
                                        () ->
                                                live(s, 1)
                                                        .forEach(i ->
                                                                s.run().cloud().release(i.id())))),
                story(
                        "terminated by hand",
                        THREE,
                        s ->
                                s.at(
                                        min(2),
                                        "terminate",
                                        () -> live(s, 2).forEach(i -> byHand(s, i)))),
                story(
                        "stopped by hand",
                        THREE,
                        s ->
                                s.at(
                                        min(2),
                                        "stop",
                                        () ->
                                                live(s, 1)
                                                        .forEach(i ->
                                                                s.run()
                                                                        .cloud()
                                                                        .market()
                                                                        .stop(i.id())))),
                lasting("orphans", min(28), Orphans::lost),
                lasting("restored under another UID", min(36), Orphans::adopted),
                story("foreign neighbours", THREE, Stories::neighbours),
                story(
                        "group",
                        Groups.weighted(7),
                        s -> {
                            s.at(min(2), "reclaim", () -> reclaim(s, 2));
                            s.at(min(4), "to 3", () -> target(s, 3));
                        }),
                story(
                        "group of one type",
                        Groups.ofOneType(5),
                        s -> s.at(min(0), "stock 1", () -> stock(s, 1))),
                story("group that ends", Groups.ending(4, GroupTerms.Leaving.TERMINATE), _ -> {}),
                story(
                        "group that is released",
                        Groups.ending(4, GroupTerms.Leaving.RETAIN),
                        _ -> {}),
                leaders("two leaders", s -> s.at(min(2), "to 5", () -> target(s, 5))),
                leaders("two leaders, refused", s -> s.at(min(0), "stock 0", () -> stock(s, 0))));
    }

    private static Scenario story(String name, Fleet fleet, Consumer<Stage> story) {
        return new Scenario(name, fleet, 1, Markets.QUICK, Duration.ofMinutes(6), story);
    }

    private static Scenario lasting(String name, Duration length, Consumer<Stage> story) {
        return new Scenario(name, THREE, 1, Markets.QUICK, length, story);
    }

    private static Scenario leaders(String name, Consumer<Stage> story) {
        return new Scenario(name, THREE, 2, Markets.QUICK, Duration.ofMinutes(6), story);
    }

    static Scenario named(String name) {
        return all().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    }

    // ---- what happens ----

    static Duration min(int minutes) {
        return Duration.ofMinutes(minutes);
    }

    static void edit(Stage s, java.util.function.UnaryOperator<Fleet> change) {
        s.store().edit(NAME, change);
    }

    static void target(Stage s, int instances) {
        edit(s, f -> Specs.target(f, instances));
    }

    static List<Instance> live(Stage s, int most) {
        return s.run().cloud().owned().stream().limit(most).toList();
    }

    static void reclaim(Stage s, int most) {
        live(s, most).forEach(i -> s.run().cloud().market().reclaim(i.id(), Duration.ZERO));
    }

    static void stock(Stage s, int available) {
        s.run().cloud().market().setStock(MarketCloud.pool(Markets.A), available);
    }

    static void byHand(Stage s, Instance instance) {
        TerminateRefusal refusal =
                s.run().cloud().market().terminateRefusal(MarketCloud.OWNER, instance.id());
        if (refusal == null) {
            s.run().cloud().market().terminate(MarketCloud.OWNER, instance.id());
        }
    }

    private static void rotation(Stage s) {
        s.at(min(2), "rotate", () -> s.process(0).rotateKey());
        s.at(min(2), "to 5", () -> target(s, 5));
    }

    private static void rebirth(Stage s) {
        s.at(min(2), "delete", () -> s.store().delete(NAME));
        for (int minute = 3; minute < 300; minute++) {
            s.run()
                    .timeline()
                    .after(
                            min(minute),
                            () -> {
                                if (s.store().get(NAME) == null) {
                                    s.store().create(Specs.reborn(THREE, OTHER_UID, false));
                                }
                            });
        }
    }

    private static void backup(Stage s) {
        AtomicReference<@Nullable FleetObject> copy = new AtomicReference<>();
        s.at(min(2), "back up", () -> copy.set(s.store().get(NAME)));
        s.at(min(3), "to 5", () -> target(s, 5));
        s.at(
                min(10),
                "restore",
                () -> {
                    FleetObject saved = copy.get();
                    FleetRecord old = saved == null ? null : saved.record();
                    if (old != null) {
                        s.store().overwrite(NAME, old);
                    }
                });
    }

    private static void neighbours(Stage s) {
        MarketCloud cloud = s.run().cloud();
        cloud.plant(Markets.A, Map.of());
        cloud.plant(
                Markets.A, Map.of(Ownership.CLUSTER, "another", Ownership.FLEET, THREE.id().uid()));
        cloud.plant(Markets.B, Map.of("name", "somebody's database"));
        s.at(min(2), "to 1", () -> target(s, 1));
    }
}
