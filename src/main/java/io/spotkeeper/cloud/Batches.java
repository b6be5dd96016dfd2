package io.spotkeeper.cloud;

import io.spotkeeper.cloud.Fault.Origin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Makes a mutating call for many instances. Whether a cloud applies a refused batch in part is
 * undocumented, so a batch that the service refused is asked again in halves, down to single
 * instances: one bad id does not keep the others waiting.
 */
public final class Batches {
    private static final CallOutcome ACCEPTED = new CallOutcome.Accepted();

    private Batches() {}

    /** A call for a batch of ids. */
    @FunctionalInterface
    public interface BatchCall {
        /** Makes the call. */
        Answer<?> make(List<String> ids);
    }

    /** One outcome per id; {@code size} ids per call at most. */
    public static Map<String, CallOutcome> each(Collection<String> ids, int size, BatchCall call) {
        Map<String, CallOutcome> outcomes = new LinkedHashMap<>();
        Deque<List<String>> waiting = cut(List.copyOf(new LinkedHashSet<>(ids)), size);
        while (!waiting.isEmpty()) {
            List<String> batch = waiting.removeFirst();
            switch (call.make(batch)) {
                case Answer.Given<?> _ -> batch.forEach(id -> outcomes.put(id, ACCEPTED));
                case Answer.Missing<?>(Fault fault) when endsAll(fault) -> {
                    batch.forEach(id -> outcomes.put(id, fault.callOutcome()));
                    waiting.forEach(rest -> rest.forEach(id -> outcomes.put(id, unasked(fault))));
                    waiting.clear();
                }
                case Answer.Missing<?>(Fault fault)
                        when batch.size() > 1 && fault.origin() == Origin.ANSWERED -> {
                    int half = batch.size() / 2;
                    waiting.addFirst(batch.subList(half, batch.size()));
                    waiting.addFirst(batch.subList(0, half));
                }
                case Answer.Missing<?>(Fault fault) ->
                        batch.forEach(id -> outcomes.put(id, fault.callOutcome()));
            }
        }
        return outcomes;
    }

    /** Consecutive pieces of at most {@code size}. */
    public static Deque<List<String>> cut(List<String> all, int size) {
        Deque<List<String>> pieces = new ArrayDeque<>();
        for (int from = 0; from < all.size(); from += size) {
            pieces.add(new ArrayList<>(all.subList(from, Math.min(from + size, all.size()))));
        }
        return pieces;
    }

    /** Whether it says nothing of the ids and would meet the next batch as well. */
    private static boolean endsAll(Fault fault) {
        return fault.origin() == Origin.NOT_SENT
                || fault.failure() instanceof CloudFailure.Throttled
                || fault.failure() instanceof CloudFailure.Unauthorized;
    }

    /** Nothing was sent for these, whatever is true of the batch before them. */
    private static CallOutcome unasked(Fault fault) {
        return new CallOutcome.Refused(fault.failure());
    }
}
