package io.spotkeeper.keeper;

import io.spotkeeper.fleet.Farewell;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Ledger;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
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

        /** Ids that carried the intent's tag in any settling listing. */
        final Set<String> seen = new HashSet<>();

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
    private long counter = Long.MIN_VALUE;
    private long counterReadAt;
    private @Nullable Instant suspect;
    private long suspectReadAt;

    /** The first of two agreeing listings of an unsound ledger. */
    @Nullable Long suspectListing;

    /** What that listing showed. */
    Set<String> suspectIds = Set.of();

    /** When the first empty listing of a fleet under deletion began. */
    @Nullable Long emptyListing;

    /** Instances lost without our asking and not replaced yet. */
    int lost;

    /** Takes note of the ledger as it is now; called with every ledger read or written. */
    void read(Ledger ledger, long nanos) {
        if (counter != ledger.settlement()) {
            counter = ledger.settlement();
            counterReadAt = nanos;
            emptyListing = null;
        }
        if (!java.util.Objects.equals(suspect, ledger.suspectSince())) {
            suspect = ledger.suspectSince();
            suspectReadAt = nanos;
            suspectListing = null;
        }
        for (LaunchIntent intent : ledger.intents()) {
            OfIntent known = intents.get(intent.id());
            OfIntent of = known == null ? new OfIntent() : known;
            of.read(intent, nanos, known == null);
            intents.put(intent.id(), of);
        }
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

    /** The highest settlement counter this process has seen. */
    long counter() {
        return counter;
    }

    /** When this process first read the present settlement counter. */
    long counterReadAt() {
        return counterReadAt;
    }

    /** Something was just concluded from a listing: that very listing may still be decided on. */
    void concluded(long newCounter, long listingStarted) {
        counter = newCounter;
        counterReadAt = Math.min(counterReadAt, listingStarted - 1);
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
}
