package io.spotkeeper.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.Charge;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.HandTime;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.Quotes;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Offer;
import io.spotkeeper.fleet.PriceSource;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What became known of prices and stock. */
class OfferBookTest {
    private static final CapacityPool A = new CapacityPool("r1", "z1", "small", Market.SPOT);
    private static final CapacityPool B = new CapacityPool("r2", "z1", "small", Market.SPOT);
    private static final Quotes DOWN =
            new Quotes.Failed(new CloudFailure.Transient("Down", "no quotations"));

    private final HandTime time = new HandTime();
    private final StubCloud cloud = new StubCloud();
    private final OfferBook book = new OfferBook(cloud, time);

    private static Quotes quoted(CapacityPool pool, String price) {
        return new Quotes.Quoted(
                Map.of(
                        pool,
                        new Quotes.Quote(
                                new BigDecimal(price), PriceSource.MARKET, Offer.Stock.AVAILABLE)));
    }

    private Offer offer(CapacityPool pool) {
        return Objects.requireNonNull(book.offers(List.of(pool)).get(pool));
    }

    @Test
    void quotesAPoolAtOnceThatIsAskedForTheFirstTime() {
        cloud.quotes = _ -> quoted(A, "0.12");

        Offer offer = offer(A);

        assertThat(offer.price()).isEqualByComparingTo("0.12");
        assertThat(offer.quotedAt()).isEqualTo(time.now());
        assertThat(offer.coolDown()).isNull();
    }

    @Test
    void answersFromMemoryAfterThat() {
        cloud.quotes = _ -> quoted(A, "0.12");
        offer(A);
        time.advance(Duration.ofHours(1));

        offer(A);

        assertThat(cloud.quoteCalls).isEqualTo(1);
    }

    @Test
    void asksEachRegionOnItsOwn() {
        book.offers(List.of(A, B));

        assertThat(cloud.quoteCalls).isEqualTo(2);
    }

    @Test
    void refreshesWhatIsOld() {
        cloud.quotes = _ -> quoted(A, "0.12");
        offer(A);
        cloud.quotes = _ -> quoted(A, "0.13");

        assertThat(book.refresh()).isFalse();
        time.advance(OfferBook.REFRESH);
        assertThat(book.refresh()).isTrue();

        assertThat(offer(A).price()).isEqualByComparingTo("0.13");
    }

    @Test
    void tellsNoChangeWhereThereIsNone() {
        cloud.quotes = _ -> quoted(A, "0.12");
        offer(A);
        cloud.quotes = _ -> quoted(A, "0.1200");
        time.advance(OfferBook.REFRESH);

        assertThat(book.refresh()).isFalse();
        assertThat(offer(A).quotedAt()).isEqualTo(time.now());
    }

    @Test
    void forgetsWhatNobodyWants() {
        offer(A);
        time.advance(Duration.ofMinutes(11));
        book.refresh();
        int calls = cloud.quoteCalls;
        time.advance(Duration.ofMinutes(11));

        book.refresh();

        assertThat(cloud.quoteCalls).isEqualTo(calls);
    }

    @Test
    void keepsTheOldQuoteWhenTheCloudCannotAnswer() {
        cloud.quotes = _ -> quoted(A, "0.12");
        Offer before = offer(A);
        cloud.quotes = _ -> DOWN;
        time.advance(OfferBook.REFRESH);

        assertThat(book.refresh()).isFalse();

        assertThat(offer(A)).isEqualTo(before);
    }

    @Test
    void doesNotAskOnTheLaunchPathAgainWhenTheCloudCannotAnswer() {
        cloud.quotes = _ -> DOWN;

        assertThat(offer(A)).isEqualTo(Offer.UNKNOWN);
        offer(A);

        assertThat(cloud.quoteCalls).isEqualTo(1);
    }

    @Test
    void saysThatAPoolIsNotListed() {
        assertThat(offer(A).stock()).isEqualTo(Offer.Stock.NOT_LISTED);
        assertThat(offer(A).price()).isNull();
    }

    private BigDecimal bandwidth(String kind) {
        return book.bandwidth(
                kind,
                new LaunchRequest(
                        "quotation",
                        A,
                        null,
                        null,
                        1,
                        false,
                        null,
                        new LaunchTemplate(
                                "img", "n", null, List.of(), List.of(), null, null, List.of(), null,
                                null, null, true, true, null, Map.of(), null, null),
                        Map.of()));
    }

    @Test
    void asksForAChargeOnceInHalfAnHourPerKind() {
        assertThat(bandwidth("a")).isEqualByComparingTo("2");
        time.advance(Duration.ofMinutes(29));
        bandwidth("a");
        assertThat(cloud.chargeCalls).isEqualTo(1);
        bandwidth("b");
        time.advance(Duration.ofMinutes(1));
        bandwidth("a");

        assertThat(cloud.chargeCalls).isEqualTo(3);
    }

    @Test
    void keepsTheLastChargeWhenTheCloudCannotTell() {
        bandwidth("a");
        cloud.charge = () -> new Charge.Failed(new CloudFailure.Transient("Down", "no quotations"));
        time.advance(Duration.ofMinutes(31));

        assertThat(bandwidth("a")).isEqualByComparingTo("2");
        assertThat(bandwidth("b")).isZero();
    }
}
