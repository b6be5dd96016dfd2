package io.spotkeeper.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The money and rate limits, to the last micro-unit. */
class SpendingTest {
    private static Scene limited(String cost) {
        Scene scene = new Scene();
        scene.limits = new Fleet.Limits(new BigDecimal(cost), null);
        return scene;
    }

    @ParameterizedTest
    @CsvSource({
        "1.00, 0.10, 10",
        "0.999999, 0.10, 9",
        "1.000000, 0.333334, 2",
        "1.000002, 0.333334, 3",
        "0.05, 0.10, 0",
        "0, 0.10, 0",
        "3, 0.000001, 20",
        "0.3, 0.1, 3",
        "0.7, 0.1, 7"
    })
    void affordsExactlyWhatFits(String limit, String price, int count) {
        Scene scene = limited(limit).wants(20_000).from(Scene.A).price(Scene.A, price);

        assertThat(scene.launches()).isEqualTo(count == 0 ? List.of() : List.of("z1×" + count));
    }

    @Test
    void countsTheBidRatherThanTheMarketPrice() {
        Scene scene = limited("1").wants(9000).rule(Scene.A, "0.50", 1000);
        scene.price(Scene.A, "0.10");

        assertThat(scene.launches()).containsExactly("z1×2");
    }

    @Test
    void countsWhatLivesAndWhatLands() {
        Scene scene = limited("1").wants(20_000).from(Scene.A).price(Scene.A, "0.10");
        scene.live(Scene.A, 3).landing(Scene.A, 4, 1000);

        assertThat(scene.launches()).containsExactly("z1×3");
    }

    @Test
    void countsAnIntentsOwnBid() {
        Scene scene = limited("1").wants(20_000).from(Scene.A).price(Scene.A, "0.10");
        scene.landing(Scene.A, 1, 1000);
        LaunchIntent plain = scene.intents.removeFirst();
        scene.intents.add(
                new LaunchIntent(
                        plain.id(),
                        plain.pool(),
                        null,
                        plain.count(),
                        plain.weight(),
                        new BigDecimal("0.55"),
                        true,
                        plain.purpose(),
                        plain.requestHash(),
                        plain.createdAt(),
                        1,
                        plain.allowedAt(),
                        false,
                        null,
                        plain.outcome(),
                        List.of()));

        assertThat(scene.launches()).containsExactly("z1×4");
    }

    @Test
    void countsAMemberOfAnOpenIntentOnce() {
        Scene scene = limited("0.5").wants(20_000).from(Scene.A).price(Scene.A, "0.10");
        scene.landing(Scene.A, 2, 1000);
        Instance seen =
                new Instance(
                        "i-1",
                        Scene.A,
                        InstanceState.RUNNING,
                        java.util.Map.of(Ownership.INTENT, "intent-0"),
                        Scene.NOW,
                        null,
                        null,
                        false,
                        null);
        scene.members.add(new Member("i-1", seen, 1000, false, false));

        assertThat(Spending.spent(scene.fleet(), scene.situation()))
                .hasValueSatisfying(s -> assertThat(s).isEqualByComparingTo("0.20"));
    }

    @Test
    void promisesNothingWhenThePriceIsUnknown() {
        Scene scene = limited("5").wants(1000).from(Scene.A);

        Decision decision = scene.decide();

        assertThat(decision.actions()).isEmpty();
        assertThat(decision.explanation().reason()).isEqualTo(Reason.BUDGET_REACHED);
    }

    @Test
    void promisesNothingWhenAMembersPriceIsUnknown() {
        Scene scene = limited("5").wants(3000).from(Scene.A).price(Scene.A, "0.1");
        scene.live(Scene.B, 1);

        assertThat(scene.launches()).isEmpty();
        assertThat(scene.decide().explanation().message()).contains("is not known");
    }

    @Test
    void promisesNothingWhenAMemberWasNotSeen() {
        Scene scene = limited("5").wants(3000).from(Scene.A).price(Scene.A, "0.1");
        scene.unseen(1000);

        assertThat(scene.launches()).isEmpty();
    }

    @Test
    void spendsTheSameMoneyOnlyOnce() {
        Scene scene = limited("1").wants(20_000).from(Scene.A, Scene.B);
        scene.price(Scene.A, "0.30").price(Scene.B, "0.10");

        assertThat(scene.launches()).containsExactly("z1×3", "z2×1");
    }

    @Test
    void acceptsAPoolThatStandsThereTwice() {
        Scene scene = limited("1").wants(2000).from(Scene.A, Scene.A).price(Scene.A, "0.10");

        assertThat(scene.launches()).containsExactly("z1×2");
    }

    // ---- rate ----

    private static Scene rated(int limit) {
        Scene scene = new Scene();
        scene.limits = new Fleet.Limits(null, limit);
        return scene;
    }

    private static LaunchCount bucket(Duration ago, int count) {
        return new LaunchCount(Scene.NOW.minus(ago), count);
    }

    @Test
    void keepsTheLaunchRate() {
        Scene scene = rated(10).wants(20_000).from(Scene.A, Scene.B);
        scene.recent.add(bucket(Duration.ofMinutes(30), 6));
        scene.offer(Scene.A, "0.1", Offer.Stock.AVAILABLE, null, 3);

        assertThat(scene.launches()).containsExactly("z1×3", "z2×1");
    }

    @Test
    void countsABucketUntilItsYoungestLaunchIsAnHourOld() {
        Scene scene = rated(5).wants(20_000).from(Scene.A);
        scene.recent.add(bucket(Duration.ofMinutes(65).minusSeconds(1), 5));

        Explanation explanation = scene.decide().explanation();

        assertThat(explanation.reason()).isEqualTo(Reason.LAUNCH_RATE_REACHED);
        assertThat(java.util.Objects.requireNonNull(explanation.next()).at())
                .isEqualTo(Scene.NOW.plusSeconds(1));
        scene.recent.set(0, bucket(Duration.ofMinutes(65), 5));
        assertThat(scene.launches()).containsExactly("z1×5");
    }

    @Test
    void notesLaunchesInBucketsOfFiveMinutes() {
        Fleet fleet = rated(100).from(Scene.A).fleet();
        Instant at = Scene.NOW.plusSeconds(299);
        Ledger ledger = Spending.note(fleet, Ledger.EMPTY, 3, Scene.NOW);
        ledger = Spending.note(fleet, ledger, 4, at);
        ledger = Spending.note(fleet, ledger, 5, at.plusSeconds(1));

        assertThat(ledger.recentLaunches())
                .containsExactly(
                        new LaunchCount(Scene.NOW, 7),
                        new LaunchCount(Scene.NOW.plusSeconds(300), 5));
    }

    @Test
    void keepsNoMoreThanAnHoursBuckets() {
        Fleet fleet = rated(100_000).from(Scene.A).fleet();
        Ledger ledger = Ledger.EMPTY;
        for (int minute = 0; minute < 600; minute++) {
            ledger = Spending.note(fleet, ledger, 1, Scene.NOW.plusSeconds(minute * 60L));
        }

        assertThat(ledger.recentLaunches()).hasSizeLessThanOrEqualTo(14);
    }

    @Test
    void notesNothingWithoutALimit() {
        Fleet fleet = new Scene().from(Scene.A).fleet();
        Ledger before = Ledger.EMPTY.withRecentLaunches(List.of(bucket(Duration.ZERO, 3)));

        assertThat(Spending.note(fleet, before, 3, Scene.NOW).recentLaunches()).isEmpty();
    }

    @Test
    void givesBackToTheBucketThatItWasNotedIn() {
        Fleet fleet = rated(100).from(Scene.A).fleet();
        Ledger ledger = Spending.note(fleet, Ledger.EMPTY, 3, Scene.NOW);
        ledger = Spending.note(fleet, ledger, 4, Scene.NOW.plusSeconds(300));

        assertThat(Spending.giveBack(ledger, 2, Scene.NOW.plusSeconds(10)).recentLaunches())
                .containsExactly(
                        new LaunchCount(Scene.NOW, 1),
                        new LaunchCount(Scene.NOW.plusSeconds(300), 4));
        assertThat(Spending.giveBack(ledger, 9, Scene.NOW).recentLaunches())
                .containsExactly(new LaunchCount(Scene.NOW.plusSeconds(300), 4));
    }

    @Test
    void buysAsManyAsItLikesOfWhatCostsNothing() {
        Scene scene = limited("0.10").wants(300_000).from(Scene.A).price(Scene.A, "0");

        assertThat(scene.launches()).containsExactly("z1×100", "z1×100", "z1×100");
    }

    @Test
    void countsAnIntentOfUnknownPriceOnlyWhileItsInstancesAreUnseen() {
        Scene unseen = limited("1").wants(3000).from(Scene.A, Scene.B).price(Scene.A, "0.10");
        unseen.landing(Scene.B, 1, 1000);
        Scene seen = limited("1").wants(3000).from(Scene.A, Scene.B).price(Scene.A, "0.10");
        seen.landing(Scene.B, 0, 1000);

        assertThat(unseen.launches()).isEmpty();
        assertThat(seen.launches()).containsExactly("z1×3");
    }

    @Test
    void givesBackNothingWhereNothingIsLeftToGiveBack() {
        Fleet fleet = rated(100).from(Scene.A).fleet();
        Ledger ledger = Spending.note(fleet, Ledger.EMPTY, 3, Scene.NOW);

        assertThat(Spending.giveBack(ledger, 0, Scene.NOW)).isEqualTo(ledger);
        assertThat(Spending.giveBack(ledger, -2, Scene.NOW)).isEqualTo(ledger);
        assertThat(Spending.giveBack(ledger, 3, Scene.NOW).recentLaunches()).isEmpty();
    }

    @Test
    void isRelievedWhenTheOldestBucketThatCountsLeavesTheHour() {
        Scene scene = rated(3).wants(9000).from(Scene.A);
        scene.recent.add(bucket(Duration.ofMinutes(120), 9));
        scene.recent.add(bucket(Duration.ofMinutes(50), 1));
        scene.recent.add(bucket(Duration.ofMinutes(10), 2));

        Explanation explanation = scene.decide().explanation();

        assertThat(explanation.reason()).isEqualTo(Reason.LAUNCH_RATE_REACHED);
        assertThat(java.util.Objects.requireNonNull(explanation.next()).at())
                .isEqualTo(Scene.NOW.plus(Duration.ofMinutes(15)));
    }
}
