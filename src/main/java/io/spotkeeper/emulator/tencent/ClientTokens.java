package io.spotkeeper.emulator.tencent;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which launch each ClientToken stood for.
 *
 * <p>Tencent documents neither the life nor the scope of a token: here it is one per owner, and
 * forgotten after its life or after a refusal.
 */
final class ClientTokens {
    /** What a token means now. */
    sealed interface Claim {
        /** It is new: carry the call out, then {@link #complete} or {@link #abandon} it. */
        record Fresh() implements Claim {}

        /** It was carried out: answer the same again. */
        record Replay(List<String> instanceIds) implements Claim {}

        /** It stood for a call with other parameters. */
        record Mismatch() implements Claim {}

        /** The first call with it has not ended yet. */
        record InProcess() implements Claim {}
    }

    private record Key(String uin, String token) {}

    private record Use(String bodyHash, @Nullable List<String> instanceIds, Instant at) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Use> uses = new HashMap<>();
    private final Duration life;

    ClientTokens(Duration life) {
        this.life = life;
    }

    Claim claim(String uin, String token, String bodyHash, Instant now) {
        lock.lock();
        try {
            Key key = new Key(uin, token);
            Use use = uses.get(key);
            if (use == null || isForgotten(use, now)) {
                uses.values().removeIf(old -> isForgotten(old, now));
                uses.put(key, new Use(bodyHash, null, now));
                return new Claim.Fresh();
            }
            if (!use.bodyHash.equals(bodyHash)) {
                return new Claim.Mismatch();
            }
            return use.instanceIds == null
                    ? new Claim.InProcess()
                    : new Claim.Replay(use.instanceIds);
        } finally {
            lock.unlock();
        }
    }

    private boolean isForgotten(Use use, Instant now) {
        return use.instanceIds != null && now.isAfter(use.at.plus(life));
    }

    void complete(String uin, String token, List<String> instanceIds, Instant now) {
        lock.lock();
        try {
            uses.computeIfPresent(
                    new Key(uin, token),
                    (key, use) -> new Use(use.bodyHash, List.copyOf(instanceIds), now));
        } finally {
            lock.unlock();
        }
    }

    /** Forgets a token whose call bought nothing. */
    void abandon(String uin, String token) {
        lock.lock();
        try {
            uses.remove(new Key(uin, token));
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        lock.lock();
        try {
            uses.clear();
        } finally {
            lock.unlock();
        }
    }
}
