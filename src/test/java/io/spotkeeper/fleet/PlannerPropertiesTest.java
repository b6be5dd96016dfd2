package io.spotkeeper.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What holds for every decision, over situations drawn from seeds. */
class PlannerPropertiesTest {
    private static final int RUNS = Integer.getInteger("planner.runs", 5_000);

    @Test
    void everyDecisionKeepsItsPromises() {
        for (long seed = 1; seed <= RUNS; seed++) {
            Scene scene = draw(new SplittableRandom(seed));
            try {
                check(scene);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static Scene draw(SplittableRandom random) {
        Scene scene = new Scene();
        scene.strategy =
                random.nextBoolean()
                        ? Fleet.AllocationStrategy.PRIORITIZED
                        : Fleet.AllocationStrategy.LOWEST_PRICE;
        scene.type =
                random.nextInt(5) == 0 ? Fleet.RequestType.ONE_TIME : Fleet.RequestType.PERSISTENT;
        scene.wants(random.nextInt(40) * (random.nextBoolean() ? 1000L : 500L));
        scene.paused = random.nextInt(20) == 0;
        scene.confirmed = random.nextBoolean();
        scene.lost = random.nextInt(3);
        int pools = random.nextInt(1, 6);
        List<CapacityPool> all = new ArrayList<>();
        for (int i = 0; i < pools; i++) {
            CapacityPool pool = Scene.pool("z" + i, "t" + random.nextInt(2));
            all.add(pool);
            scene.rule(
                    pool,
                    random.nextInt(3) == 0 ? "0." + random.nextInt(10, 99) : null,
                    random.nextBoolean() ? 1000 : random.nextInt(1, 9) * 500L,
                    random.nextInt(3) == 0 ? new String[] {"net-" + i} : new String[0]);
            offer(scene, pool, random);
        }
        if (random.nextInt(4) == 0) {
            scene.coolSubnets.put("net-0", Scene.NOW.plusSeconds(30));
        }
        for (int i = random.nextInt(15); i > 0; i--) {
            InstanceState[] states = {
                InstanceState.RUNNING,
                InstanceState.RUNNING,
                InstanceState.PENDING,
                InstanceState.STOPPED,
                InstanceState.OTHER
            };
            PoolRule rule = scene.rules.get(random.nextInt(pools));
            scene.member(
                    rule.pool(),
                    states[random.nextInt(states.length)],
                    Duration.ofMinutes(random.nextInt(30)),
                    rule.weight(),
                    random.nextInt(10) == 0);
        }
        if (random.nextInt(8) == 0) {
            scene.unseen(1000);
        }
        if (random.nextInt(3) == 0) {
            PoolRule rule = scene.rules.get(random.nextInt(pools));
            scene.landing(rule.pool(), random.nextInt(1, 8), rule.weight());
        }
        BigDecimal cost =
                random.nextBoolean() ? null : BigDecimal.valueOf(random.nextInt(1, 500), 2);
        Integer rate = random.nextInt(3) == 0 ? random.nextInt(1, 20) : null;
        scene.limits = new Fleet.Limits(cost, rate);
        if (rate != null) {
            scene.recent.add(
                    new LaunchCount(
                            Scene.NOW.minus(Duration.ofMinutes(random.nextInt(80))),
                            random.nextInt(1, 10)));
        }
        if (random.nextInt(3) == 0) {
            scene.account = room(random);
        }
        return scene;
    }

    private static AccountRoom room(SplittableRandom random) {
        return new AccountRoom(
                random.nextBoolean() ? null : random.nextInt(20),
                random.nextBoolean() ? null : BigDecimal.valueOf(random.nextInt(1, 500), 2),
                random.nextInt(20),
                random.nextInt(6) == 0 ? null : BigDecimal.valueOf(random.nextInt(500), 2),
                random.nextInt(6) != 0);
    }

    private static void offer(Scene scene, CapacityPool pool, SplittableRandom random) {
        if (random.nextInt(6) == 0) {
            return;
        }
        CoolDown coolDown =
                random.nextInt(4) == 0
                        ? new CoolDown(
                                Scene.NOW,
                                Scene.NOW.plusSeconds(random.nextInt(1, 900)),
                                new Refusal(
                                        RefusalKind.values()[
                                                random.nextInt(RefusalKind.values().length)],
                                        "c",
                                        "m"))
                        : null;
        scene.offer(
                pool,
                random.nextInt(5) == 0 ? null : "0." + random.nextInt(10, 99),
                Offer.Stock.values()[random.nextInt(4)],
                coolDown,
                random.nextInt(4) == 0 ? 1 : Integer.MAX_VALUE);
    }

    private static void check(Scene scene) {
        Fleet fleet = scene.fleet();
        Situation situation = scene.situation();
        Decision decision = FleetPlanner.decide(fleet, situation);

        assertThat(FleetPlanner.decide(fleet, situation)).isEqualTo(decision);
        assertThat(decision.explanation().message()).isNotBlank();
        assertThat(decision.explanation().pools()).hasSize(fleet.pools().size());
        assertThat(decision.explanation().pools())
                .isSortedAccordingTo(
                        java.util.Comparator.comparing(Explanation.PoolVerdict::verdict));
        if (fleet.paused()) {
            assertThat(decision.actions()).isEmpty();
        }
        List<Action.Launch> launches = new ArrayList<>();
        List<Member> victims = new ArrayList<>();
        boolean scalesIn = false;
        for (Action action : decision.actions()) {
            switch (action) {
                case Action.Launch launch -> launches.add(launch);
                case Action.Terminate terminate -> {
                    victims.addAll(terminate.members());
                    scalesIn |= terminate.reason() == Farewell.Reason.SCALE_IN;
                }
                case Action.Release release ->
                        throw new AssertionError("nothing is released here: " + release);
                case Action.Confirm _ -> assertThat(situation.view().confirmed()).isFalse();
            }
        }
        assertThat(launches.isEmpty() || victims.isEmpty()).isTrue();
        assertThat(scalesIn && !situation.view().confirmed()).isFalse();
        assertThat(new HashSet<>(victims)).hasSameSizeAs(victims);
        checkVictims(fleet, situation, victims, scalesIn);
        checkLaunches(fleet, situation, launches);
        checkRoom(situation, launches);
    }

    private static void checkRoom(Situation situation, List<Action.Launch> launches) {
        AccountRoom room = situation.account();
        if (launches.isEmpty() || !room.limited()) {
            return;
        }
        assertThat(room.counted()).isTrue();
        for (Action.Launch launch : launches) {
            room =
                    room.taking(
                            launch.count(),
                            Spending.committed(launch.rule(), situation.offer(launch.rule().pool()))
                                    .orElse(null));
        }
        if (room.maxInstances() != null) {
            assertThat(room.instances()).isLessThanOrEqualTo(room.maxInstances());
        }
        if (room.maxHourlyCost() != null) {
            assertThat(room.hourlyCost()).isNotNull().isLessThanOrEqualTo(room.maxHourlyCost());
        }
    }

    private static void checkVictims(
            Fleet fleet, Situation situation, List<Member> victims, boolean scalesIn) {
        assertThat(victims).noneMatch(Member::guarded);
        if (scalesIn) {
            long left = situation.view().live() - victims.stream().mapToLong(Member::weight).sum();
            assertThat(left).isGreaterThanOrEqualTo(fleet.target());
        }
    }

    private static void checkLaunches(
            Fleet fleet, Situation situation, List<Action.Launch> launches) {
        long capacity = situation.view().live() + situation.view().landing();
        BigDecimal spent = Spending.spent(fleet, situation).orElse(null);
        int count = 0;
        Map<CapacityPool, Integer> perPool = new HashMap<>();
        for (Action.Launch launch : launches) {
            PoolRule rule = launch.rule();
            Offer offer = situation.offer(rule.pool());
            assertThat(launch.count()).isBetween(1, Basket.MAX_BATCH);
            assertThat(offer.coolDown()).as("cool-down of %s", rule.pool()).isNull();
            assertThat(launch.subnetId())
                    .satisfiesAnyOf(
                            s -> assertThat(s).isNull(),
                            s -> assertThat(situation.coolSubnets()).doesNotContainKey(s));
            perPool.merge(rule.pool(), launch.count(), Integer::sum);
            assertThat(perPool.get(rule.pool())).isLessThanOrEqualTo(offer.batchLimit());
            count += launch.count();
            // Only the last instance may go over the target, by less than its weight.
            capacity += (launch.count() - 1) * rule.weight();
            if (fleet.requestType() == Fleet.RequestType.PERSISTENT) {
                assertThat(capacity).isLessThan(fleet.target());
            }
            capacity += rule.weight();
            if (fleet.limits().maxHourlyCost() != null) {
                assertThat(spent).isNotNull();
                spent =
                        java.util.Objects.requireNonNull(spent)
                                .add(
                                        Spending.committed(rule, offer)
                                                .orElseThrow()
                                                .multiply(BigDecimal.valueOf(launch.count())));
                assertThat(spent).isLessThanOrEqualTo(fleet.limits().maxHourlyCost());
            }
        }
        if (fleet.requestType() == Fleet.RequestType.ONE_TIME) {
            assertThat(perPool.size()).isLessThanOrEqualTo(1);
        }
        if (count > 0) {
            assertThat(count)
                    .isLessThanOrEqualTo(
                            Spending.launchesLeft(
                                    fleet, situation.record().ledger(), situation.now()));
        }
        assertThat(situation.view().landingCount() + count)
                .isLessThanOrEqualTo(FleetPlanner.MAX_LANDING);
    }
}
