package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.market.CapacityPool;
import io.spotkeeper.emulator.market.Market;
import io.spotkeeper.emulator.market.Quote;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.world.World;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which flavor is sold as spot, and where: a row for each pool. Other modes have none (documented).
 */
final class SellPolicies {
    private static final int MOST = 1000;
    private static final String MODE = "spot";

    private final World world;

    SellPolicies(World world) {
        this.world = world;
    }

    Reply list(HuaweiCall call) {
        call.pause().run();
        int limit = call.number("limit", MOST, 1, MOST);
        if (limit < 0) {
            return Errors.invalid("The limit must be 1 to 1000.");
        }
        return world.with(market -> {
            List<ObjectNode> found =
                    rows(market).stream()
                            .filter(row -> call.regions().contains(row.pool().region()))
                            .filter(row -> row.isWanted(call))
                            .map(Row::view)
                            .toList();
            List<ObjectNode> rest =
                    Listings.after(found, call.query("marker"), row -> row.path("id").asText());
            if (rest == null) {
                return Errors.invalid("The marker is the ID of no policy.");
            }
            ObjectNode answer = Reply.object().put("count", found.size());
            ArrayNode policies = answer.putArray("sell_policies");
            rest.stream().limit(limit).forEach(policies::add);
            return Reply.ok(answer);
        });
    }

    /** Ids count all pools, so that filters do not change them. */
    private static List<Row> rows(SpotMarket market) {
        List<Row> rows = new ArrayList<>();
        for (CapacityPool pool : market.pools()) {
            Quote quote = market.quote(pool);
            if (quote != null && pool.market() == Market.SPOT) {
                rows.add(new Row(rows.size() + 1, quote));
            }
        }
        return rows;
    }

    private record Row(int id, Quote quote) {
        CapacityPool pool() {
            return quote.pool();
        }

        String status() {
            return quote.available() > 0 ? "available" : "sellout";
        }

        boolean isWanted(HuaweiCall call) {
            String flavor = call.query("flavor_id");
            return (flavor == null || pool().instanceType().startsWith(flavor))
                    && isOr(call.query("sell_mode"), MODE)
                    && isOr(call.query("sell_status"), status())
                    && isOr(call.query("availability_zone_id"), pool().zone())
                    && isBlockWanted(call);
        }

        private boolean isBlockWanted(HuaweiCall call) {
            int hours = Flavors.LONGEST_BLOCK_HOURS;
            int count = Flavors.MOST_BLOCKS;
            return isOr(call.query("interruption_policy"), "immediate")
                    && isOr(call.query("longest_spot_duration_hours"), Integer.toString(hours))
                    && isOr(call.query("largest_spot_duration_count"), Integer.toString(count))
                    && call.number("longest_spot_duration_hours_gt", 0, 0, hours - 1) >= 0
                    && call.number("largest_spot_duration_count_gt", 0, 0, count - 1) >= 0;
        }

        private static boolean isOr(@Nullable String wanted, String actual) {
            return wanted == null || wanted.equals(actual);
        }

        ObjectNode view() {
            ObjectNode view =
                    Reply.object()
                            .put("id", id)
                            .put("flavor_id", pool().instanceType())
                            .put("sell_status", status())
                            .put("availability_zone_id", pool().zone())
                            .put("sell_mode", MODE);
            view.putObject("spot_options")
                    .put("longest_spot_duration_hours", Flavors.LONGEST_BLOCK_HOURS)
                    .put("largest_spot_duration_count", Flavors.MOST_BLOCKS)
                    .put("interruption_policy", "immediate");
            return view;
        }
    }
}
