package io.spotkeeper.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which launch each client token stands for; a refused launch does not use its token up. */
final class LaunchTokens {
    /**
     * A launch that was carried out.
     *
     * @param hash of its request
     * @param ids what it bought
     * @param expires when the token is forgotten
     */
    record Use(String hash, List<String> ids, long expires) {}

    private final Map<String, Use> uses = new HashMap<>();
    private final Duration life;

    LaunchTokens(Duration life) {
        this.life = life;
    }

    @Nullable Use use(String token, long nanos) {
        Use use = uses.get(token);
        return use == null || use.expires() <= nanos ? null : use;
    }

    void used(String token, String hash, List<String> ids, long nanos) {
        uses.put(token, new Use(hash, List.copyOf(ids), nanos + life.toNanos()));
    }
}
