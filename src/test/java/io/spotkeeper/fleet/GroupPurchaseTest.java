package io.spotkeeper.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.fleet.allocation.Objective;
import io.spotkeeper.fleet.allocation.Problem;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GroupPurchaseTest {
    private final GroupScene group = new GroupScene();

    /**
     * The seed's request, its window moved: target 10 of which 5 stable, weight 6 everywhere. One
     * instance covers each part and none covers both, the prices are equal, so the order of the
     * list decides.
     */
    @Test
    void coversTheSeedsRequestWithOneInstanceOfEachMarketInItsFirstZone() {
        group.wants("az", 5_000, 5_000);
        for (String zone : List.of("az1", "az2", "az3")) {
            group.sells(zone, "s3.large.2", 6_000, "0.20");
        }

        assertThat(group.launches())
                .containsExactly("OnDemand az1 s3.large.2×1", "Spot az1 s3.large.2×1");
    }

    @Test
    void coversThePartsSeparately() {
        // Given: 12 of 10 are live, but all of it is spot.
        group.wants("r1", 5_000, 5_000).sells("r1a", "large", 6_000, "0.20");
        group.live(GroupScene.spot("r1a", "large"), 6_000);
        group.live(GroupScene.spot("r1a", "large"), 6_000);

        // Then: the spot part has more than it needs only if one less still covers it.
        assertThat(group.decide().actions()).containsExactly(new Action.Confirm());
        group.scene.confirmed = true;
        assertThat(group.scene.terminated()).hasSize(1);
    }

    @Test
    void buysFractionsOfUnitsExactly() {
        group.wants("r1", 0, 2_500)
                .pool(GroupScene.spot("r1a", "a"), 500, "0.05")
                .pool(GroupScene.spot("r1a", "b"), 1_500, "0.14");

        // 0.14 + 2 × 0.05 = 0.24 for 2.5, against 0.25 for five of the first.
        assertThat(group.launches()).containsExactlyInAnyOrder("Spot r1a b×1", "Spot r1a a×2");
    }

    @Test
    void countsWhatIsLandingInItsPart() {
        group.wants("r1", 2_000, 2_000).sells("r1a", "small", 1_000, "0.10");
        group.scene.landing(GroupScene.stable("r1a", "small"), 2, 1_000);

        assertThat(group.launches()).containsExactly("Spot r1a small×2");
    }

    @Test
    void provesItsPlan() {
        group.wants("r1", 0, 3_000).sells("r1a", "small", 1_000, "0.10");

        Explanation.Optimality proof = group.decide().explanation().optimality();

        assertThat(proof)
                .isEqualTo(
                        new Explanation.Optimality(new BigDecimal("0.30"), new BigDecimal("0.30")));
    }

    @Test
    void asksWhatIsSaidToBeSoldOutOnlyForWhatTheRestCannotCover() {
        group.wants("r1", 0, 3_000)
                .pool(GroupScene.spot("r1a", "cheap"), 1_000, "0.01")
                .pool(GroupScene.spot("r1b", "dear"), 1_000, "0.50");
        group.scene.stock(GroupScene.spot("r1a", "cheap"), Offer.Stock.SOLD_OUT);

        assertThat(group.launches()).containsExactly("Spot r1b dear×3");
    }

    @Nested
    class Strategies {
        @Test
        void smallerNumbersFirst() {
            group.objective = Objective.PRIORITIZED;
            group.wants("r1", 0, 2_000)
                    .pool(GroupScene.spot("r1a", "cheap"), 1_000, "0.01", 9, 0)
                    .pool(GroupScene.spot("r1b", "first"), 1_000, "0.50", 4, 0);

            assertThat(group.launches()).containsExactly("Spot r1b first×2");
        }

        @Test
        void largeTypesFirst() {
            group.objective = Objective.MOST_VCPUS;
            group.wants("r1", 0, 2_000)
                    .pool(GroupScene.spot("r1a", "cheap"), 1_000, "0.01", PoolRule.LAST, 2)
                    .pool(GroupScene.spot("r1a", "large"), 1_000, "0.50", PoolRule.LAST, 8);

            assertThat(group.launches()).containsExactly("Spot r1a large×2");
        }

        @Test
        void evenOverZonesWithWhatIsThereAlready() {
            group.objective = Objective.DIVERSIFIED;
            group.wants("r1", 0, 5_000)
                    .pool(GroupScene.spot("r1a", "small"), 1_000, "0.10")
                    .pool(GroupScene.spot("r1b", "small"), 1_000, "0.20");
            group.live(GroupScene.spot("r1a", "small"), 1_000);
            group.live(GroupScene.spot("r1a", "small"), 1_000);

            assertThat(group.launches())
                    .containsExactlyInAnyOrder("Spot r1a small×1", "Spot r1b small×2");
        }
    }

    @Nested
    class OneTypeForAll {
        {
            group.supply = Problem.Supply.SINGLE;
            group.wants("r1", 0, 2_000).wants("r2", 0, 2_000);
            group.pool(GroupScene.spot("r1a", "a"), 1_000, "0.05")
                    .pool(GroupScene.spot("r1a", "b"), 1_000, "0.10")
                    .pool(GroupScene.spot("r2a", "b"), 1_000, "0.10");
        }

        @Test
        void isOneThatEveryRegionSells() {
            assertThat(group.launches()).containsExactly("Spot r1a b×2", "Spot r2a b×2");
        }

        @Test
        void staysTheOneThatIsThere() {
            group.live(GroupScene.spot("r1a", "a"), 1_000);

            assertThat(group.launches()).containsExactly("Spot r1a a×1");
        }
    }

    @Nested
    class SeveralRegions {
        {
            group.wants("r1", 0, 3_000).wants("r2", 0, 2_000);
            group.pool(GroupScene.spot("r1a", "small"), 1_000, "0.10")
                    .pool(GroupScene.spot("r2a", "small"), 1_000, "0.20");
        }

        @Test
        void eachBuysItsShare() {
            assertThat(group.launches()).containsExactly("Spot r1a small×3", "Spot r2a small×2");
        }

        @Test
        void whatOneCannotSupplyWaits() {
            group.refusing(GroupScene.spot("r1a", "small"), Duration.ofDays(1));

            assertThat(group.launches()).containsExactly("Spot r2a small×2");
            assertThat(group.decide().explanation().pools())
                    .anySatisfy(row -> assertThat(row.reason()).isEqualTo("NoCapacity"));
        }

        @Test
        void whatOneRefusedForLongIsBoughtInTheOthers() {
            group.spillAfter = Duration.ofMinutes(10);
            group.refusing(GroupScene.spot("r1a", "small"), Duration.ofMinutes(10));

            assertThat(group.launches()).containsExactly("Spot r2a small×3", "Spot r2a small×2");
        }

        @Test
        void notSooner() {
            group.spillAfter = Duration.ofMinutes(10);
            group.refusing(GroupScene.spot("r1a", "small"), Duration.ofSeconds(599));

            assertThat(group.launches()).containsExactly("Spot r2a small×2");
        }

        @Test
        void notWhileOneOfItsPoolsMayBeAsked() {
            group.spillAfter = Duration.ofMinutes(10);
            group.refusing(GroupScene.spot("r1a", "small"), Duration.ofDays(1));
            group.pool(GroupScene.spot("r1b", "small"), 1_000, "0.90");

            assertThat(group.launches()).containsExactly("Spot r1b small×3", "Spot r2a small×2");
        }

        @Test
        void whatSpilledStaysWhereItIs() {
            group.spillAfter = Duration.ofMinutes(10);
            for (int i = 0; i < 5; i++) {
                group.live(GroupScene.spot("r2a", "small"), 1_000);
            }

            assertThat(group.decide().actions()).isEmpty();
            assertThat(group.decide().explanation().reason()).isEqualTo(Reason.AT_TARGET);
        }

        @Test
        void withoutSpillingEachRegionHasItsOwnSurplus() {
            for (int i = 0; i < 5; i++) {
                group.live(GroupScene.spot("r2a", "small"), 1_000);
            }
            group.scene.confirmed = true;

            group.decide();

            assertThat(group.scene.terminated()).hasSize(3);
        }

        @Test
        void instancesOfARegionThatLeftCountForWhatTheOthersLack() {
            group.live(GroupScene.spot("r9a", "small"), 1_000);
            group.live(GroupScene.spot("r9a", "small"), 1_000);

            assertThat(group.launches()).containsExactly("Spot r1a small×1", "Spot r2a small×2");
        }

        @Test
        void theyGoWhenTheOthersNeedNothing() {
            group.live(GroupScene.spot("r9a", "small"), 1_000);
            for (int i = 0; i < 3; i++) {
                group.live(GroupScene.spot("r1a", "small"), 1_000);
            }
            for (int i = 0; i < 2; i++) {
                group.live(GroupScene.spot("r2a", "small"), 1_000);
            }
            group.scene.confirmed = true;

            group.decide();

            assertThat(group.scene.terminated()).containsExactly("i-0000");
        }

        @Test
        void whatWasNeverSeenMayBeAnywhere() {
            group.scene.unseen(2_000);

            assertThat(group.launches()).containsExactly("Spot r1a small×1");
        }
    }

    @Nested
    class Window {
        {
            group.wants("r1", 0, 2_000).sells("r1a", "small", 1_000, "0.10");
        }

        @Test
        void buysNothingBeforeIt() {
            group.since = Scene.NOW.plusSeconds(60);

            Decision decision = group.decide();

            assertThat(decision.actions()).isEmpty();
            assertThat(decision.explanation().reason()).isEqualTo(Reason.NOT_YET_VALID);
            assertThat(decision.explanation().next())
                    .isEqualTo(new Explanation.NextAction("Launch", "NotYetValid", group.since));
        }

        @Test
        void beginsOnTime() {
            group.since = Scene.NOW;

            assertThat(group.launches()).containsExactly("Spot r1a small×2");
        }

        @Test
        void buysNothingAfterIt() {
            group.until = Scene.NOW;

            assertThat(group.decide().actions()).isEmpty();
            assertThat(group.decide().explanation().reason()).isEqualTo(Reason.EXPIRED);
        }

        /** Another process, whose clock is ahead, has begun to end the group. */
        @Test
        void buysNothingWhileAnotherClockHasEndedIt() {
            group.until = Scene.NOW.plusSeconds(60);
            group.scene.terminations.add(
                    new Farewell("t-1", "r1", Farewell.Reason.EXPIRED, Scene.NOW));

            assertThat(group.decide().actions()).isEmpty();
            assertThat(group.decide().explanation().reason()).isEqualTo(Reason.EXPIRED);
        }

        @Test
        void buysAgainAtOnceWhenItIsExtended() {
            group.until = Scene.NOW.plusSeconds(3_600);
            group.scene.terminations.add(
                    new Farewell("t-1", "r1", Farewell.Reason.EXPIRED, Scene.NOW));

            assertThat(group.launches()).containsExactly("Spot r1a small×2");
        }

        @Test
        void terminatesAllAfterIt() {
            group.until = Scene.NOW;
            group.live(GroupScene.spot("r1a", "small"), 1_000);
            group.scene.confirmed = true;

            assertThat(group.decide().actions())
                    .containsExactly(
                            new Action.Terminate(group.scene.members, Farewell.Reason.EXPIRED));
        }

        @Test
        void orReleasesThem() {
            group.until = Scene.NOW;
            group.expiry = GroupTerms.Leaving.RETAIN;
            group.live(GroupScene.spot("r1a", "small"), 1_000);
            group.scene.confirmed = true;

            assertThat(group.decide().actions())
                    .containsExactly(
                            new Action.Release(group.scene.members, Farewell.Reason.EXPIRED));
        }
    }

    @Test
    void releasesASurplusThatIsRetained() {
        group.excess = GroupTerms.Leaving.RETAIN;
        group.wants("r1", 0, 1_000).sells("r1a", "small", 1_000, "0.10");
        group.live(GroupScene.spot("r1a", "small"), 1_000);
        group.live(GroupScene.spot("r1a", "small"), 1_000);
        group.scene.confirmed = true;

        assertThat(group.decide().actions())
                .singleElement()
                .satisfies(action ->
                        assertThat(action)
                                .isEqualTo(
                                        new Action.Release(
                                                List.of(group.scene.members.getFirst()),
                                                Farewell.Reason.SCALE_IN)));
    }

    @Test
    void onlyTellsADryRun() {
        group.dryRun = true;
        group.wants("r1", 0, 2_000).sells("r1a", "small", 1_000, "0.10");

        Decision decision = group.decide();

        assertThat(decision.actions()).isEmpty();
        assertThat(decision.explanation().reason()).isEqualTo(Reason.DRY_RUN);
        assertThat(decision.explanation().message()).contains("2 from");
        assertThat(decision.explanation().optimality()).isNotNull();
    }

    @Test
    void buysWhatTheBudgetAllowsBest() {
        group.scene.limits = new Fleet.Limits(new BigDecimal("0.35"), null);
        group.wants("r1", 0, 10_000)
                .pool(GroupScene.spot("r1a", "small"), 1_000, "0.10")
                .pool(GroupScene.spot("r1a", "large"), 4_000, "0.30");

        assertThat(group.launches()).containsExactly("Spot r1a large×1");
    }

    @Test
    void asksEachPoolOfARequestOnceAndTheRestForWhatIsMissing() {
        group.scene.type = Fleet.RequestType.ONE_TIME;
        group.wants("r1", 0, 5_000)
                .pool(GroupScene.spot("r1a", "cheap"), 1_000, "0.10")
                .pool(GroupScene.spot("r1b", "dear"), 1_000, "0.20");
        assertThat(group.launches()).containsExactly("Spot r1a cheap×5");

        group.scene.request =
                OneTime.progress(
                                group.scene.fleet(),
                                group.scene.situation().record(),
                                group.scene.situation().view())
                        .delivering(2_000)
                        .refusing(
                                new RequestProgress.PoolRefusal(
                                        GroupScene.spot("r1a", "cheap"),
                                        new Refusal(RefusalKind.NO_CAPACITY, "SoldOut", "sold out"),
                                        Scene.NOW));
        group.live(GroupScene.spot("r1a", "cheap"), 1_000);
        group.live(GroupScene.spot("r1a", "cheap"), 1_000);

        assertThat(group.launches()).containsExactly("Spot r1b dear×3");
    }
}
