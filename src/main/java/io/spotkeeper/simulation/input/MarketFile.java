package io.spotkeeper.simulation.input;

import io.spotkeeper.emulator.market.CapacityPool;
import io.spotkeeper.emulator.market.InstanceType;
import io.spotkeeper.emulator.market.Market;
import io.spotkeeper.emulator.market.MarketPlan;
import io.spotkeeper.emulator.market.PoolTerms;
import io.spotkeeper.emulator.market.Quota;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads market files: YAML with pools, their movement and what was recorded, or a recorded trace
 * alone, as CSV. {@code docs/simulator.md} describes both.
 */
public final class MarketFile {
    private static final Set<String> FIELDS =
            Set.of(
                    "currency",
                    "region",
                    "start",
                    "instanceTypes",
                    "pools",
                    "dynamics",
                    "delays",
                    "quota",
                    "events",
                    "trace");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int MOST = 1_000_000;
    private static final int PLENTY = 1_000;
    private static final String CURRENCY = "CNY";

    private final String file;
    private final Function<String, Optional<String>> files;

    private MarketFile(String file, Function<String, Optional<String>> files) {
        this.file = file;
        this.files = files;
    }

    /**
     * Reads a market file.
     *
     * @param file what the text is called in messages; a name that ends in {@code .csv} is a trace
     * @param text what is in it
     * @param region where the pools of a bare trace are
     * @param files gives the text of a file that stands beside it
     * @throws Misfit when it is not as it has to be
     */
    public static MarketStory read(
            String file, String text, String region, Function<String, Optional<String>> files) {
        MarketFile reader = new MarketFile(file, files);
        return file.endsWith(".csv") ? reader.bareTrace(text, region) : reader.yaml(text);
    }

    // ---- a trace alone ----

    private MarketStory bareTrace(String text, String region) {
        List<Happening> happenings = PriceTrace.read(file, text, null);
        Map<CapacityPool, PoolTerms> pools = new LinkedHashMap<>();
        Map<String, InstanceType> types = new LinkedHashMap<>();
        for (Happening h : happenings) {
            if (h.zone().equals("*") || h.type().equals("*")) {
                continue;
            }
            BigDecimal price = h.price();
            CapacityPool pool = new CapacityPool(region, h.zone(), h.type(), Market.SPOT);
            if (price != null) {
                types.putIfAbsent(h.type(), new InstanceType(h.type(), h.type(), 1, 1));
                pools.putIfAbsent(
                        pool,
                        new PoolTerms(
                                pool,
                                Map.of(CURRENCY, price),
                                h.stock() == null ? PLENTY : h.stock()));
            }
        }
        if (pools.isEmpty()) {
            throw new Misfit(file, 1, 1, "expected at least one line with zone, type and price");
        }
        MarketPlan plan =
                new MarketPlan(
                        List.copyOf(types.values()),
                        List.copyOf(pools.values()),
                        Movement.dynamics(null),
                        Movement.lags(null),
                        new Quota(MOST, MOST));
        return new MarketStory(plan, CURRENCY, START, happenings);
    }

    // ---- YAML ----

    private MarketStory yaml(String text) {
        List<YamlValue> documents = YamlValue.documents(file, text);
        if (documents.size() != 1) {
            throw new Misfit(
                    file, 1, 1, "expected one document with a market, not " + documents.size());
        }
        YamlValue market = documents.getFirst();
        market.fields(FIELDS);
        String currency = currency(market.required("currency"));
        String region = market.required("region").text();
        Instant start = start(market.field("start"));
        Map<String, InstanceType> types = types(market.required("instanceTypes"));
        List<PoolTerms> pools = pools(market.required("pools"), region, currency, types.keySet());
        MarketPlan plan =
                new MarketPlan(
                        List.copyOf(types.values()),
                        pools,
                        Movement.dynamics(market.field("dynamics")),
                        Movement.lags(market.field("delays")),
                        quota(market.field("quota")));
        return new MarketStory(plan, currency, start, happenings(market, pools, start));
    }

    private static String currency(YamlValue value) {
        if (!value.text().matches("[A-Z]{3}")) {
            throw value.misfit("expected a currency like CNY or USD, not " + value.kind());
        }
        return value.text();
    }

    private static Instant start(@Nullable YamlValue value) {
        if (value == null) {
            return START;
        }
        try {
            return Instant.parse(value.text());
        } catch (DateTimeException e) {
            throw value.misfit("expected a time like 2026-01-01T00:00:00Z, not " + value.kind());
        }
    }

    private static Map<String, InstanceType> types(YamlValue value) {
        Map<String, InstanceType> types = new LinkedHashMap<>();
        value.fields()
                .forEach((name, size) -> {
                    size.fields(Set.of("cpu", "memoryGiB"));
                    types.put(
                            name,
                            new InstanceType(
                                    name,
                                    name,
                                    size.required("cpu").whole(1, 1024),
                                    size.required("memoryGiB").whole(1, 65_536)));
                });
        return types;
    }

    private static List<PoolTerms> pools(
            YamlValue value, String region, String currency, Set<String> types) {
        List<PoolTerms> pools = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (YamlValue pool : value.items()) {
            pool.fields(Set.of("zone", "type", "spot", "stock", "onDemand", "onDemandStock"));
            String zone = pool.required("zone").text();
            String type = pool.required("type").text();
            if (!types.contains(type)) {
                throw pool.required("type")
                        .misfit("expected one of the instanceTypes " + types + ", not " + type);
            }
            if (!seen.add(zone + "/" + type)) {
                throw pool.misfit(
                        "expected each pool once, but " + type + " in " + zone + " is repeated");
            }
            YamlValue spot = pool.field("spot");
            YamlValue onDemand = pool.field("onDemand");
            if (spot == null && onDemand == null) {
                throw pool.misfit("expected a price: \"spot\", \"onDemand\" or both");
            }
            if (spot != null) {
                pools.add(
                        new PoolTerms(
                                new CapacityPool(region, zone, type, Market.SPOT),
                                Map.of(currency, spot.price()),
                                stock(pool.field("stock"))));
            }
            if (onDemand != null) {
                pools.add(
                        new PoolTerms(
                                new CapacityPool(region, zone, type, Market.ON_DEMAND),
                                Map.of(currency, onDemand.price()),
                                stock(pool.field("onDemandStock"))));
            }
        }
        if (pools.isEmpty()) {
            throw value.misfit("expected at least one pool");
        }
        return pools;
    }

    private static int stock(@Nullable YamlValue value) {
        return value == null ? PLENTY : value.whole(0, MOST);
    }

    private static Quota quota(@Nullable YamlValue value) {
        if (value == null) {
            return new Quota(MOST, MOST);
        }
        value.fields(Set.of("spotVcpusPerZone", "instances"));
        YamlValue vcpus = value.field("spotVcpusPerZone");
        YamlValue instances = value.field("instances");
        return new Quota(
                vcpus == null ? MOST : vcpus.whole(0, MOST),
                instances == null ? MOST : instances.whole(0, MOST));
    }

    // ---- what was recorded ----

    private List<Happening> happenings(YamlValue market, List<PoolTerms> pools, Instant start) {
        YamlValue events = market.field("events");
        YamlValue trace = market.field("trace");
        if (events != null && trace != null) {
            throw trace.misfit("expected \"events\" or \"trace\", not both");
        }
        if (trace != null) {
            String name = trace.text();
            String text =
                    files.apply(name)
                            .orElseThrow(() ->
                                    trace.misfit(
                                            "expected a readable CSV file beside this one, not "
                                                    + name));
            Instant from = market.field("start") == null ? null : start;
            List<Happening> happenings = PriceTrace.read(name, text, from);
            happenings.forEach(h -> concernsSome(h, pools, trace));
            return happenings;
        }
        return events == null ? List.of() : events(events, pools, start);
    }

    private static List<Happening> events(YamlValue list, List<PoolTerms> pools, Instant start) {
        List<Happening> happenings = new ArrayList<>();
        for (YamlValue event : list.items()) {
            event.fields(Set.of("time", "zone", "type", "price", "stock", "reclaim"));
            YamlValue zone = event.field("zone");
            YamlValue type = event.field("type");
            YamlValue price = event.field("price");
            YamlValue stock = event.field("stock");
            YamlValue reclaim = event.field("reclaim");
            Happening happening =
                    new Happening(
                            Movement.since(event.required("time"), start),
                            zone == null ? "*" : zone.text(),
                            type == null ? "*" : type.text(),
                            price == null ? null : price.price(),
                            stock == null ? null : stock.whole(0, MOST),
                            reclaim == null ? null : reclaim(reclaim));
            concernsSome(happening, pools, event);
            if (!happenings.isEmpty() && happenings.getLast().at().compareTo(happening.at()) > 0) {
                throw event.required("time").misfit("expected times in ascending order");
            }
            happenings.add(happening);
        }
        return happenings;
    }

    private static Happening.Reclaim reclaim(YamlValue value) {
        String text = value.text();
        if (text.matches("[0-9]{1,2}%|100%")) {
            return new Happening.Reclaim(
                    Integer.parseInt(text.substring(0, text.length() - 1)), true);
        }
        if (text.matches("[0-9]{1,6}")) {
            return new Happening.Reclaim(Integer.parseInt(text), false);
        }
        throw value.misfit("expected instances to reclaim like 3, or a part like 50%, not " + text);
    }

    private static void concernsSome(Happening happening, List<PoolTerms> pools, YamlValue at) {
        boolean some =
                pools.stream()
                        .map(PoolTerms::pool)
                        .filter(pool -> pool.market() == Market.SPOT)
                        .anyMatch(pool -> happening.concerns(pool.zone(), pool.instanceType()));
        if (!some) {
            throw at.misfit(
                    "expected a spot pool of this market, not "
                            + happening.type()
                            + " in "
                            + happening.zone());
        }
    }
}
