package io.spotkeeper.keeper;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;

/**
 * What this process told of each object last. Prices and cool-downs are a process's own, so two
 * that are active at once tell different things of one fleet, and would rewrite each other's report
 * without end. Therefore nobody tells the same thing again at once after somebody else told
 * another: only after a pause that grows from a minute to an hour. What is new is told at once.
 *
 * @param <T> what is told
 */
public final class LastTold<T> {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    private record Told<T>(T what, Instant at, Duration pause) {}

    private final Map<String, Told<T>> told = new ConcurrentHashMap<>();
    private final BiPredicate<T, T> same;

    /**
     * Nothing was told yet.
     *
     * @param same whether two tellings tell the same
     */
    public LastTold(BiPredicate<T, T> same) {
        this.same = same;
    }

    /**
     * Whether this, which the object does not say any more, was told so recently that what somebody
     * else said instead stands for now.
     */
    public boolean yields(String uid, T what, Instant now) {
        Told<T> last = told.get(uid);
        return last != null
                && same.test(last.what(), what)
                && now.isBefore(last.at().plus(last.pause()));
    }

    /** Notes what was told. */
    public void tell(String uid, T what, Instant now) {
        Told<T> last = told.get(uid);
        Duration pause =
                last != null && same.test(last.what(), what) ? longer(last.pause()) : SHORTEST;
        told.put(uid, new Told<>(what, now, pause));
    }

    /** When something was told of an object last; {@link Instant#MIN} where nothing was. */
    public Instant at(String uid) {
        Told<T> last = told.get(uid);
        return last == null ? Instant.MIN : last.at();
    }

    /** Forgets an object that is gone. */
    public void forget(String uid) {
        told.remove(uid);
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    }
}
