package io.spotkeeper.simulation.input;

import io.spotkeeper.emulator.market.MarketPlan;
import java.time.Instant;
import java.util.List;

/**
 * A market to run a fleet on.
 *
 * @param plan pools, prices and how they move by themselves
 * @param currency currency of all prices
 * @param start wall-clock time at which it begins
 * @param happenings what was recorded, in the order of time
 */
public record MarketStory(
        MarketPlan plan, String currency, Instant start, List<Happening> happenings) {
    public MarketStory {
        happenings = List.copyOf(happenings);
    }
}
