package io.spotkeeper.emulator.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The faults that are still to be injected. */
public final class FaultPlan {
    /** Stands for every action. */
    public static final String ANY = "*";

    /**
     * A fault to inject.
     *
     * @param action action that it hits, or {@link #ANY}
     * @param account secret id that it hits; null for any
     * @param kind what goes wrong
     * @param remaining how many more calls it hits
     */
    public record Planned(String action, @Nullable String account, FaultKind kind, int remaining) {
        boolean hits(String calledAction, @Nullable String caller) {
            return (action.equals(ANY) || action.equals(calledAction))
                    && (account == null || account.equals(caller));
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Planned> planned = new ArrayList<>();

    /** Plans a fault after those that are already planned. */
    public void add(Planned fault) {
        lock.lock();
        try {
            planned.add(fault);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes what the next call of an action suffers: the oldest planned fault that hits it, and the
     * oldest planned delay.
     *
     * @param action the called action
     * @param account secret id of the caller, null if it named none
     */
    public Suffering take(String action, @Nullable String account) {
        lock.lock();
        try {
            Optional<FaultKind> delay =
                    takeFirst(action, account, kind -> kind instanceof FaultKind.Delay);
            Optional<FaultKind> fault =
                    takeFirst(action, account, kind -> !(kind instanceof FaultKind.Delay));
            return new Suffering((FaultKind.Delay) delay.orElse(null), fault.orElse(null));
        } finally {
            lock.unlock();
        }
    }

    /**
     * What one call suffers.
     *
     * @param delay how late it is; null if it is not
     * @param fault what else goes wrong; null if nothing does
     */
    public record Suffering(FaultKind.@Nullable Delay delay, @Nullable FaultKind fault) {}

    private Optional<FaultKind> takeFirst(
            String action, @Nullable String account, Predicate<FaultKind> wanted) {
        for (int i = 0; i < planned.size(); i++) {
            Planned fault = planned.get(i);
            if (fault.hits(action, account) && wanted.test(fault.kind())) {
                if (fault.remaining() == 1) {
                    planned.remove(i);
                } else {
                    planned.set(
                            i,
                            new Planned(
                                    fault.action(),
                                    fault.account(),
                                    fault.kind(),
                                    fault.remaining() - 1));
                }
                return Optional.of(fault.kind());
            }
        }
        return Optional.empty();
    }

    /** What is still planned, oldest first. */
    public List<Planned> planned() {
        lock.lock();
        try {
            return List.copyOf(planned);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets all faults. */
    public void clear() {
        lock.lock();
        try {
            planned.clear();
        } finally {
            lock.unlock();
        }
    }
}
