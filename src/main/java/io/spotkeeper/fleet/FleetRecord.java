package io.spotkeeper.fleet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that is durable about a fleet; it lives in the object's status and is written with an
 * optimistic lock.
 *
 * @param ledger the books
 * @param request a one-time fleet's attempt
 * @param everLaunched whether a launch was ever allowed: what deletion has to look for
 * @param regionsInUse every region ever used, also by an older spec
 * @param interruptions instances lost without our asking, ever
 * @param lastInterruptionAt when the last one was noticed
 * @param activities newest first, at most {@link #MAX_ACTIVITIES}
 */
public record FleetRecord(
        Ledger ledger,
        @Nullable RequestProgress request,
        boolean everLaunched,
        SortedSet<String> regionsInUse,
        int interruptions,
        @Nullable Instant lastInterruptionAt,
        List<Activity> activities) {
    /** Entries kept in the activity log. */
    public static final int MAX_ACTIVITIES = 50;

    /** The record of a fleet that never did anything. */
    public static final FleetRecord EMPTY =
            new FleetRecord(Ledger.EMPTY, null, false, new TreeSet<>(), 0, null, List.of());

    public FleetRecord {
        regionsInUse = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(regionsInUse));
        activities = List.copyOf(activities);
    }

    /** With another ledger. */
    public FleetRecord with(Ledger newLedger) {
        return new FleetRecord(
                newLedger,
                request,
                everLaunched,
                regionsInUse,
                interruptions,
                lastInterruptionAt,
                activities);
    }

    /** With another state of the one-time request. */
    public FleetRecord with(@Nullable RequestProgress newRequest) {
        return new FleetRecord(
                ledger,
                newRequest,
                everLaunched,
                regionsInUse,
                interruptions,
                lastInterruptionAt,
                activities);
    }

    /** Notes that a launch was allowed in these regions. */
    public FleetRecord launchingIn(Collection<String> regions) {
        SortedSet<String> all = new TreeSet<>(regionsInUse);
        all.addAll(regions);
        return new FleetRecord(
                ledger, request, true, all, interruptions, lastInterruptionAt, activities);
    }

    /** Counts instances lost without our asking. */
    public FleetRecord interrupted(int count, Instant at) {
        return new FleetRecord(
                ledger, request, everLaunched, regionsInUse, interruptions + count, at, activities);
    }

    /** With these on top of the activity log, the last of them newest; each keeps five ids. */
    public FleetRecord logging(List<Activity> entries) {
        if (entries.isEmpty()) {
            return this;
        }
        List<Activity> all = new ArrayList<>();
        entries.reversed().forEach(activity -> all.add(activity.entry()));
        all.addAll(activities);
        return new FleetRecord(
                ledger,
                request,
                everLaunched,
                regionsInUse,
                interruptions,
                lastInterruptionAt,
                all.size() > MAX_ACTIVITIES ? all.subList(0, MAX_ACTIVITIES) : all);
    }
}
