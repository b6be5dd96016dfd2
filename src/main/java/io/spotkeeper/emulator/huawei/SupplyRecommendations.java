package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.market.CapacityPool;
import io.spotkeeper.emulator.market.InstanceType;
import io.spotkeeper.emulator.market.Market;
import io.spotkeeper.emulator.market.Quote;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.world.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * Where flavors are best bought, in scores from 1 to 10: by the part of a pool that is left, or by
 * the price of a virtual CPU. Huawei says nothing of how its scores come about.
 */
final class SupplyRecommendations implements Operation.Action {
    private static final int BEST = 10;
    private static final int MOST_ROWS = 1000;
    private static final int MB_PER_GIB = 1024;

    private final World world;

    SupplyRecommendations(World world) {
        this.world = world;
    }

    private record Scored(CapacityPool pool, int score) {}

    /** What the rows are about; empty texts are left out of them. */
    private record Key(String flavor, String region, String zone) {}

    @Override
    public Reply answer(HuaweiCall call) {
        call.pause().run();
        Fields.Objection objection = new Fields.Objection();
        JsonNode sent = call.body().isMissingNode() ? Reply.object() : call.body();
        Fields body = Fields.of(sent, objection);
        String strategy = body.word("strategy", "CAPACITY", "CAPACITY", "COST");
        int limit = body.optionalWhole("limit", MOST_ROWS, 1, MOST_ROWS);
        if (body.has("marker")) {
            body.object("marker", "is none that an answer named");
        }
        Fields option = body.optionalObject("option");
        boolean spot = option.flag("enable_spot");
        String granularity =
                option.word(
                        "result_granularity",
                        "BY_FLAVOR_AND_AZ",
                        "BY_REGION",
                        "BY_AZ",
                        "BY_FLAVOR",
                        "BY_FLAVOR_AND_REGION",
                        "BY_FLAVOR_AND_AZ");
        body.objects("locations").forEach(location -> location.text("region_id"));
        if (objection.text() != null) {
            return Errors.invalid(objection.text());
        }
        return world.with(market -> {
            List<Quote> quotes = quotes(market, call, sent, spot ? Market.SPOT : Market.ON_DEMAND);
            Map<Key, Integer> best = new LinkedHashMap<>();
            for (Scored scored : scored(market, quotes, strategy.equals("COST"), call)) {
                best.merge(key(scored.pool(), granularity), scored.score(), Math::max);
            }
            ObjectNode answer = Reply.object();
            ArrayNode rows = answer.putArray("supply_recommendations");
            best.entrySet().stream()
                    .sorted(Map.Entry.<Key, Integer>comparingByValue().reversed())
                    .limit(limit)
                    .forEach(entry -> row(rows, entry.getKey(), entry.getValue()));
            return Reply.ok(answer);
        });
    }

    private static void row(ArrayNode rows, Key key, int score) {
        ObjectNode row = rows.addObject();
        put(row, "flavor_id", key.flavor());
        put(row, "region_id", key.region());
        put(row, "availability_zone_id", key.zone());
        row.put("score", score);
    }

    private static void put(ObjectNode row, String name, String value) {
        if (!value.isEmpty()) {
            row.put(name, value);
        }
    }

    private static Key key(CapacityPool pool, String granularity) {
        boolean byFlavor = granularity.startsWith("BY_FLAVOR");
        boolean byZone = granularity.endsWith("AZ");
        return new Key(
                byFlavor ? pool.instanceType() : "",
                granularity.equals("BY_FLAVOR") ? "" : pool.region(),
                byZone ? pool.zone() : "");
    }

    private static List<Quote> quotes(
            SpotMarket market, HuaweiCall call, JsonNode body, Market wanted) {
        List<Quote> quotes = new ArrayList<>();
        for (CapacityPool pool : market.pools()) {
            Quote quote = market.quote(pool);
            if (quote != null
                    && pool.market() == wanted
                    && call.regions().contains(pool.region())
                    && isThere(pool, body.path("locations"))
                    && fits(market.type(pool.instanceType()), body)) {
                quotes.add(quote);
            }
        }
        return quotes;
    }

    private static boolean isThere(CapacityPool pool, JsonNode locations) {
        return locations.isEmpty()
                || StreamSupport.stream(locations.spliterator(), false)
                        .anyMatch(location ->
                                location.path("region_id").asText().equals(pool.region())
                                        && location.path("availability_zone_id")
                                                .asText(pool.zone())
                                                .equals(pool.zone()));
    }

    /** Named flavors win over constraints. */
    private static boolean fits(InstanceType type, JsonNode body) {
        JsonNode names = body.path("flavor_ids");
        if (!names.isEmpty()) {
            return has(names, type.name());
        }
        JsonNode constraint = body.path("flavor_constraint");
        JsonNode architectures = constraint.path("architecture_type");
        JsonNode requirements = constraint.path("flavor_requirements");
        return (architectures.isEmpty() || has(architectures, "x86_64"))
                && (requirements.isEmpty()
                        || StreamSupport.stream(requirements.spliterator(), false)
                                .anyMatch(requirement -> meets(type, requirement)));
    }

    private static boolean has(JsonNode words, String word) {
        return StreamSupport.stream(words.spliterator(), false)
                .anyMatch(w -> w.asText().equals(word));
    }

    private static boolean meets(InstanceType type, JsonNode requirement) {
        JsonNode makers = requirement.path("cpu_manufacturers");
        JsonNode generations = requirement.path("instance_generations");
        return within(type.cpu(), requirement.path("vcpu_count"))
                && within(type.memoryGib() * MB_PER_GIB, requirement.path("memory_mb"))
                && within(
                        (double) type.memoryGib() / type.cpu(),
                        requirement.path("memory_gb_per_vcpu"))
                && (makers.isEmpty() || has(makers, "INTEL"))
                && (generations.isEmpty() || has(generations, "CURRENT"));
    }

    /** A bound of -1 is none. */
    private static boolean within(double value, JsonNode range) {
        double least = range.path("min").asDouble(-1);
        double most = range.path("max").asDouble(-1);
        return value >= least && (most < 0 || value <= most);
    }

    private static List<Scored> scored(
            SpotMarket market, List<Quote> quotes, boolean byCost, HuaweiCall call) {
        String currency = call.account().site().currency();
        double cheapest =
                quotes.stream()
                        .mapToDouble(quote -> pricePerCpu(market, quote, currency))
                        .min()
                        .orElse(1);
        List<Scored> scored = new ArrayList<>();
        for (Quote quote : quotes) {
            double share =
                    byCost
                            ? cheapest / pricePerCpu(market, quote, currency)
                            : (double) quote.available() / Math.max(1, quote.capacity());
            boolean isSoldOut = quote.available() == 0;
            int score = isSoldOut ? 1 : Math.clamp(Math.round(BEST * share), 1, BEST);
            scored.add(new Scored(quote.pool(), score));
        }
        return scored;
    }

    private static double pricePerCpu(SpotMarket market, Quote quote, String currency) {
        var price = quote.prices().get(currency);
        return price == null
                ? Double.MAX_VALUE
                : price.doubleValue() / market.type(quote.pool().instanceType()).cpu();
    }
}
