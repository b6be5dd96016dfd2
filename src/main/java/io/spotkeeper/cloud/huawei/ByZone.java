package io.spotkeeper.cloud.huawei;

import com.huaweicloud.sdk.ecs.v2.model.FlavorExtraSpec;
import io.spotkeeper.fleet.Offer.Stock;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Stock of a flavor on one market by zone. */
sealed interface ByZone {
    /** Sold nowhere. */
    ByZone NOWHERE = new Named(Map.of());

    /** {@code az0(normal), az1(sellout)}. */
    Pattern ZONE_STATUS = Pattern.compile("([^\\s,()]+)\\(([^()]*)\\)");

    /** What is said of a zone. */
    Stock in(String zone);

    /** Every zone that sells it is named. */
    record Named(Map<String, Stock> zones) implements ByZone {
        public Named {
            zones = Map.copyOf(zones);
        }

        @Override
        public Stock in(String zone) {
            return zones.getOrDefault(zone, Stock.NOT_LISTED);
        }
    }

    /** The region's word holds where a zone has none of its own. */
    record Usually(Stock usual, Map<String, Stock> exceptions) implements ByZone {
        public Usually {
            exceptions = Map.copyOf(exceptions);
        }

        @Override
        public Stock in(String zone) {
            return exceptions.getOrDefault(zone, usual);
        }
    }

    /** What a flavor says of itself on demand. */
    static ByZone onDemand(@Nullable FlavorExtraSpec specs) {
        if (specs == null) {
            return new Usually(Stock.AVAILABLE, Map.of());
        }
        if (specs.getCondOperationCharge() != null
                && !specs.getCondOperationCharge().contains("demand")) {
            return NOWHERE;
        }
        Map<String, Stock> exceptions = new HashMap<>();
        if (specs.getCondOperationAz() != null) {
            Matcher zones = ZONE_STATUS.matcher(specs.getCondOperationAz());
            while (zones.find()) {
                exceptions.put(zones.group(1), stock(zones.group(2).strip()));
            }
        }
        return new Usually(stock(specs.getCondOperationStatus()), exceptions);
    }

    /** Documented words of {@code cond:operation:status}; none means normal. */
    private static Stock stock(@Nullable String status) {
        return switch (status) {
            case null -> Stock.AVAILABLE;
            case "", "normal", "promotion", "obt" -> Stock.AVAILABLE;
            case "sellout", "obt_sellout" -> Stock.SOLD_OUT;
            case "abandon" -> Stock.NOT_LISTED;
            default -> Stock.UNKNOWN;
        };
    }
}
