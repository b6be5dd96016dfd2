package io.spotkeeper.cloud.huawei;

import static io.spotkeeper.cloud.huawei.Replies.error;
import static io.spotkeeper.cloud.huawei.Replies.ok;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotkeeper.cloud.Charge;
import io.spotkeeper.cloud.HandTime;
import io.spotkeeper.cloud.Quotes;
import io.spotkeeper.cloud.Quotes.Quote;
import io.spotkeeper.cloud.ScriptedCloud;
import io.spotkeeper.cloud.ScriptedCloud.Reply;
import io.spotkeeper.cloud.ScriptedCloud.Seen;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.LaunchTemplate.BandwidthCharge;
import io.spotkeeper.fleet.LaunchTemplate.Disk;
import io.spotkeeper.fleet.LaunchTemplate.PublicIp;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Offer.Stock;
import io.spotkeeper.fleet.PriceSource;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sold, and what it costs at most. */
class QuotesTest {
    private static final String RATE = "POST /v2/bills/ratings/on-demand-resources";
    private static final CapacityPool SPOT = Samples.pool("cn-south-1a", "s3.large.2", Market.SPOT);
    private static final CapacityPool ON_DEMAND =
            Samples.pool("cn-south-1a", "s3.large.2", Market.ON_DEMAND);

    private final HandTime time = new HandTime();
    private final ScriptedCloud cloud = new ScriptedCloud();
    private final HuaweiCloud provider = Samples.provider(cloud, time);

    private String policies = policy("s3.large.2", "cn-south-1a", "available");
    private String specs = "{}";
    private boolean rating = true;

    QuotesTest() {
        cloud.answer(this::answer);
    }

    @AfterEach
    void close() throws IOException {
        provider.close();
        cloud.close();
    }

    @Test
    void givesTheOnDemandPriceAsTheBoundOfTheSpotPrice() {
        assertThat(quote(SPOT))
                .isEqualTo(
                        new Quote(
                                new BigDecimal("0.42"),
                                PriceSource.ON_DEMAND_BOUND,
                                Stock.AVAILABLE,
                                2));
        assertThat(quote(ON_DEMAND))
                .isEqualTo(
                        new Quote(new BigDecimal("0.42"), PriceSource.MARKET, Stock.AVAILABLE, 2));
    }

    @Test
    void asksForAnHourOfALinuxServer() {
        provider.quotes(Samples.REGION, List.of(SPOT));

        JsonNode product = cloud.bodies(RATE).getFirst().at("/product_infos/0");
        assertThat(cloud.bodies(RATE).getFirst().path("project_id").textValue())
                .isEqualTo("project-1");
        assertThat(product)
                .hasToString(
                        "{\"id\":\"s3.large.2\",\"cloud_service_type\":\"hws.service.type.ec2\","
                                + "\"resource_type\":\"hws.resource.type.vm\","
                                + "\"resource_spec\":\"s3.large.2.linux\","
                                + "\"region\":\"cn-south-1\",\"usage_factor\":\"Duration\","
                                + "\"usage_value\":1,\"usage_measure_id\":4,"
                                + "\"subscription_num\":1}");
        assertThat(cloud.seen())
                .filteredOn(seen -> seen.action().equals(RATE))
                .allSatisfy(seen -> assertThat(seen.headers()).containsKey("x-domain-id"));
    }

    @Test
    void readsSpotStockFromThePoliciesOfExactlyThisType() {
        // Given: the filter is one by prefix, and a zone may have several rows
        policies =
                String.join(
                        ",",
                        policy("s3.large.2", "cn-south-1a", "sellout"),
                        policy("s3.large.2", "cn-south-1b", "sellout"),
                        policy("s3.large.2", "cn-south-1b", "available"),
                        policy("s3.large.2", "cn-south-1c", "strange"),
                        policy("s3.large.24", "cn-south-1a", "available"));

        // When
        Map<CapacityPool, Quote> quotes =
                quotes(
                        SPOT,
                        Samples.pool("cn-south-1b", "s3.large.2", Market.SPOT),
                        Samples.pool("cn-south-1c", "s3.large.2", Market.SPOT),
                        Samples.pool("cn-south-1d", "s3.large.2", Market.SPOT));

        // Then
        assertThat(quotes).hasSize(4);
        assertThat(stock(quotes, "cn-south-1a")).isEqualTo(Stock.SOLD_OUT);
        assertThat(stock(quotes, "cn-south-1b")).isEqualTo(Stock.AVAILABLE);
        assertThat(stock(quotes, "cn-south-1c")).isEqualTo(Stock.UNKNOWN);
        assertThat(quotes.get(Samples.pool("cn-south-1d", "s3.large.2", Market.SPOT)))
                .isEqualTo(new Quote(null, null, Stock.NOT_LISTED, 2));
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', AVAILABLE",
        "'{\"cond:operation:status\":\"normal\"}', AVAILABLE",
        "'{\"cond:operation:status\":\"promotion\"}', AVAILABLE",
        "'{\"cond:operation:status\":\"sellout\"}', SOLD_OUT",
        "'{\"cond:operation:status\":\"obt_sellout\"}', SOLD_OUT",
        "'{\"cond:operation:status\":\"abandon\"}', NOT_LISTED",
        "'{\"cond:operation:status\":\"test\"}', UNKNOWN",
        "'{\"cond:operation:az\":\"cn-south-1a(sellout), cn-south-1b(normal)\"}', SOLD_OUT",
        "'{\"cond:operation:az\":\"cn-south-1b(sellout)\"}', AVAILABLE",
        "'{\"cond:operation:status\":\"abandon\",\"cond:operation:az\":\"cn-south-1a(normal)\"}',"
                + " AVAILABLE",
        "'{\"cond:operation:charge\":\"period\"}', NOT_LISTED",
        "'{\"cond:operation:charge\":\"period,demand\"}', AVAILABLE"
    })
    void readsOnDemandStockFromTheFlavor(String extraSpecs, Stock expected) {
        specs = extraSpecs;

        assertThat(quote(ON_DEMAND).stock()).isEqualTo(expected);
    }

    @Test
    void listsNothingOfATypeThatIsNotThere() {
        assertThat(quote(Samples.pool("cn-south-1a", "x9.large", Market.ON_DEMAND)).stock())
                .isEqualTo(Stock.NOT_LISTED);
        assertThat(quote(Samples.pool("cn-south-1a", "x9.large", Market.SPOT)).stock())
                .isEqualTo(Stock.NOT_LISTED);
    }

    @Test
    void isNotKeptFromPricesByATypeThatCannotBeRated() {
        Map<CapacityPool, Quote> quotes =
                quotes(SPOT, Samples.pool("cn-south-1a", "x9.large", Market.SPOT));

        assertThat(Objects.requireNonNull(quotes.get(SPOT)).price())
                .isEqualTo(new BigDecimal("0.42"));
    }

    @Test
    void ratesOnceAnHourAndKeepsTheLastPriceWhereThereIsNoOther() {
        // Given
        quote(SPOT);
        quote(SPOT);
        assertThat(cloud.bodies(RATE)).hasSize(1);
        rating = false;
        time.advance(Duration.ofHours(2));

        // When
        Quote later = quote(SPOT);

        // Then
        assertThat(later.price()).isEqualTo(new BigDecimal("0.42"));
        assertThat(cloud.bodies(RATE)).hasSize(2);
    }

    @Test
    void tellsStockWithoutAPriceWhenThereIsNone() {
        rating = false;

        assertThat(quote(SPOT)).isEqualTo(new Quote(null, null, Stock.AVAILABLE, 2));
    }

    @Test
    void failsWhenStockCannotBeHad() {
        cloud.answer(error(500, "Common.0001", "oops"));

        assertThat(provider.quotes(Samples.REGION, List.of(SPOT)))
                .isInstanceOf(Quotes.Failed.class);
        assertThat(provider.quotes("nowhere", List.of())).isInstanceOf(Quotes.Failed.class);
    }

    // ---- charge ----

    @Test
    void chargesDisksWithTheInstanceAndBandwidthApart() {
        Charge charge =
                provider.charge(
                        Samples.with(
                                Samples.minimal(),
                                Samples.template(
                                        new PublicIp(5, BandwidthCharge.BY_BANDWIDTH, null, true),
                                        List.of(new Disk("SAS", 100, null, false, true)))));

        assertThat(charge)
                .isEqualTo(new Charge.Hourly(new BigDecimal("0.84"), new BigDecimal("0.42")));
        assertThat(
                        cloud.bodies(RATE)
                                .getFirst()
                                .path("product_infos")
                                .findValuesAsText("resource_spec"))
                .containsExactly("s3.large.2.linux", "SAS", "19_bgp");
    }

    @Test
    void chargesNothingForTrafficThatIsPaidByVolume() {
        Charge charge =
                provider.charge(
                        Samples.with(
                                Samples.minimal(),
                                Samples.template(
                                        new PublicIp(5, BandwidthCharge.BY_TRAFFIC, null, true),
                                        List.of())));

        assertThat(charge).isEqualTo(new Charge.Hourly(new BigDecimal("0.42"), BigDecimal.ZERO));
    }

    @Test
    void saysSoWhenNothingCanBeRated() {
        rating = false;

        assertThat(provider.charge(Samples.minimal())).isInstanceOf(Charge.Failed.class);
    }

    // ---- a small cloud ----

    private Reply answer(Seen request) {
        if (request.path().contains("flavor-sell-policies")) {
            return ok("{\"count\":1,\"sell_policies\":[" + policies + "]}");
        }
        if (request.path().contains("/flavors")) {
            return ok(
                    "{\"flavors\":[{\"id\":\"s3.large.2\",\"vcpus\":\"2\",\"ram\":4096,"
                            + "\"os_extra_specs\":"
                            + specs
                            + "}]}");
        }
        if (!rating || request.text().contains("x9.large")) {
            return error(400, "CBC.99003105", "no such product");
        }
        List<String> results = new ArrayList<>();
        request.body()
                .path("product_infos")
                .forEach(product ->
                        results.add(
                                "{\"id\":%s,\"amount\":0.42,\"official_website_amount\":0.5}"
                                        .formatted(product.get("id"))));
        return ok(
                "{\"amount\":1,\"currency\":\"CNY\",\"product_rating_results\":["
                        + String.join(",", results)
                        + "]}");
    }

    private static String policy(String type, String zone, String status) {
        return """
        {"id":1,"flavor_id":"%s","availability_zone_id":"%s","sell_mode":"spot",
         "sell_status":"%s","spot_options":{}}\
        """
                .formatted(type, zone, status);
    }

    private Quote quote(CapacityPool pool) {
        return Objects.requireNonNull(quotes(pool).get(pool));
    }

    private Map<CapacityPool, Quote> quotes(CapacityPool... pools) {
        return ((Quotes.Quoted) provider.quotes(Samples.REGION, List.of(pools))).quotes();
    }

    private static Stock stock(Map<CapacityPool, Quote> quotes, String zone) {
        CapacityPool pool = Samples.pool(zone, "s3.large.2", Market.SPOT);
        return Objects.requireNonNull(quotes.get(pool)).stock();
    }
}
