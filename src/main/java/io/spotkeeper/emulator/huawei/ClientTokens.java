package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which create call each X-Client-Token stood for: one per owner and project, good for
 * its documented life from its first use. A refused call does not use its token up.
 */
final class ClientTokens {
    /** What a token means now. */
    sealed interface Claim {
        /** It is new: carry the call out, then {@link #complete} or {@link #abandon} it. */
        record Fresh() implements Claim {}

        /** It was carried out: answer the same again. */
        record Replay(JsonNode answer) implements Claim {}

        /** It stood for a call too long ago. */
        record Expired() implements Claim {}

        /** It stood for a call with another body. */
        record Mismatch() implements Claim {}

        /** The first call with it has not ended yet. */
        record InProcess() implements Claim {}
    }

    private record Key(String scope, String token) {}

    private record Use(JsonNode body, @Nullable JsonNode answer, Instant at) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Use> uses = new HashMap<>();
    private final Duration life;

    ClientTokens(Duration life) {
        this.life = life;
    }

    Claim claim(String scope, String token, JsonNode body, Instant now) {
        lock.lock();
        try {
            Key key = new Key(scope, token);
            Use use = uses.get(key);
            if (use == null) {
                uses.put(key, new Use(body, null, now));
                return new Claim.Fresh();
            }
            if (now.isAfter(use.at.plus(life))) {
                return new Claim.Expired();
            }
            if (!use.body.equals(body)) {
                return new Claim.Mismatch();
            }
            return use.answer == null ? new Claim.InProcess() : new Claim.Replay(use.answer);
        } finally {
            lock.unlock();
        }
    }

    void complete(String scope, String token, JsonNode answer) {
        lock.lock();
        try {
            uses.computeIfPresent(
                    new Key(scope, token), (key, use) -> new Use(use.body, answer, use.at));
        } finally {
            lock.unlock();
        }
    }

    /** Forgets a token whose call bought nothing. */
    void abandon(String scope, String token) {
        lock.lock();
        try {
            uses.remove(new Key(scope, token));
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
