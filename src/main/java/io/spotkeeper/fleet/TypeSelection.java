package io.spotkeeper.fleet;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a fleet asks of instance types whose owner names none: its pools are those that a catalogue
 * has of it at the time. Catalogues move by themselves, so what is asked is told apart from what is
 * found.
 *
 * @param asked all that the owner wrote of it; another text is another request
 * @param region where
 * @param zones zones of the region that will do
 * @param market the market
 * @param unfit names of types that the catalogue shows and that do not have it
 * @param remark what a person should know of the choice, without a full stop; absent = nothing
 */
public record TypeSelection(
        String asked,
        String region,
        Set<String> zones,
        Market market,
        Set<String> unfit,
        @Nullable String remark) {
    public TypeSelection {
        zones = Set.copyOf(zones);
        unfit = Set.copyOf(unfit);
    }

    /**
     * Whether an instance of this pool is one that the owner wants. A type that the catalogue does
     * not show any more was bought because it fitted, so it still does.
     */
    boolean covers(CapacityPool pool) {
        return pool.region().equals(region)
                && pool.market() == market
                && zones.contains(pool.zone())
                && !unfit.contains(pool.instanceType());
    }
}
