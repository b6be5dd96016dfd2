package io.spotkeeper.emulator.world;

import io.spotkeeper.emulator.market.Instance;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts the instances of each Spotkeeper fleet and launch intent by the tags that they truly
 * carry, whether or not the cloud shows these yet.
 */
public final class FleetCensus {
    /** Tag with the UID of the fleet. */
    public static final String FLEET = "spotkeeper-fleet";

    /** Tag with the id of the launch intent. */
    public static final String INTENT = "spotkeeper-intent";

    private final Map<String, Integer> peaks = new TreeMap<>();
    private final Map<String, Integer> intents = new TreeMap<>();

    /**
     * How many live instances a fleet has.
     *
     * @param live now
     * @param peak the most there ever were at one time
     */
    public record Count(int live, int peak) {}

    /** Live counts only ever grow when something is launched, so the peak is taken here. */
    void launched(List<Instance> launched, Collection<Instance> all) {
        for (Instance instance : launched) {
            String intent = instance.tags().get(INTENT);
            if (intent != null) {
                intents.merge(intent, 1, Integer::sum);
            }
        }
        refreshPeaks(all);
    }

    /** To be called when tags were attached as well: an instance may have joined a fleet. */
    void refreshPeaks(Collection<Instance> all) {
        live(all).forEach((fleet, live) -> peaks.merge(fleet, live, Math::max));
    }

    private static Map<String, Integer> live(Collection<Instance> all) {
        Map<String, Integer> live = new TreeMap<>();
        for (Instance instance : all) {
            String fleet = instance.tags().get(FLEET);
            if (fleet != null && instance.state().isLive()) {
                live.merge(fleet, 1, Integer::sum);
            }
        }
        return live;
    }

    /** Counts by fleet, for every fleet that ever had an instance. */
    Map<String, Count> fleets(Collection<Instance> all) {
        Map<String, Integer> live = live(all);
        Map<String, Count> counts = new TreeMap<>();
        peaks.forEach(
                (fleet, peak) -> counts.put(fleet, new Count(live.getOrDefault(fleet, 0), peak)));
        return counts;
    }

    /** How many instances were ever created for each intent. */
    Map<String, Integer> intents() {
        return new TreeMap<>(intents);
    }
}
