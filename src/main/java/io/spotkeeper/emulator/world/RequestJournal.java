package io.spotkeeper.emulator.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The last requests that the wires received, and how many there were of each action. */
public final class RequestJournal {
    /** How many entries are kept. */
    public static final int KEPT = 10_000;

    /**
     * A request and how it was answered.
     *
     * @param seq number of the entry, from 1, in the order in which requests ended
     * @param at when the request arrived, on the world's clock
     * @param answeredAt when its answer was ready to be sent, on the same clock
     * @param account secret id of the caller; null if it named none
     * @param region region that it named; null if it named none
     * @param action action that it named; empty if it named none
     * @param code the vendor's error code; null if the call was carried out
     * @param httpStatus status of the answer; 0 if the connection was closed without one
     * @param fault the fault injected into it; null if none was
     * @param instanceIds ids in the request, else in the answer
     * @param body the parameters without secrets
     */
    public record Entry(
            long seq,
            Instant at,
            Instant answeredAt,
            @Nullable String account,
            @Nullable String region,
            String action,
            @Nullable String code,
            int httpStatus,
            @Nullable String fault,
            List<String> instanceIds,
            JsonNode body) {
        public Entry {
            instanceIds = List.copyOf(instanceIds);
        }

        Entry numbered(long number) {
            return new Entry(
                    number,
                    at,
                    answeredAt,
                    account,
                    region,
                    action,
                    code,
                    httpStatus,
                    fault,
                    instanceIds,
                    body);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private long lastSeq;

    /** Counts a request that has just arrived. */
    public void arrived(String action) {
        lock.lock();
        try {
            counts.merge(action, 1L, Long::sum);
        } finally {
            lock.unlock();
        }
    }

    /** Writes a request down that has been answered; its number is given here. */
    public void ended(Entry entry) {
        lock.lock();
        try {
            lastSeq++;
            entries.addLast(entry.numbered(lastSeq));
            if (entries.size() > KEPT) {
                entries.removeFirst();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * The entries that are kept, oldest first.
     *
     * @param action only of this action; null for all
     * @param since only with a greater number
     */
    public List<Entry> entries(@Nullable String action, long since) {
        lock.lock();
        try {
            return entries.stream()
                    .filter(entry -> entry.seq() > since)
                    .filter(entry -> action == null || entry.action().equals(action))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** How many requests arrived, by action. */
    public Map<String, Long> counts() {
        lock.lock();
        try {
            return new TreeMap<>(counts);
        } finally {
            lock.unlock();
        }
    }

    /** How many requests arrived in all. */
    public long total() {
        return counts().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Forgets everything; numbers go on. */
    public void clear() {
        lock.lock();
        try {
            entries.clear();
            counts.clear();
        } finally {
            lock.unlock();
        }
    }
}
