package io.spotkeeper.fleet;

import java.math.BigDecimal;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a resource asks for, in the core's own words.
 *
 * @param id the owning object
 * @param adoptedUid UID whose tags count as this fleet's too: the object was restored under a new
 *     UID
 * @param generation the object's generation
 * @param requestType whether it is kept satisfied or tried once
 * @param strategy in which order pools are bought from
 * @param target capacity wanted, thousandths
 * @param paused no launch and no termination while true
 * @param pools the pools it may buy from, in the owner's order; none only with an obstacle
 * @param template what is bought
 * @param limits money and rate limits
 * @param deleting the object is being deleted
 * @param deletionPolicy what becomes of its instances then
 * @param obstacle why nothing can be launched, whatever the pools say; all else goes on
 * @param group what it asks for as a group; absent = pools are bought in the strategy's order
 * @param selection what a type must have, where the pools are those of a catalogue that have it;
 *     absent = the owner named the types
 */
public record Fleet(
        FleetId id,
        @Nullable String adoptedUid,
        long generation,
        RequestType requestType,
        AllocationStrategy strategy,
        long target,
        boolean paused,
        List<PoolRule> pools,
        LaunchTemplate template,
        Limits limits,
        boolean deleting,
        DeletionPolicy deletionPolicy,
        @Nullable Obstacle obstacle,
        @Nullable GroupTerms group,
        @Nullable TypeSelection selection) {
    /** Capacity of one instance of weight 1, in thousandths. */
    public static final long UNIT = 1000;

    public Fleet {
        pools = List.copyOf(pools);
        if (target < 0) {
            throw new IllegalArgumentException("a target is not negative: " + target);
        }
    }

    /** A fleet that nothing stands in the way of. */
    public Fleet(
            FleetId id,
            @Nullable String adoptedUid,
            long generation,
            RequestType requestType,
            AllocationStrategy strategy,
            long target,
            boolean paused,
            List<PoolRule> pools,
            LaunchTemplate template,
            Limits limits,
            boolean deleting,
            DeletionPolicy deletionPolicy) {
        this(
                id,
                adoptedUid,
                generation,
                requestType,
                strategy,
                target,
                paused,
                pools,
                template,
                limits,
                deleting,
                deletionPolicy,
                null,
                null,
                null);
    }

    /**
     * Something outside the pools that keeps a fleet from launching.
     *
     * @param reason what the fleet is in
     * @param message the same for a person, with the next step
     */
    public record Obstacle(Reason reason, String message) {}

    /** The same fleet with something in its way. */
    public Fleet hinderedBy(Obstacle newObstacle) {
        return with(newObstacle, group, selection);
    }

    /** The same fleet as a group. */
    public Fleet grouped(GroupTerms terms) {
        return with(obstacle, terms, selection);
    }

    /** The same fleet with pools that were chosen by what their types have. */
    public Fleet selecting(TypeSelection chosen) {
        return with(obstacle, group, chosen);
    }

    private Fleet with(
            @Nullable Obstacle newObstacle,
            @Nullable GroupTerms newGroup,
            @Nullable TypeSelection newSelection) {
        return new Fleet(
                id,
                adoptedUid,
                generation,
                requestType,
                strategy,
                target,
                paused,
                pools,
                template,
                limits,
                deleting,
                deletionPolicy,
                newObstacle,
                newGroup,
                newSelection);
    }

    /** What is bought in a region. */
    public LaunchTemplate template(String region) {
        return group == null ? template : group.templates().getOrDefault(region, template);
    }

    /** Whether the owner wants instances of this pool. */
    public boolean uses(CapacityPool pool) {
        return pools.stream().anyMatch(rule -> rule.pool().equals(pool))
                || selection != null && selection.covers(pool);
    }

    /** Whether what runs meets what is asked for, each part for itself. */
    public boolean runs(FleetView view) {
        return group == null ? view.ready() >= target : Shares.run(group, view);
    }

    /** A capacity as people write it: units with at most three decimals. */
    static String units(long thousandths) {
        return BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString();
    }

    /** Whether a fleet is kept satisfied. */
    public enum RequestType {
        /** Keep applying until satisfied, for as long as it takes. */
        PERSISTENT,
        /** One attempt per request; the result stands. */
        ONE_TIME
    }

    /** In which order pools are bought from. */
    public enum AllocationStrategy {
        /** The owner's order. */
        PRIORITIZED,
        /** Cheapest per unit of capacity first; the owner's order breaks ties. */
        LOWEST_PRICE
    }

    /** What becomes of the instances of a deleted fleet. */
    public enum DeletionPolicy {
        /** They are terminated. */
        TERMINATE,
        /** Our tags are taken off and they keep running. */
        RETAIN
    }

    /**
     * Limits of one fleet.
     *
     * @param maxHourlyCost most that the fleet may cost an hour, in the account's currency
     * @param maxLaunchesPerHour instances launched in any hour
     */
    public record Limits(@Nullable BigDecimal maxHourlyCost, @Nullable Integer maxLaunchesPerHour) {
        /** No limits. */
        public static final Limits NONE = new Limits(null, null);
    }

    /** The regions that its pools are in. */
    public SortedSet<String> regions() {
        SortedSet<String> regions = new TreeSet<>();
        pools.forEach(rule -> regions.add(rule.pool().region()));
        if (selection != null) {
            regions.add(selection.region());
        }
        return regions;
    }

    /** Whether an instance whose fleet tag has this value is this fleet's. */
    public boolean owns(@Nullable String fleetTag) {
        return fleetTag != null && (fleetTag.equals(id.uid()) || fleetTag.equals(adoptedUid));
    }
}
