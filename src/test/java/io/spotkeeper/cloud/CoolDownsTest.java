package io.spotkeeper.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.CloudFailure.Scope;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.CoolDown;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetId;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Offer;
import io.spotkeeper.fleet.PoolRule;
import io.spotkeeper.fleet.PriceSource;
import io.spotkeeper.fleet.Refusal;
import io.spotkeeper.fleet.RefusalKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What refused is left alone for a while. */
class CoolDownsTest {
    private static final CapacityPool A = pool("z1", "small", Market.SPOT);
    private static final CapacityPool SAME_ZONE = pool("z1", "large", Market.SPOT);
    private static final CapacityPool ON_DEMAND = pool("z1", "small", Market.ON_DEMAND);
    private static final CapacityPool B = pool("z2", "small", Market.SPOT);
    private static final CloudFailure SOLD_OUT =
            new CloudFailure.NoCapacity(Scope.POOL, "SoldOut", "no stock");

    private final Instant start = Instant.parse("2026-03-01T00:00:00Z");
    private final CoolDowns coolDowns =
            new CoolDowns(CoolDownPolicy.DEFAULT, new SplittableRandom(7));

    private static CapacityPool pool(String zone, String type, Market market) {
        return new CapacityPool("r1", zone, type, market);
    }

    private static PoolRule rule(CapacityPool pool, String bid) {
        return new PoolRule(
                pool, null, List.of(), bid.isEmpty() ? null : new BigDecimal(bid), Fleet.UNIT);
    }

    private static Fleet fleet(String uid, long generation) {
        return new Fleet(
                new FleetId(uid, "ComputeEnvironment", "ns", "n"),
                null,
                generation,
                Fleet.RequestType.PERSISTENT,
                Fleet.AllocationStrategy.PRIORITIZED,
                1000,
                false,
                List.of(rule(A, "")),
                new LaunchTemplate(
                        "img", "n", null, List.of(), List.of(), null, null, List.of(), null, null,
                        null, true, true, null, Map.of(), null, null),
                Fleet.Limits.NONE,
                false,
                Fleet.DeletionPolicy.TERMINATE);
    }

    private static final Fleet FLEET = fleet("one", 1);

    private void refuse(CapacityPool pool, CloudFailure failure, Instant at) {
        coolDowns.refused(FLEET, rule(pool, ""), null, failure, at);
    }

    private Offer offer(CapacityPool pool, Instant at) {
        return coolDowns.apply(FLEET, rule(pool, ""), Offer.UNKNOWN, at);
    }

    private Instant until(CapacityPool pool, Instant at) {
        CoolDown coolDown = offer(pool, at).coolDown();
        return coolDown == null ? Instant.MIN : coolDown.until();
    }

    private boolean cools(CapacityPool pool) {
        return offer(pool, start).coolDown() != null;
    }

    // ---- what is cooled ----

    @Test
    void coolsThePoolAndNoOther() {
        refuse(A, SOLD_OUT, start);

        assertThat(cools(A)).isTrue();
        assertThat(cools(SAME_ZONE)).isFalse();
        assertThat(cools(B)).isFalse();
    }

    @Test
    void coolsTheZoneOfOneMarket() {
        refuse(A, new CloudFailure.NoCapacity(Scope.ZONE, "ZoneSoldOut", "none"), start);

        assertThat(cools(SAME_ZONE)).isTrue();
        assertThat(cools(ON_DEMAND)).isFalse();
        assertThat(cools(B)).isFalse();
    }

    @Test
    void coolsTheAccount() {
        refuse(A, new CloudFailure.AccountBlocked("Arrears", "pay first"), start);

        assertThat(cools(B)).isTrue();
        assertThat(cools(ON_DEMAND)).isTrue();
    }

    @Test
    void coolsTheSubnetAndNotThePool() {
        coolDowns.refused(
                FLEET,
                rule(A, ""),
                "net-1",
                new CloudFailure.NoCapacity(Scope.SUBNET, "NoIp", "full"),
                start);

        assertThat(cools(A)).isFalse();
        assertThat(coolDowns.subnets(start)).containsOnlyKeys("net-1");
        assertThat(coolDowns.subnets(start.plusSeconds(31))).isEmpty();
    }

    @Test
    void coolsOnlyTheFleetThatAskedForWhatCannotWork() {
        refuse(A, new CloudFailure.InvalidRequest("Invalid", "no such image"), start);

        assertThat(cools(A)).isTrue();
        assertThat(cools(B)).isFalse();
        assertThat(coolDowns.apply(fleet("two", 1), rule(A, ""), Offer.UNKNOWN, start).coolDown())
                .isNull();
    }

    @Test
    void forgetsWhatCouldNotWorkWhenTheOwnerChangesIt() {
        refuse(A, new CloudFailure.InvalidRequest("Invalid", "no such image"), start);

        assertThat(coolDowns.apply(fleet("one", 2), rule(A, ""), Offer.UNKNOWN, start).coolDown())
                .isNull();
    }

    @Test
    void forgetsTheAccountsRefusalsWhenItsCredentialsAreNew() {
        refuse(A, new CloudFailure.Unauthorized("Denied", "wrong key"), start);
        refuse(B, SOLD_OUT, start);

        coolDowns.credentialsChanged();

        assertThat(cools(A)).isFalse();
        assertThat(cools(B)).isTrue();
    }

    // ---- for how long ----

    @Test
    void doublesUpToTheLongestWithFullJitter() {
        Instant now = start;
        List<Duration> longest = new ArrayList<>();
        for (int seed = 0; seed < 300; seed++) {
            CoolDowns fresh = new CoolDowns(CoolDownPolicy.DEFAULT, new SplittableRandom(seed));
            now = start;
            for (int n = 0; n < 9; n++) {
                fresh.refused(FLEET, rule(A, ""), null, SOLD_OUT, now);
                CoolDown coolDown =
                        java.util.Objects.requireNonNull(
                                fresh.apply(FLEET, rule(A, ""), Offer.UNKNOWN, now).coolDown());
                Duration drawn = Duration.between(now, coolDown.until());
                Duration bound = CoolDownPolicy.DEFAULT.nth(n + 1);
                assertThat(drawn).isBetween(Duration.ofSeconds(1), bound);
                if (longest.size() <= n) {
                    longest.add(drawn);
                } else if (drawn.compareTo(longest.get(n)) > 0) {
                    longest.set(n, drawn);
                }
                now = coolDown.until();
            }
        }
        // Full jitter: of three hundred draws, one comes close to the bound.
        for (int n = 0; n < 9; n++) {
            Duration bound = CoolDownPolicy.DEFAULT.nth(n + 1);
            assertThat(longest.get(n)).isGreaterThan(bound.multipliedBy(9).dividedBy(10));
        }
        assertThat(CoolDownPolicy.DEFAULT.nth(1)).isEqualTo(Duration.ofSeconds(30));
        assertThat(CoolDownPolicy.DEFAULT.nth(3)).isEqualTo(Duration.ofMinutes(2));
        assertThat(CoolDownPolicy.DEFAULT.nth(1_000)).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void isBriefAboutThrottling() {
        for (int i = 0; i < 50; i++) {
            Instant at = start.plusSeconds(i * 600L);
            refuse(A, new CloudFailure.Throttled(null, "Slow", "slow"), at);
            assertThat(until(A, at)).isBeforeOrEqualTo(at.plusSeconds(120));
        }
    }

    @Test
    void waitsForAsLongAsTheCloudSays() {
        refuse(A, new CloudFailure.Throttled(Duration.ofSeconds(90), "Slow", "slow"), start);

        assertThat(until(A, start)).isAfterOrEqualTo(start.plusSeconds(90));
    }

    @Test
    void isNotMadeLongerByAnswersThatWereUnderWay() {
        refuse(A, SOLD_OUT, start);
        Instant until = until(A, start);
        for (int i = 0; i < 50; i++) {
            refuse(A, SOLD_OUT, start);
        }

        assertThat(until(A, start)).isEqualTo(until);
    }

    @Test
    void forgetsWhatWasNotRefusedForLong() {
        Instant now = start;
        for (int i = 0; i < 12; i++) {
            refuse(A, SOLD_OUT, now);
            now = until(A, now);
        }
        now = now.plus(Duration.ofHours(2));
        refuse(B, SOLD_OUT, now);

        assertThat(offer(A, now).batchLimit()).isEqualTo(Integer.MAX_VALUE);
        refuse(A, SOLD_OUT, now);
        assertThat(until(A, now)).isBeforeOrEqualTo(now.plusSeconds(30));
    }

    @Test
    void doesNotGrowWithEveryGenerationOfAFleet() {
        CloudFailure invalid = new CloudFailure.InvalidRequest("Invalid", "no");
        Instant now = start;
        for (int generation = 1; generation < 500; generation++) {
            now = now.plus(Duration.ofHours(1));
            coolDowns.refused(fleet("one", generation), rule(A, ""), null, invalid, now);
        }

        assertThat(coolDowns.remembered()).isLessThan(5);
    }

    // ---- probes ----

    @Test
    void asksForOneWhenACoolDownEnds() {
        refuse(A, SOLD_OUT, start);
        Instant after = until(A, start).plusSeconds(1);

        assertThat(offer(A, after).coolDown()).isNull();
        assertThat(offer(A, after).batchLimit()).isEqualTo(1);
    }

    @Test
    void forgetsWhenTheProbeIsDelivered() {
        refuse(A, SOLD_OUT, start);
        refuse(A, new CloudFailure.NoCapacity(Scope.ZONE, "Zone", "none"), start);

        coolDowns.delivered(FLEET, rule(A, ""), null);

        assertThat(offer(A, start)).isEqualTo(Offer.UNKNOWN);
        assertThat(coolDowns.inForce(RefusalKind.NO_CAPACITY, start)).isZero();
    }

    @Test
    void remembersFailedStartsThoughLaunchesAreAccepted() {
        Refusal failed = new Refusal(RefusalKind.LAUNCH_FAILED, "LAUNCH_FAILED", "no host");
        Instant now = start;
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 12; i++) {
            coolDowns.failed(A, failed, now);
            Duration drawn = Duration.between(now, until(A, now));
            longest = drawn.compareTo(longest) > 0 ? drawn : longest;
            now = until(A, now);
            assertThat(offer(A, now).batchLimit()).isEqualTo(1);
            coolDowns.delivered(FLEET, rule(A, ""), null);
            assertThat(offer(A, now).batchLimit()).isEqualTo(Integer.MAX_VALUE);
        }

        assertThat(longest).isGreaterThan(Duration.ofMinutes(10));
    }

    @Test
    void asksForFewerForAWhile() {
        coolDowns.askFewer(A, 5, start);

        assertThat(offer(A, start).batchLimit()).isEqualTo(5);
        assertThat(offer(B, start).batchLimit()).isEqualTo(Integer.MAX_VALUE);
        assertThat(offer(A, start.plus(Duration.ofMinutes(10))).batchLimit())
                .isEqualTo(Integer.MAX_VALUE);
    }

    // ---- bids ----

    private Offer bid(String bid, Offer offer) {
        return coolDowns.apply(FLEET, rule(A, bid), offer, start);
    }

    private void refuseBid(String bid) {
        coolDowns.refused(
                FLEET, rule(A, bid), null, new CloudFailure.PriceTooLow("Price", "low"), start);
    }

    private static Offer quoted(String price, Instant at) {
        return new Offer(
                new BigDecimal(price),
                PriceSource.MARKET,
                Offer.Stock.AVAILABLE,
                at,
                null,
                Integer.MAX_VALUE);
    }

    @Test
    void saysNothingOfAHigherBid() {
        refuseBid("0.10");

        assertThat(bid("0.10", Offer.UNKNOWN).coolDown()).isNotNull();
        assertThat(bid("0.09", Offer.UNKNOWN).coolDown()).isNotNull();
        assertThat(bid("0.11", Offer.UNKNOWN).coolDown()).isNull();
        assertThat(bid("", Offer.UNKNOWN).coolDown()).isNull();
    }

    @Test
    void saysNothingOfAMarketThatFellSince() {
        refuseBid("0.10");

        assertThat(bid("0.10", quoted("0.09", start.plusSeconds(1))).coolDown()).isNull();
        assertThat(bid("0.10", quoted("0.09", start.minusSeconds(1))).coolDown()).isNotNull();
        assertThat(bid("0.10", quoted("0.11", start.plusSeconds(1))).coolDown()).isNotNull();
    }

    @Test
    void remembersTheHighestBidThatWasRefused() {
        refuseBid("0.10");
        refuseBid("0.20");
        refuseBid("0.05");

        assertThat(bid("0.20", Offer.UNKNOWN).coolDown()).isNotNull();
        assertThat(bid("0.21", Offer.UNKNOWN).coolDown()).isNull();
    }

    @Test
    void keepsWhatTheOfferSays() {
        Offer quoted = quoted("0.09", start);
        refuse(A, SOLD_OUT, start);

        Offer cooled = coolDowns.apply(FLEET, rule(A, ""), quoted, start);

        assertThat(cooled.price()).isEqualTo(quoted.price());
        assertThat(cooled.stock()).isEqualTo(quoted.stock());
        assertThat(cooled.quotedAt()).isEqualTo(quoted.quotedAt());
    }

    @Test
    void tellsTheLongestOfSeveral() {
        refuse(A, SOLD_OUT, start);
        refuse(A, new CloudFailure.Throttled(Duration.ofMinutes(10), "Slow", "slow"), start);

        CoolDown coolDown = java.util.Objects.requireNonNull(offer(A, start).coolDown());

        assertThat(coolDown.refusal().kind()).isEqualTo(RefusalKind.THROTTLED);
    }
}
