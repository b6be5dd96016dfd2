package io.spotkeeper.keeper;

import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.fleet.Farewell;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one process has seen of one fleet with its own eyes and its own clock. It is gathered over
 * several listings and never written down: a restart only has to look again. Every time in it is of
 * the monotonic clock, because no times of different machines are compared.
 */
final class Evidence {
    /** What was seen of an open intent. */
    static final class OfIntent {
        private int attempts;
        private long attemptsReadAt;
        private Set<String> ids = Set.of();
        private long idsReadAt;

        /** When the first of the two settling listings began. */
        @Nullable Long firstListing;

        /** What carried the intent's tag in any settling listing, as it was seen last. */
        final Map<String, Instance> seen = new HashMap<>();

        /** Ids of those that we gave up ourselves meanwhile. */
        final Set<String> givenUp = new HashSet<>();

        /** Tags are not put on its instances again before. */
        long nextTagAt = Long.MIN_VALUE;

        /** When this process first knew of the last allowed send. */
        long attemptsReadAt() {
            return attemptsReadAt;
        }

        /** When this process first knew of the ids. */
        long idsReadAt() {
            return idsReadAt;
        }

        private void read(LaunchIntent intent, long nanos, boolean first) {
            if (first || attempts != intent.attempts()) {
                attempts = intent.attempts();
                attemptsReadAt = nanos;
                firstListing = null;
                seen.clear();
                givenUp.clear();
            }
            Set<String> now = Set.copyOf(intent.instanceIds());
            // Ids only leave an intent after their answer was read: that is no new answer.
            if (first || !ids.containsAll(now)) {
                idsReadAt = nanos;
            }
            ids = now;
        }
    }

    /** What was seen of an instance that is being given up. */
    static final class OfFarewell {
        /** When it was found dead, absent, or free of our tags. */
        @Nullable Long goneAt;

        /** When the first listing after that began which did not show it. */
        @Nullable Long firstClean;

        /** Not to be asked for again before. */
        long nextTryAt = Long.MIN_VALUE;

        /** Calls made for it by this process. */
        int tries;

        /** The cloud said that there is nothing left to act on. */
        boolean toldGone;
    }

    /** What was seen of a known instance that listings do not show. */
    static final class Absence {
        /** By-id answers in a row, one per round, that did not know it. */
        int rounds;

        /** Start of the listing of the last such answer. */
        long lastRound = Long.MIN_VALUE;

        /** When it was first found absent by id beyond doubt. */
        @Nullable Long absentAt;

        /** Found missing together with many others: believed only after the grace. */
        boolean mass;
    }

    private final Map<String, OfIntent> intents = new HashMap<>();
    private final Map<String, OfFarewell> farewells = new HashMap<>();
    private final Map<String, Absence> absences = new HashMap<>();
    private final Map<String, Instance> lastSeen = new HashMap<>();
    private final Map<String, Long> guardedUntil = new HashMap<>();
    private final Map<String, Long> youngSince = new HashMap<>();
    private final long graceNanos;
    private Set<String> known = Set.of();
    private long counter = Long.MIN_VALUE;
    private long counterReadAt;
    private @Nullable Instant suspect;
    private long suspectReadAt;

    /** The first of two agreeing listings of an unsound ledger. */
    @Nullable Long suspectListing;

    /** What that listing showed. */
    Set<String> suspectIds = Set.of();

    /** When a fleet under deletion was found to have nothing left. */
    @Nullable Long emptyAt;

    /** When the first listing after that began. */
    @Nullable Long emptyListing;

    /** Instances lost without our asking and not replaced yet. */
    int lost;

    /** Instances whose failure was held against their pool, but is not written yet. */
    final Set<String> held = new HashSet<>();

    /** Writes in a row that met a conflict or no answer. */
    int failedWrites;

    /** Why the cloud refused the last termination or release; absent when it did not. */
    @Nullable CloudFailure trouble;

    /**
     * Nothing seen yet.
     *
     * @param grace G: for how long by-id answers may lag a launch
     */
    Evidence(Duration grace) {
        this.graceNanos = grace.toNanos();
    }

    /** Takes note of the ledger as it is now; called with every ledger read or written. */
    void read(Ledger ledger, long nanos) {
        if (counter != ledger.settlement()) {
            counter = ledger.settlement();
            counterReadAt = nanos;
            emptyAt = null;
        }
        if (!java.util.Objects.equals(suspect, ledger.suspectSince())) {
            suspect = ledger.suspectSince();
            suspectReadAt = nanos;
            suspectListing = null;
        }
        for (LaunchIntent intent : ledger.intents()) {
            OfIntent before = intents.get(intent.id());
            OfIntent of = before == null ? new OfIntent() : before;
            of.read(intent, nanos, before == null);
            intents.put(intent.id(), of);
        }
        readKnown(ledger, nanos);
        intents.keySet().removeIf(id -> ledger.intent(id).isEmpty());
        Set<String> leaving = new HashSet<>();
        ledger.terminations().stream().map(Farewell::instanceId).forEach(leaving::add);
        ledger.releases().stream().map(Farewell::instanceId).forEach(leaving::add);
        farewells.keySet().retainAll(leaving);
        Set<String> named = new HashSet<>(leaving);
        named.addAll(ledger.known());
        ledger.intents().forEach(intent -> named.addAll(intent.instanceIds()));
        absences.keySet().retainAll(named);
        guardedUntil.values().removeIf(until -> until <= nanos);
    }

    private void readKnown(Ledger ledger, long nanos) {
        if (!known.equals(ledger.known())) {
            for (String id : ledger.known()) {
                if (!known.contains(id)) {
                    youngSince.put(id, nanos);
                }
            }
            known = ledger.known();
            youngSince.keySet().retainAll(known);
        }
        youngSince.values().removeIf(since -> nanos - since >= graceNanos);
    }

    /**
     * Whether this process has known the instance for less than G: then the cloud's answers about
     * it may still lag its launch, and neither its absence nor a lack of tags says anything.
     */
    boolean young(String instanceId) {
        return youngSince.containsKey(instanceId);
    }

    /** How long to wait after one more write that met a conflict: a cache may be behind. */
    Duration afterFailedWrite() {
        failedWrites++;
        return failedWrites == 1
                ? Duration.ZERO
                : Duration.ofMillis(50L << Math.min(failedWrites - 2, 8));
    }

    /** The highest settlement counter this process has seen. */
    long counter() {
        return counter;
    }

    /** When this process first read the present settlement counter. */
    long counterReadAt() {
        return counterReadAt;
    }

    /**
     * This process itself raises the counter, by what it concluded from the latest listing: that
     * one began after the present value was read, and may still be decided on.
     */
    void concluding(long newCounter) {
        counter = newCounter;
    }

    /** When this process first read that the ledger is suspect. */
    long suspectReadAt() {
        return suspectReadAt;
    }

    OfIntent intent(String id) {
        return intents.computeIfAbsent(id, _ -> new OfIntent());
    }

    OfFarewell farewell(String instanceId) {
        return farewells.computeIfAbsent(instanceId, _ -> new OfFarewell());
    }

    Absence absence(String instanceId) {
        return absences.computeIfAbsent(instanceId, _ -> new Absence());
    }

    void present(String instanceId) {
        absences.remove(instanceId);
    }

    /** Remembers what was last seen of the live instances, and forgets the others. */
    void saw(Iterable<Instance> instances, Set<String> members) {
        for (Instance instance : instances) {
            if (instance.state().live()) {
                lastSeen.put(instance.id(), instance);
            }
        }
        lastSeen.keySet().retainAll(members);
    }

    /** Remembers an instance that a by-id answer showed alive. */
    void saw(Instance instance) {
        lastSeen.put(instance.id(), instance);
    }

    @Nullable Instance lastSeen(String id) {
        return lastSeen.get(id);
    }

    /** The cloud refused to terminate it: leave it alone for a while. */
    void guard(String instanceId, long untilNanos) {
        guardedUntil.put(instanceId, untilNanos);
    }

    boolean guarded(String instanceId) {
        return guardedUntil.containsKey(instanceId);
    }

    /** When the first of the protected instances may be tried again. */
    OptionalLong guardEnds() {
        return guardedUntil.values().stream().mapToLong(Long::longValue).min();
    }
}
