package io.spotkeeper.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.fleet.allocation.Objective;
import io.spotkeeper.fleet.allocation.Problem;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Groups at random, against a cloud that delivers whatever is asked: every one comes to rest, with
 * each part of its target covered, and without an instance that it could do without.
 */
class GroupPropertiesTest {
    private static final int PATIENCE = 20;
    private static final long[] WEIGHTS = {500, 1_000, 1_500, 2_000, 3_000, 6_000};

    static LongStream seeds() {
        return LongStream.range(0, 2_000);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void comesToRestWithEachPartCoveredAndNothingTooMuch(long seed) {
        GroupScene group = group(new SplittableRandom(seed));

        Decision last = group.decide();
        for (int i = 0; i < PATIENCE && !last.actions().isEmpty(); i++) {
            last.actions().forEach(action -> obey(group, action));
            group.scene.confirmed = true;
            last = group.decide();
        }

        assertThat(last.actions()).as("seed %s", seed).isEmpty();
        assertThat(last.explanation().reason()).isEqualTo(Reason.AT_TARGET);
        for (GroupTerms.Share share : group.shares) {
            List<Member> part =
                    group.scene.members.stream()
                            .filter(m -> share.covers(instance(m).pool()))
                            .toList();
            long live = part.stream().mapToLong(Member::weight).sum();
            assertThat(live).as("seed %s %s", seed, share).isGreaterThanOrEqualTo(share.target());
            assertThat(part)
                    .as("seed %s %s", seed, share)
                    .noneMatch(m -> live - m.weight() >= share.target());
        }
    }

    /** The same within an account that has not room for all of it. */
    @ParameterizedTest
    @MethodSource("seeds")
    void neverExceedsTheLimitsOfItsAccount(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        GroupScene group = group(random);
        int most = random.nextInt(20);
        BigDecimal money = BigDecimal.valueOf(random.nextInt(600), 2);
        boolean byMoney = random.nextBoolean();

        for (int i = 0; i < PATIENCE; i++) {
            int before = group.scene.members.size();
            group.scene.account =
                    new AccountRoom(
                            byMoney ? null : most,
                            byMoney ? money : null,
                            before,
                            cost(group),
                            true);
            group.decide().actions().forEach(action -> obey(group, action));
            group.scene.confirmed = true;

            int now = group.scene.members.size();
            assertThat(now <= before || byMoney || now <= most).as("seed %s", seed).isTrue();
            assertThat(now <= before || !byMoney || cost(group).compareTo(money) <= 0)
                    .as("seed %s", seed)
                    .isTrue();
        }
        Explanation last = group.decide().explanation();
        assertThat(last.reason())
                .as("seed %s %s %s", seed, group.supply, last)
                .isIn(Reason.AT_TARGET, Reason.ACCOUNT_LIMIT_REACHED);
    }

    private static BigDecimal cost(GroupScene group) {
        return group.scene.members.stream()
                .map(m -> group.scene.situation().offer(instance(m).pool()).price())
                .map(Objects::requireNonNull)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static void obey(GroupScene group, Action action) {
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

    private static Instance instance(Member member) {
        return Objects.requireNonNull(member.instance());
    }

    private static GroupScene group(SplittableRandom random) {
        GroupScene group = new GroupScene();
        group.objective = Objective.values()[random.nextInt(Objective.values().length)];
        group.excess = GroupTerms.Leaving.values()[random.nextInt(2)];
        group.supply = Problem.Supply.values()[random.nextInt(2)];
        int regions = 1 + random.nextInt(3);
        for (int r = 1; r <= regions; r++) {
            group.wants("r" + r, random.nextInt(6) * 1_000L, random.nextInt(12) * 1_000L);
            int types = 1 + random.nextInt(4);
            for (int t = 0; t < types; t++) {
                // Every region sells the first type: one type has to be able to supply all.
                sell(group, random, "r" + r + (char) ('a' + random.nextInt(3)), "t" + t);
            }
        }
        int there = random.nextInt(8);
        for (int i = 0; i < there; i++) {
            PoolRule rule = group.scene.rules.get(random.nextInt(group.scene.rules.size()));
            if (group.supply == Problem.Supply.MULTIPLE) {
                group.live(rule.pool(), rule.weight());
            }
        }
        return group;
    }

    private static void sell(GroupScene group, SplittableRandom random, String zone, String type) {
        if (group.scene.rules.stream()
                .anyMatch(rule -> rule.pool().equals(GroupScene.spot(zone, type)))) {
            return;
        }
        long weight = WEIGHTS[random.nextInt(WEIGHTS.length)];
        String price = "0." + (10 + random.nextInt(90));
        int vcpus = 1 << random.nextInt(5);
        int priority = random.nextInt(3);
        group.pool(GroupScene.stable(zone, type), weight, price, priority, vcpus);
        group.pool(GroupScene.spot(zone, type), weight, price, priority, vcpus);
    }
}
