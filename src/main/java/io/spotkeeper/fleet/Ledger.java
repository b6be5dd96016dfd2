package io.spotkeeper.fleet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A fleet's open intents, what it is giving up, and the ids of all instances known to live. It is
 * stored in the object's status; everything that counting depends on is in it.
 *
 * @param settlement rises whenever something is concluded from listings and whenever intents are
 *     opened; a process decides only on a listing that it began after it first read the present
 *     value, and a lower value than it remembers tells it that an older status was restored
 * @param known ids of instances known to live
 * @param intents open launch intents, oldest first
 * @param terminations instances we asked the cloud to terminate
 * @param releases instances that our tags are being taken off
 * @param recentLaunches buckets of the last hour, oldest first; kept only under a rate limit
 * @param suspectSince set while the ledger may be missing something (wiped, restored)
 */
public record Ledger(
        long settlement,
        SortedSet<String> known,
        List<LaunchIntent> intents,
        List<Farewell> terminations,
        List<Farewell> releases,
        List<LaunchCount> recentLaunches,
        @Nullable Instant suspectSince) {
    /** The ledger of a fleet that never launched anything. */
    public static final Ledger EMPTY =
            new Ledger(0, new TreeSet<>(), List.of(), List.of(), List.of(), List.of(), null);

    public Ledger {
        known = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(known));
        intents = List.copyOf(intents);
        terminations = List.copyOf(terminations);
        releases = List.copyOf(releases);
        recentLaunches = List.copyOf(recentLaunches);
    }

    /** The open intent with this id. */
    public Optional<LaunchIntent> intent(String id) {
        return intents.stream().filter(intent -> intent.id().equals(id)).findFirst();
    }

    /** Whether we asked for this instance's termination. */
    public boolean terminating(String instanceId) {
        return terminations.stream().anyMatch(f -> f.instanceId().equals(instanceId));
    }

    /** Whether this instance is being released. */
    public boolean releasing(String instanceId) {
        return releases.stream().anyMatch(f -> f.instanceId().equals(instanceId));
    }

    /** Whether this instance is being given up either way. */
    public boolean leaving(String instanceId) {
        return terminating(instanceId) || releasing(instanceId);
    }

    /** With the counter one higher: something was concluded from listings, or opened. */
    public Ledger settled() {
        return new Ledger(
                settlement + 1,
                known,
                intents,
                terminations,
                releases,
                recentLaunches,
                suspectSince);
    }

    /** With exactly this counter; used once, when a lower one than remembered was found. */
    public Ledger withSettlement(long value) {
        return new Ledger(
                value, known, intents, terminations, releases, recentLaunches, suspectSince);
    }

    /** With these ids known as well, but for those that are being given up. */
    public Ledger knowing(Collection<String> ids) {
        SortedSet<String> more = new TreeSet<>(known);
        ids.stream().filter(id -> !leaving(id)).forEach(more::add);
        return more.size() == known.size() ? this : withKnown(more);
    }

    /** Without these ids among the known. */
    public Ledger forgetting(Collection<String> ids) {
        if (ids.stream().noneMatch(known::contains)) {
            return this;
        }
        SortedSet<String> fewer = new TreeSet<>(known);
        fewer.removeAll(ids);
        return withKnown(fewer);
    }

    private Ledger withKnown(SortedSet<String> ids) {
        return new Ledger(
                settlement, ids, intents, terminations, releases, recentLaunches, suspectSince);
    }

    /** With one more open intent. */
    public Ledger opening(LaunchIntent intent) {
        List<LaunchIntent> more = new ArrayList<>(intents);
        more.add(intent);
        return withIntents(more);
    }

    /** With one intent changed; nothing happens when it is not open any more. */
    public Ledger changing(String intentId, UnaryOperator<LaunchIntent> change) {
        return withIntents(
                intents.stream().map(i -> i.id().equals(intentId) ? change.apply(i) : i).toList());
    }

    /** Without the intent. */
    public Ledger closing(String intentId) {
        return withIntents(intents.stream().filter(i -> !i.id().equals(intentId)).toList());
    }

    private Ledger withIntents(List<LaunchIntent> all) {
        return new Ledger(
                settlement, known, all, terminations, releases, recentLaunches, suspectSince);
    }

    /** With these terminations recorded as well; the ids leave {@code known}. */
    public Ledger terminating(Collection<Farewell> farewells) {
        List<Farewell> all = new ArrayList<>(terminations);
        farewells.stream().filter(f -> !terminating(f.instanceId())).forEach(all::add);
        return withFarewells(all, releases)
                .forgetting(farewells.stream().map(Farewell::instanceId).toList());
    }

    /** With these releases recorded as well; the ids leave {@code known}. */
    public Ledger releasing(Collection<Farewell> farewells) {
        List<Farewell> all = new ArrayList<>(releases);
        farewells.stream().filter(f -> !releasing(f.instanceId())).forEach(all::add);
        return withFarewells(terminations, all)
                .forgetting(farewells.stream().map(Farewell::instanceId).toList());
    }

    /** Without the terminations and releases of the instances that match. */
    public Ledger withoutFarewells(Predicate<String> instanceIds) {
        return withFarewells(
                terminations.stream().filter(f -> !instanceIds.test(f.instanceId())).toList(),
                releases.stream().filter(f -> !instanceIds.test(f.instanceId())).toList());
    }

    private Ledger withFarewells(List<Farewell> newTerminations, List<Farewell> newReleases) {
        return new Ledger(
                settlement,
                known,
                intents,
                newTerminations,
                newReleases,
                recentLaunches,
                suspectSince);
    }

    /** Marked as possibly incomplete since {@code at}, or, with null, as sound again. */
    public Ledger suspectedSince(@Nullable Instant at) {
        return new Ledger(settlement, known, intents, terminations, releases, recentLaunches, at);
    }

    /** With these launch buckets. */
    public Ledger withRecentLaunches(List<LaunchCount> launches) {
        return new Ledger(
                settlement, known, intents, terminations, releases, launches, suspectSince);
    }
}
