package io.spotkeeper.cloud.tencent;

import static io.spotkeeper.cloud.tencent.Replies.error;
import static io.spotkeeper.cloud.tencent.Replies.ok;
import static io.spotkeeper.cloud.tencent.Samples.REGION;
import static io.spotkeeper.cloud.tencent.Samples.pool;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotkeeper.cloud.Charge;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.InstanceType;
import io.spotkeeper.cloud.InstanceTypes;
import io.spotkeeper.cloud.Quotes;
import io.spotkeeper.cloud.Quotes.Quote;
import io.spotkeeper.cloud.ScriptedCloud;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Offer.Stock;
import io.spotkeeper.fleet.PriceSource;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Prices are read to the last digit and asked for in few requests. */
class PricesTest {
    private final ScriptedCloud cloud = new ScriptedCloud();
    private final TencentCloud provider = Samples.provider(cloud);

    @AfterEach
    void close() throws IOException {
        provider.close();
        cloud.close();
    }

    @Test
    void quotesEveryPoolThatWasAskedFor() {
        // Given
        cloud.answer(request ->
                request.body().toString().contains("SPOTPAID")
                        ? ok(
                                """
                                {"InstanceTypeQuotaSet":[
                                  {"Zone":"z1","InstanceType":"A","InstanceChargeType":"SPOTPAID","Status":"SELL",
                                   "Price":{"UnitPrice":1.2,"UnitPriceDiscount":0.6,"ChargeUnit":"HOUR"}},
                                  {"Zone":"z1","InstanceType":"B","InstanceChargeType":"SPOTPAID","Status":"SOLD_OUT",
                                   "Price":{"UnitPrice":0.0923,"UnitPriceDiscount":0}},
                                  {"Zone":"z2","InstanceType":"A","InstanceChargeType":"SPOTPAID","Status":"NEW_WORD"},
                                  {"Zone":"z9","InstanceType":"unasked","InstanceChargeType":"SPOTPAID","Status":"SELL"}]}
                                """)
                        : ok(
                                """
                                {"InstanceTypeQuotaSet":[
                                  {"Zone":"z1","InstanceType":"A","InstanceChargeType":"POSTPAID_BY_HOUR","Status":"SELL",
                                   "Price":{"UnitPrice":2.5,"UnitPriceDiscount":2.25}}]}
                                """));

        // When
        Quotes quotes =
                provider.quotes(
                        REGION,
                        List.of(
                                pool("z1", "A", Market.SPOT),
                                pool("z1", "B", Market.SPOT),
                                pool("z2", "A", Market.SPOT),
                                pool("z2", "B", Market.SPOT),
                                pool("z1", "A", Market.ON_DEMAND)));

        // Then
        assertThat(quotes)
                .isEqualTo(
                        new Quotes.Quoted(
                                Map.of(
                                        pool("z1", "A", Market.SPOT),
                                        quote("0.6", Stock.AVAILABLE),
                                        pool("z1", "B", Market.SPOT),
                                        quote("0.0923", Stock.SOLD_OUT),
                                        pool("z2", "A", Market.SPOT),
                                        new Quote(null, null, Stock.UNKNOWN),
                                        pool("z2", "B", Market.SPOT),
                                        new Quote(null, null, Stock.NOT_LISTED),
                                        pool("z1", "A", Market.ON_DEMAND),
                                        quote("2.25", Stock.AVAILABLE))));
        assertThat(cloud.seen()).hasSize(2);
    }

    @Test
    void asksForAtMostAHundredValuesOfAFilter() {
        cloud.answer(ok("{\"InstanceTypeQuotaSet\":[]}"));
        List<CapacityPool> pools =
                IntStream.range(0, 230).mapToObj(i -> pool("z", "T" + i, Market.SPOT)).toList();

        Quotes quotes = provider.quotes(REGION, pools);

        assertThat(((Quotes.Quoted) quotes).quotes()).hasSize(230);
        assertThat(cloud.bodies("DescribeZoneInstanceConfigInfos"))
                .extracting(body -> body.at("/Filters/1/Values").size())
                .containsExactly(100, 100, 30);
    }

    @Test
    void anUnknownZoneHidesNoPriceOfAnother() {
        // Both, then each for itself.
        cloud.answerInTurn(
                error("InvalidZone.MismatchRegion", "no"),
                ok(
                        """
                        {"InstanceTypeQuotaSet":[{"Zone":"z1","InstanceType":"A",
                        "InstanceChargeType":"SPOTPAID","Status":"SELL",
                        "Price":{"UnitPriceDiscount":0.46}}]}\
                        """),
                error("InvalidZone.MismatchRegion", "no"));

        Quotes quotes =
                provider.quotes(
                        REGION,
                        List.of(pool("z1", "A", Market.SPOT), pool("z9", "A", Market.SPOT)));

        assertThat(quotes)
                .isEqualTo(
                        new Quotes.Quoted(
                                Map.of(
                                        pool("z1", "A", Market.SPOT),
                                        quote("0.46", Stock.AVAILABLE),
                                        pool("z9", "A", Market.SPOT),
                                        new Quote(null, null, Stock.NOT_LISTED))));
    }

    @Test
    void listsTheTypesThatAZoneSells() {
        // Given: sold out is sold all the same; a row that lacks something cannot be chosen by it.
        cloud.answer(
                ok(
                        """
                        {"InstanceTypeQuotaSet":[
                          {"Zone":"z1","InstanceType":"S5.MEDIUM4","InstanceFamily":"S5","Cpu":2,"Memory":4,
                           "InstanceChargeType":"SPOTPAID","Status":"SELL","Price":{"UnitPriceDiscount":0.6}},
                          {"Zone":"z1","InstanceType":"S5.LARGE8","InstanceFamily":"S5","Cpu":4,"Memory":8,
                           "InstanceChargeType":"SPOTPAID","Status":"SOLD_OUT"},
                          {"Zone":"z1","InstanceType":"S5.HUGE","InstanceFamily":"S5","Cpu":64,
                           "InstanceChargeType":"SPOTPAID","Status":"SELL"},
                          {"Zone":"z2","InstanceType":"S6.LARGE8","InstanceFamily":"S6","Cpu":4,"Memory":8,
                           "InstanceChargeType":"SPOTPAID","Status":"SELL"}]}
                        """));

        // When
        InstanceTypes types = provider.instanceTypes(REGION, "z1", Market.SPOT);

        // Then
        assertThat(types)
                .isEqualTo(
                        new InstanceTypes.Listed(
                                List.of(
                                        new InstanceType("S5.MEDIUM4", "S5", 2, 4),
                                        new InstanceType("S5.LARGE8", "S5", 4, 8))));
        assertThat(cloud.bodies("DescribeZoneInstanceConfigInfos"))
                .singleElement()
                .satisfies(body -> {
                    assertThat(body.path("Filters").findValuesAsText("Name"))
                            .containsExactly("zone", "instance-charge-type");
                    assertThat(body.at("/Filters/0/Values/0").asText()).isEqualTo("z1");
                });
    }

    @Test
    void listsNoTypesOfAZoneThatTheCloudDoesNotKnow() {
        cloud.answer(error("InvalidZone.MismatchRegion", "no"));

        assertThat(provider.instanceTypes(REGION, "z9", Market.SPOT))
                .isEqualTo(new InstanceTypes.Listed(List.of()));
    }

    @Test
    void cannotListTypesWithoutAnAnswer() {
        cloud.answer(error("InternalError", "no"));

        assertThat(provider.instanceTypes(REGION, "z1", Market.SPOT))
                .isEqualTo(
                        new InstanceTypes.Failed(
                                new CloudFailure.Transient("InternalError", "no")));
    }

    @Test
    void asksNothingForNoPools() {
        assertThat(provider.quotes(REGION, List.of())).isEqualTo(new Quotes.Quoted(Map.of()));
        assertThat(cloud.seen()).isEmpty();
    }

    @Test
    void cannotQuoteWithoutAnAnswer() {
        cloud.answer(error("InternalError", "no"));

        Quotes quotes = provider.quotes(REGION, List.of(pool("z1", "A", Market.SPOT)));

        assertThat(quotes)
                .isEqualTo(new Quotes.Failed(new CloudFailure.Transient("InternalError", "no")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.6", "0.60", "0.1", "0.0923", "1.94", "12.3456", "100", "0.0001"})
    void readsThePriceThatWasWritten(String written) {
        cloud.answer(quotation("{\"UnitPriceDiscount\":" + written + "}", "null"));

        Charge charge = provider.charge(Samples.minimal());

        assertThat(((Charge.Hourly) charge).instance())
                .isEqualByComparingTo(new BigDecimal(written));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"UnitPrice\":0.08,\"ChargeUnit\":\"HOUR\"} | 0.08",
                "{\"UnitPrice\":0.08,\"UnitPriceDiscount\":0.07,\"ChargeUnit\":\"HOUR\"} | 0.07",
                "{\"UnitPrice\":0.8,\"UnitPriceDiscount\":0.8,\"ChargeUnit\":\"GB\"} | 0",
                "{\"UnitPrice\":0} | 0",
                "null | 0"
            })
    void countsBandwidthOnlyWhenItIsPaidByTheHour(String price, BigDecimal hourly) {
        cloud.answer(quotation("{\"UnitPriceDiscount\":0.5}", price));

        Charge charge = provider.charge(Samples.full());

        assertThat(((Charge.Hourly) charge).bandwidth()).isEqualByComparingTo(hourly);
    }

    @Test
    void asksForOneInstanceOfTheKindAndNamesNoBid() {
        cloud.answer(quotation("{\"UnitPriceDiscount\":0.5}", "null"));

        provider.charge(Samples.full());

        JsonNode body = cloud.bodies("InquiryPriceRunInstances").getFirst();
        assertThat(body.path("InstanceCount").asInt()).isOne();
        assertThat(body.path("InstanceChargeType").asText()).isEqualTo("SPOTPAID");
        assertThat(body.path("DataDisks")).hasSize(2);
        assertThat(body.path("InternetAccessible").isObject()).isTrue();
        assertThat(body.has("InstanceMarketOptions")).isFalse();
        assertThat(body.has("ClientToken")).isFalse();
        assertThat(body.has("UserData")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"RequestId\":\"r\"}",
                "{\"Price\":{}}",
                "{\"Price\":{\"InstancePrice\":{\"UnitPrice\":0}}}"
            })
    void hasNoChargeWithoutAPrice(String response) {
        cloud.answer(ok(response));

        Charge charge = provider.charge(Samples.minimal());

        assertThat(charge).isInstanceOf(Charge.Failed.class);
    }

    private static ScriptedCloud.Reply quotation(String instance, String bandwidth) {
        return ok(
                "{\"Price\":{\"InstancePrice\":%s,\"BandwidthPrice\":%s}}"
                        .formatted(instance, bandwidth));
    }

    private static Quote quote(String price, Stock stock) {
        return new Quote(new BigDecimal(price), PriceSource.MARKET, stock);
    }
}
