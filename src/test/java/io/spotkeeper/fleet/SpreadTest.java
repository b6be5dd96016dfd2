package io.spotkeeper.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.fleet.allocation.Objective;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is spread over zones, as an environment with Diversified asks for it: one share. */
class SpreadTest {
    private final GroupScene group = new GroupScene();

    @BeforeEach
    void spreads() {
        group.objective = Objective.DIVERSIFIED;
    }

    private void wants(long instances) {
        group.shares.clear();
        group.shares.add(new GroupTerms.Share("r1", Market.SPOT, instances * Fleet.UNIT));
    }

    private void sells(String zone, String type, String price) {
        group.pool(GroupScene.spot(zone, type), Fleet.UNIT, price);
    }

    private Member live(String zone, String type) {
        return group.live(GroupScene.spot(zone, type), Fleet.UNIT);
    }

    private List<String> terminated() {
        return group.decide().actions().stream()
                .filter(a -> a instanceof Action.Terminate)
                .flatMap(a -> ((Action.Terminate) a).members().stream())
                .map(Member::id)
                .toList();
    }

    @Test
    void buysTheCheapestTypeOfEachZone() {
        wants(5);
        sells("r1a", "small", "0.10");
        sells("r1a", "large", "0.20");
        sells("r1b", "small", "0.40");
        sells("r1b", "large", "0.30");

        assertThat(group.launches())
                .containsExactlyInAnyOrder("Spot r1a small×3", "Spot r1b large×2");
    }

    @Test
    void leavesToTheOthersWhatAZoneRefuses() {
        wants(4);
        sells("r1a", "small", "0.10");
        sells("r1b", "small", "0.10");
        sells("r1c", "small", "0.10");
        group.refusing(GroupScene.spot("r1b", "small"), Duration.ofMinutes(1));

        assertThat(group.launches())
                .containsExactlyInAnyOrder("Spot r1a small×2", "Spot r1c small×2");
    }

    @Test
    void takesFromTheFullestZoneThoughAnotherIsDearer() {
        sells("r1a", "small", "0.10");
        sells("r1b", "small", "0.90");
        wants(3);
        List<Member> full =
                List.of(live("r1a", "small"), live("r1a", "small"), live("r1a", "small"));
        live("r1b", "small");
        group.scene.confirmed = true;

        assertThat(terminated()).hasSize(1).isSubsetOf(full.stream().map(Member::id).toList());
    }

    @Test
    void takesTheDearestOfTheFullestZone() {
        sells("r1a", "small", "0.10");
        sells("r1a", "large", "0.20");
        sells("r1b", "small", "0.90");
        wants(2);
        live("r1a", "small");
        Member dear = live("r1a", "large");
        live("r1b", "small");
        group.scene.confirmed = true;

        assertThat(terminated()).containsExactly(dear.id());
    }

    @Test
    void letsGoOfWhatDoesNotRunBeforeItLooksAtZones() {
        sells("r1a", "small", "0.10");
        sells("r1b", "small", "0.10");
        wants(2);
        live("r1a", "small");
        live("r1a", "small");
        Member stopped =
                group.scene.member(
                        GroupScene.spot("r1b", "small"),
                        InstanceState.STOPPED,
                        Duration.ofHours(1),
                        Fleet.UNIT);
        group.scene.confirmed = true;

        assertThat(terminated()).containsExactly(stopped.id());
    }

    @Test
    void leavesWhatTheCloudProtectsInTheFullestZone() {
        sells("r1a", "small", "0.10");
        sells("r1b", "small", "0.10");
        wants(2);
        for (int i = 0; i < 2; i++) {
            group.scene.member(
                    GroupScene.spot("r1a", "small"),
                    InstanceState.RUNNING,
                    Duration.ofHours(1),
                    Fleet.UNIT,
                    true);
        }
        Member free = live("r1b", "small");
        group.scene.confirmed = true;

        assertThat(terminated()).containsExactly(free.id());
    }

    @Test
    void countsWhatIsThereOfAMarketThatIsNotAskedForAnyMore() {
        // Given: four on demand from before an edit of the market, and five wanted of spot.
        sells("r1a", "small", "0.10");
        sells("r1b", "small", "0.10");
        wants(5);
        for (String zone : List.of("r1a", "r1a", "r1b", "r1b")) {
            group.live(GroupScene.stable(zone, "small"), Fleet.UNIT);
        }

        // Then
        assertThat(group.launches()).hasSize(1).allMatch(l -> l.endsWith("small×1"));
        wants(4);
        Decision enough = group.decide();
        assertThat(enough.actions()).isEmpty();
        assertThat(enough.explanation().reason()).isEqualTo(Reason.AT_TARGET);
        group.scene.confirmed = true;
        wants(3);
        assertThat(terminated()).hasSize(1);
    }

    @Test
    void asksEachZoneOnceForARequestOfOneAttempt() {
        // Given: three zones of which one refused what it was asked.
        group.scene.type = Fleet.RequestType.ONE_TIME;
        wants(6);
        for (String zone : List.of("r1a", "r1b", "r1c")) {
            sells(zone, "small", "0.10");
        }
        assertThat(group.launches())
                .containsExactlyInAnyOrder(
                        "Spot r1a small×2", "Spot r1b small×2", "Spot r1c small×2");
        group.scene.request =
                new RequestProgress(
                        group.scene.generation,
                        OneTime.fingerprint(group.scene.fleet()),
                        6_000,
                        4_000,
                        List.of(
                                new RequestProgress.PoolRefusal(
                                        GroupScene.spot("r1b", "small"),
                                        new Refusal(RefusalKind.NO_CAPACITY, "SoldOut", "none"),
                                        Scene.NOW)),
                        null);
        for (String zone : List.of("r1a", "r1a", "r1c", "r1c")) {
            live(zone, "small");
        }

        // Then
        assertThat(group.launches())
                .containsExactlyInAnyOrder("Spot r1a small×1", "Spot r1c small×1");
    }

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    /** Grown and shrunk at random, zones of healthy instances never differ by more than one. */
    @ParameterizedTest
    @MethodSource("seeds")
    void staysEvenHoweverItIsScaled(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int zones = 1 + random.nextInt(5);
        for (int zone = 0; zone < zones; zone++) {
            for (int type = 0; type <= random.nextInt(3); type++) {
                sells("r1" + (char) ('a' + zone), "t" + type, "0." + (10 + random.nextInt(90)));
            }
        }
        group.scene.confirmed = true;

        for (int step = 0; step < 4; step++) {
            wants(random.nextInt(24));
            for (int pass = 0; pass < 5; pass++) {
                group.decide().actions().forEach(this::obey);
            }

            Map<String, Integer> counts = new TreeMap<>();
            for (int zone = 0; zone < zones; zone++) {
                counts.put("r1" + (char) ('a' + zone), 0);
            }
            group.scene.members.stream()
                    .map(m -> Objects.requireNonNull(m.instance()).pool().zone())
                    .collect(Collectors.toList())
                    .forEach(zone -> counts.merge(zone, 1, Integer::sum));
            int most = counts.values().stream().mapToInt(n -> n).max().orElseThrow();
            int least = counts.values().stream().mapToInt(n -> n).min().orElseThrow();
            assertThat(most - least).as("%s", counts).isLessThanOrEqualTo(1);
            assertThat(group.scene.members.size() * Fleet.UNIT)
                    .isEqualTo(group.shares.getFirst().target());
        }
    }

    private void obey(Action action) {
        switch (action) {
            case Action.Launch launch -> {
                for (int i = 0; i < launch.count(); i++) {
                    group.live(launch.rule().pool(), launch.rule().weight());
                }
            }
            case Action.Terminate terminate -> group.scene.members.removeAll(terminate.members());
            case Action.Release release -> group.scene.members.removeAll(release.members());
            case Action.Confirm _ -> group.scene.confirmed = true;
        }
    }
}
