package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.market.CapacityPool;
import io.spotkeeper.emulator.market.InstanceType;
import io.spotkeeper.emulator.market.Quote;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.tencent.Reply.Answer;
import io.spotkeeper.emulator.tencent.Reply.Refusal;
import io.spotkeeper.emulator.world.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Shows what each zone sells, at which price, and roughly how much of it is left. */
final class DescribeZoneInstanceConfigInfos implements Action {
    private static final Set<String> FILTERS =
            Set.of("zone", "instance-family", "instance-type", "instance-charge-type", "sort-keys");
    // Tencent shows four classes of stock and no number; where they end is not documented.
    private static final int ENOUGH = 100;
    private static final int NORMAL = 20;

    private final World world;

    DescribeZoneInstanceConfigInfos(World world) {
        this.world = world;
    }

    @Override
    public Reply answer(ApiCall call) {
        call.pause().run();
        RowFilters filters = new RowFilters(call);
        Refusal refusal = filters.objection(FILTERS);
        if (refusal != null) {
            return refusal;
        }
        for (String zone : filters.values("zone")) {
            var region = world.scenario().regionOfZone(zone);
            if (region == null || !region.name().equals(call.region())) {
                return new Refusal(
                        "InvalidZone.MismatchRegion",
                        "The zone %s is not in the region %s.".formatted(zone, call.region()));
            }
        }
        return new Answer(world.with(market -> rows(market, call, filters)));
    }

    private static ObjectNode rows(SpotMarket market, ApiCall call, RowFilters filters) {
        List<Quote> quotes = new ArrayList<>();
        for (CapacityPool pool : market.pools()) {
            Quote quote = market.quote(pool);
            if (quote != null
                    && pool.region().equals(call.region())
                    && filters.accept("zone", pool.zone())
                    && filters.accept("instance-type", pool.instanceType())
                    && filters.accept("instance-charge-type", ChargeType.of(pool.market()))
                    && filters.accept(
                            "instance-family", market.type(pool.instanceType()).family())) {
                quotes.add(quote);
            }
        }
        sort(quotes, market, filters);
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        ArrayNode set = fields.putArray("InstanceTypeQuotaSet");
        String currency = call.account().site().currency();
        quotes.forEach(quote -> set.add(row(market, quote, currency)));
        return fields;
    }

    private static void sort(List<Quote> quotes, SpotMarket market, RowFilters filters) {
        for (String key : List.copyOf(filters.values("sort-keys")).reversed()) {
            String[] parts = key.split(":", 2);
            Comparator<Quote> order =
                    Comparator.comparingInt(quote -> {
                        InstanceType type = market.type(quote.pool().instanceType());
                        return switch (parts[0]) {
                            case "cpu" -> type.cpu();
                            case "memory", "mem" -> type.memoryGib();
                            default -> 0;
                        };
                    });
            boolean descending = parts.length == 2 && parts[1].equals("desc");
            quotes.sort(descending ? order.reversed() : order);
        }
    }

    private static ObjectNode row(SpotMarket market, Quote quote, String currency) {
        CapacityPool pool = quote.pool();
        InstanceType type = market.type(pool.instanceType());
        int left = quote.available();
        ObjectNode row =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("Zone", pool.zone())
                        .put("InstanceType", type.name())
                        .put("InstanceChargeType", ChargeType.of(pool.market()))
                        .put("InstanceFamily", type.family())
                        .put("TypeName", "Standard " + type.family())
                        .put("Cpu", type.cpu())
                        .put("Memory", type.memoryGib())
                        .put("Gpu", 0)
                        .put("GpuCount", 0)
                        .put("Fpga", 0)
                        .put("NetworkCard", 10)
                        .put("InstanceBandwidth", 1.5)
                        .put("InstancePps", 25)
                        .put("CpuType", "Intel Xeon")
                        .put("Frequency", "2.5GHz/3.1GHz")
                        .put("StorageBlockAmount", 0)
                        .put("Remark", "")
                        .put("Status", left > 0 ? "SELL" : "SOLD_OUT")
                        .put("StatusCategory", category(left))
                        .put(
                                "SoldOutReason",
                                left > 0 ? "" : "ResourcesSoldOut.SpecifiedInstanceType");
        row.putArray("LocalDiskTypeList");
        row.putObject("Externals");
        row.set("Price", ItemPrice.hourly(market, quote, currency, 1));
        return row;
    }

    private static String category(int left) {
        if (left >= ENOUGH) {
            return "EnoughStock";
        }
        if (left >= NORMAL) {
            return "NormalStock";
        }
        return left > 0 ? "UnderStock" : "WithoutStock";
    }
}
