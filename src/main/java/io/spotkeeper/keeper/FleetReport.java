package io.spotkeeper.keeper;

import io.spotkeeper.fleet.Explanation;
import io.spotkeeper.fleet.FleetView;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.PriceSource;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pass has to tell about a fleet.
 *
 * @param view what counts; absent while no listing can be trusted: then what was told last stands
 * @param departing instances that still exist but do not count: being given up, or dead
 * @param explanation why it is as it is
 * @param cost estimate; absent with the view
 */
public record FleetReport(
        @Nullable FleetView view,
        List<Instance> departing,
        Explanation explanation,
        @Nullable Cost cost) {
    public FleetReport {
        departing = List.copyOf(departing);
    }

    /**
     * What the live instances cost an hour, as far as prices are known: an estimate.
     *
     * @param hourly sum of instance and bandwidth prices
     * @param source the weakest source among the prices summed; absent when none is known
     * @param quotedAt the oldest quotation among them
     */
    public record Cost(
            BigDecimal hourly, @Nullable PriceSource source, @Nullable Instant quotedAt) {}
}
