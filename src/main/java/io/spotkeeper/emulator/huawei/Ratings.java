package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.market.CapacityPool;
import io.spotkeeper.emulator.market.Market;
import io.spotkeeper.emulator.market.Quote;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.world.World;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What pay-per-use servers cost. Nothing tells the price of spot servers. */
final class Ratings implements Operation.Action {
    private static final String SERVERS = "hws.service.type.ec2";
    private static final String MACHINE = "hws.resource.type.vm";
    private static final String INVALID = "CBC.0100";
    private static final int MOST = 100;
    private static final int HOURS = 4;
    private static final int SECONDS = 0;
    private static final int CURRENCY_UNIT = 1;
    private static final int AMOUNT_SCALE = 8;
    private static final BigDecimal SECONDS_PER_HOUR = new BigDecimal(3600);
    private static final BigDecimal LARGEST = new BigDecimal(100_000_000);

    private final World world;

    Ratings(World world) {
        this.world = world;
    }

    private record Product(
            String id, String flavor, String region, @Nullable String zone, BigDecimal hours) {}

    @Override
    public Reply answer(HuaweiCall call) {
        call.pause().run();
        Fields.Objection objection = new Fields.Objection();
        Fields body = Fields.of(call.body(), objection);
        String project = body.text("project_id");
        if (call.domain().projects().stream().noneMatch(p -> p.id().equals(project))) {
            body.object("project_id", "is no project of the account");
        }
        List<Fields> infos = body.objects("product_infos");
        if (infos.isEmpty() || infos.size() > MOST) {
            body.object("product_infos", "must have 1 to 100 entries");
        }
        List<Product> products = infos.stream().map(Ratings::product).toList();
        if (objection.text() != null) {
            return Errors.of(INVALID, objection.text());
        }
        return world.with(market -> rate(market, call, products));
    }

    private static Product product(Fields info) {
        if (!info.text("cloud_service_type").equals(SERVERS)
                || !info.text("resource_type").equals(MACHINE)) {
            info.object("cloud_service_type", "or resource_type is not sold here");
        }
        String spec = info.text("resource_spec");
        int suffix = spec.lastIndexOf('.');
        if (!Set.of(".linux", ".win").contains(suffix < 0 ? "" : spec.substring(suffix))) {
            info.object("resource_spec", "must end with .linux or .win");
        }
        info.word("usage_factor", "", "Duration", "duration");
        int measure = info.whole("usage_measure_id", SECONDS, HOURS);
        BigDecimal value = info.optionalDecimal("usage_value", BigDecimal.ZERO, LARGEST);
        int count = info.whole("subscription_num", 1, 100_000);
        if (value == null) {
            info.object("usage_value", "is required");
        }
        if (measure != HOURS && measure != SECONDS) {
            info.object("usage_measure_id", "must be 4 for hours or 0 for seconds");
        }
        BigDecimal amount = value == null ? BigDecimal.ZERO : value.multiply(new BigDecimal(count));
        return new Product(
                info.text("id"),
                suffix < 0 ? spec : spec.substring(0, suffix),
                info.text("region"),
                info.optionalText("available_zone"),
                measure == SECONDS
                        ? amount.divide(SECONDS_PER_HOUR, AMOUNT_SCALE, RoundingMode.HALF_UP)
                        : amount);
    }

    private static Reply rate(SpotMarket market, HuaweiCall call, List<Product> products) {
        String currency = call.account().site().currency();
        ObjectNode answer = Reply.object();
        List<BigDecimal> amounts = new ArrayList<>();
        ArrayNode rows = answer.putArray("product_rating_results");
        for (Product product : products) {
            BigDecimal price = price(market, product, currency);
            if (price == null) {
                return Errors.of(
                        INVALID,
                        "There is no product %s in %s."
                                .formatted(product.flavor(), product.region()));
            }
            BigDecimal amount = plain(price.multiply(product.hours()));
            amounts.add(amount);
            rows.addObject()
                    .put("id", product.id())
                    .put("product_id", Launches.id(product.region() + product.flavor()))
                    .put("amount", amount)
                    .put("discount_amount", BigDecimal.ZERO)
                    .put("official_website_amount", amount)
                    .put("measure_id", CURRENCY_UNIT)
                    .putArray("discount_rating_results");
        }
        BigDecimal total = plain(amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add));
        return Reply.ok(
                answer.put("amount", total)
                        .put("discount_amount", BigDecimal.ZERO)
                        .put("official_website_amount", total)
                        .put("measure_id", CURRENCY_UNIT)
                        .put("currency", currency));
    }

    private static BigDecimal plain(BigDecimal amount) {
        BigDecimal shortest = amount.stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }

    /** On-demand prices are a region's; here the first zone that sells the flavor has it. */
    private static @Nullable BigDecimal price(SpotMarket market, Product product, String currency) {
        return market.pools().stream()
                .filter(pool -> pool.market() == Market.ON_DEMAND)
                .filter(pool -> pool.region().equals(product.region()))
                .filter(pool -> pool.instanceType().equals(product.flavor()))
                .filter(pool -> product.zone() == null || pool.zone().equals(product.zone()))
                .map((CapacityPool pool) -> market.quote(pool))
                .filter(Objects::nonNull)
                .map((Quote quote) -> quote.prices().get(currency))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
