package io.spotkeeper.operator.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spotkeeper.cloud.AccountKey;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.CoolDownPolicy;
import io.spotkeeper.cloud.CoolDowns;
import io.spotkeeper.cloud.HandTime;
import io.spotkeeper.cloud.Listing;
import io.spotkeeper.cloud.RequestBudget;
import io.spotkeeper.inventory.InventoryBook;
import io.spotkeeper.inventory.OfferBook;
import io.spotkeeper.keeper.AccountCloud;
import io.spotkeeper.operator.FleetRoster;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When each region is listed. The clock is moved by hand, and so is the ticker. */
class InventoryRoundsTest {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Listing COMPLETE = new Listing.Complete(List.of(), 1);
    private static final Listing UNSTEADY = failed(Listing.INCOMPLETE);
    private static final Listing DOWN = failed("Down");

    private final HandTime time = new HandTime();
    private final StubProvider provider = new StubProvider("owner");
    private final SharedAccount account = shared();
    private final Semaphore ended = new Semaphore(0);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final InventoryRounds rounds =
            new InventoryRounds(
                    INTERVAL, time, new FleetRoster(), meters, (_, _) -> ended.release());

    private SharedAccount shared() {
        return new SharedAccount(
                AccountKey.of("TencentCloud", "China", "key"),
                new InventoryBook(provider, time),
                new OfferBook(provider, time),
                new CoolDowns(CoolDownPolicy.DEFAULT, new Random(1)),
                new RequestBudget(time),
                AccountCloud.nothingLearnt(),
                new AtomicBoolean());
    }

    private static Listing failed(String code) {
        return new Listing.Failed(new CloudFailure.Transient(code, "not this time"));
    }

    @AfterEach
    void close() {
        rounds.close();
    }

    /** One listing after this time, with this answer. */
    private void lists(Duration after, Listing answer) throws InterruptedException {
        provider.listing = answer;
        rests(after.minusMillis(1));
        time.advance(Duration.ofMillis(1));
        rounds.tick();
        assertThat(ended.tryAcquire(10, TimeUnit.SECONDS)).as("a listing is due").isTrue();
    }

    private void rests(Duration rest) {
        int before = provider.listings.get();
        if (!rest.isNegative()) {
            time.advance(rest);
        }
        rounds.tick();
        await().during(Duration.ofMillis(100)).until(() -> provider.listings.get() == before);
    }

    private void begins(Listing answer) throws InterruptedException {
        provider.listing = answer;
        rounds.want(account, "r1", false);
        rounds.tick();
        assertThat(ended.tryAcquire(10, TimeUnit.SECONDS)).as("the first listing").isTrue();
    }

    @Test
    void listsAtTheInterval() throws InterruptedException {
        begins(COMPLETE);
        lists(INTERVAL, COMPLETE);
        lists(INTERVAL, COMPLETE);
    }

    @Test
    void anOutageIsAskedAgainEverMoreSlowly() throws InterruptedException {
        begins(DOWN);
        lists(INTERVAL.multipliedBy(2), DOWN);
        lists(INTERVAL.multipliedBy(4), COMPLETE);
        lists(INTERVAL, COMPLETE);
    }

    @Test
    void aListingThatDidNotAddUpIsMadeAgainSoon() throws InterruptedException {
        begins(UNSTEADY);
        lists(Duration.ofSeconds(1), UNSTEADY);
        lists(Duration.ofSeconds(1), UNSTEADY);
        lists(Duration.ofSeconds(1), COMPLETE);
        lists(INTERVAL, COMPLETE);
    }

    @Test
    void theAgeOfListingsCountsFromTheFirstTryUntilThereIsOne() throws InterruptedException {
        begins(DOWN);
        assertThat(age()).isZero();

        lists(INTERVAL.multipliedBy(2), DOWN);
        assertThat(age()).isEqualTo(20);

        lists(INTERVAL.multipliedBy(4), COMPLETE);
        assertThat(age()).isZero();
        assertThat(meters.get("spotkeeper.inventory.listings").tag("outcome", "failed").counter())
                .matches(failed -> failed.count() == 2);
    }

    private double age() {
        return meters.get("spotkeeper.inventory.age").gauge().value();
    }

    @Test
    void aKeyThatNobodyUsesIsNotListedWith() throws InterruptedException {
        begins(COMPLETE);

        account.retire();

        rests(INTERVAL.multipliedBy(2));
    }

    @Test
    void aKeyThatComesBackIsListedIntoItsNewBooks() throws InterruptedException {
        begins(COMPLETE);
        account.retire();
        SharedAccount again = shared();

        rounds.want(again, "r1", false);
        rounds.tick();

        assertThat(ended.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        assertThat(again.inventories().latest("r1")).isPresent();
    }
}
