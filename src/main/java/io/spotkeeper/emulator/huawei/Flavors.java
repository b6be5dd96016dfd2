package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.market.CapacityPool;
import io.spotkeeper.emulator.market.InstanceType;
import io.spotkeeper.emulator.market.Market;
import io.spotkeeper.emulator.market.Quote;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.world.Scenario;
import io.spotkeeper.emulator.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sizes and zones, and where which size is sold. */
final class Flavors {
    /** The longest spot block in hours. */
    static final int LONGEST_BLOCK_HOURS = 6;

    /** How many blocks of the longest kind can be bought in a row. */
    static final int MOST_BLOCKS = 4;

    /** The word for zones that are not named, which is the region's. */
    private static final String ELSEWHERE = "abandon";

    private static final int MOST = 1000;
    private static final int MB_PER_GIB = 1024;

    private final World world;

    Flavors(World world) {
        this.world = world;
    }

    Reply list(HuaweiCall call) {
        call.pause().run();
        int limit = call.number("limit", MOST, 1, MOST);
        if (limit < 0) {
            return Errors.invalid("The limit must be 1 to 1000.");
        }
        String zone = call.query("availability_zone");
        String flavor = call.query("flavor_id");
        return world.with(market -> {
            List<InstanceType> all =
                    world.scenario().huawei().flavors().stream()
                            .filter(type -> flavor == null || type.name().equals(flavor))
                            .filter(type -> isListed(quotes(market, call, type, zone), zone))
                            .toList();
            List<InstanceType> rows = Listings.after(all, call.query("marker"), InstanceType::name);
            if (rows == null) {
                return Errors.invalid("The marker is the ID of no flavor.");
            }
            ObjectNode answer = Reply.object();
            ArrayNode flavors = answer.putArray("flavors");
            rows.stream().limit(limit).forEach(type -> flavors.add(flavor(market, call, type)));
            return Reply.ok(answer);
        });
    }

    /** Told a zone, the service shows only what can be bought there (normal, obt, promotion). */
    private static boolean isListed(List<Quote> quotes, @Nullable String zone) {
        return zone == null
                ? !quotes.isEmpty()
                : of(quotes, Market.ON_DEMAND).stream().anyMatch(quote -> quote.available() > 0);
    }

    private static ObjectNode flavor(SpotMarket market, HuaweiCall call, InstanceType type) {
        List<Quote> all = quotes(market, call, type, null);
        List<Quote> onDemand = of(all, Market.ON_DEMAND);
        List<Quote> spot = of(all, Market.SPOT);
        ObjectNode flavor =
                Reply.object()
                        .put("id", type.name())
                        .put("name", type.name())
                        .put("vcpus", Integer.toString(type.cpu()))
                        .put("ram", type.memoryGib() * MB_PER_GIB)
                        .put("disk", "0")
                        .put("swap", "")
                        .put("OS-FLV-EXT-DATA:ephemeral", 0)
                        .put("OS-FLV-DISABLED:disabled", false)
                        .put("os-flavor-access:is_public", true);
        flavor.putArray("links");
        ObjectNode specs =
                flavor.putObject("os_extra_specs")
                        .put("ecs:performancetype", "normal")
                        .put("ecs:generation", type.family())
                        .put("ecs:virtualization_env_types", "CloudCompute")
                        .put("cond:operation:charge", "demand")
                        .put("cond:operation:status", ELSEWHERE)
                        .put("cond:operation:az", zones(onDemand));
        if (!spot.isEmpty()) { // absent means that it is not sold as spot
            specs.put("cond:spot:operation:status", ELSEWHERE)
                    .put("cond:spot:operation:az", zones(spot));
        }
        return flavor;
    }

    private static String zones(List<Quote> quotes) {
        return quotes.stream()
                .map(quote -> quote.pool().zone() + "(" + state(quote) + ")")
                .collect(Collectors.joining(","));
    }

    private static String state(Quote quote) {
        return quote.available() > 0 ? "normal" : "sellout";
    }

    private static List<Quote> of(List<Quote> quotes, Market market) {
        return quotes.stream().filter(quote -> quote.pool().market() == market).toList();
    }

    /** What the project's regions sell of a size, in one zone or in all. */
    private static List<Quote> quotes(
            SpotMarket market, HuaweiCall call, InstanceType type, @Nullable String zone) {
        return market.pools().stream()
                .filter(pool -> call.regions().contains(pool.region()))
                .filter(pool -> pool.instanceType().equals(type.name()))
                .filter(pool -> zone == null || pool.zone().equals(zone))
                .map(market::quote)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Where a flavor is best bought. */
    Reply capacity(HuaweiCall call) {
        call.pause().run();
        String flavor = call.path("flavor_id");
        return world.with(market -> {
            ObjectNode answer = Reply.object();
            ArrayNode rows = answer.putArray("resources");
            for (CapacityPool pool : market.pools()) {
                Quote quote = market.quote(pool);
                if (quote != null
                        && pool.instanceType().equals(flavor)
                        && pool.market() == Market.ON_DEMAND
                        && call.regions().contains(pool.region())) {
                    rows.addObject()
                            .put("region_id", pool.region())
                            .put("availability_zone", pool.zone())
                            .put("prefer", quote.available() > 0);
                }
            }
            return rows.isEmpty()
                    ? Errors.of("Ecs.0029", "The flavor " + flavor + " does not exist.")
                    : Reply.ok(answer);
        });
    }

    Reply zones(HuaweiCall call) {
        call.pause().run();
        List<String> names = new ArrayList<>();
        for (Scenario.Region region : world.scenario().huawei().regions()) {
            if (call.regions().contains(region.name())) {
                region.zones().forEach(zone -> names.add(zone.name()));
            }
        }
        ObjectNode answer = Reply.object();
        ArrayNode zones = answer.putArray("availabilityZoneInfo");
        for (String name : new TreeSet<>(names)) {
            ObjectNode zone = zones.addObject().put("zoneName", name).putNull("hosts");
            zone.putObject("zoneState").put("available", true);
        }
        return Reply.ok(answer);
    }
}
