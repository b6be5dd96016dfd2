package io.spotkeeper.keeper;

import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.Ownership;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One machine in the cloud with all that ever happened to it, so that it can be shown as it was a
 * while ago: lag is nothing else.
 */
final class Vm {
    /** How it looks from some moment on. */
    private record Face(
            InstanceState state,
            Map<String, String> tags,
            boolean exists,
            boolean endedElsewhere,
            @Nullable String failure) {
        Face with(InstanceState newState) {
            return new Face(newState, tags, exists, endedElsewhere, failure);
        }

        Face with(Map<String, String> newTags) {
            return new Face(state, newTags, exists, endedElsewhere, failure);
        }
    }

    final String id;
    final CapacityPool pool;
    final @Nullable String token;
    final Instant createdAt;
    private final NavigableMap<Long, Face> faces = new TreeMap<>();
    private boolean ended;
    private boolean released;

    /** The cloud refuses to terminate it. */
    boolean guarded;

    /** A termination is accepted and does nothing. */
    boolean stubborn;

    Vm(String id, CapacityPool pool, @Nullable String token, long nanos, Instant createdAt) {
        this.id = id;
        this.pool = pool;
        this.token = token;
        this.createdAt = createdAt;
        faces.put(nanos, new Face(InstanceState.PENDING, Map.of(), true, false, null));
    }

    private Face at(long nanos) {
        Map.Entry<Long, Face> entry = faces.floorEntry(nanos);
        return entry == null
                ? new Face(InstanceState.PENDING, Map.of(), false, false, null)
                : entry.getValue();
    }

    // What was to come later comes on top of the change.
    private void change(long nanos, java.util.function.UnaryOperator<Face> change) {
        faces.put(nanos, at(nanos));
        faces.tailMap(nanos, true).replaceAll((_, face) -> change.apply(face));
    }

    void tagged(long nanos, Map<String, String> tags) {
        change(
                nanos,
                face -> {
                    Map<String, String> all = new TreeMap<>(face.tags());
                    all.putAll(tags);
                    return face.with(all);
                });
    }

    void untagged(long nanos, Iterable<String> keys) {
        released |= at(nanos).tags().containsKey(Ownership.CLUSTER);
        change(
                nanos,
                face -> {
                    Map<String, String> left = new TreeMap<>(face.tags());
                    keys.forEach(left::remove);
                    return face.with(left);
                });
    }

    void runs(long nanos) {
        change(nanos, face -> face.with(InstanceState.RUNNING));
    }

    void is(InstanceState state, long nanos) {
        change(nanos, face -> face.with(state));
    }

    void failed(long nanos, String why) {
        ended = true;
        faces.tailMap(nanos, false).clear();
        change(
                nanos,
                face -> new Face(InstanceState.FAILED, face.tags(), face.exists(), false, why));
    }

    /** It ends now, is shown as terminating for a while, and then does not exist. */
    void ends(long nanos, long shownFor, boolean elsewhere) {
        if (ended) {
            return;
        }
        ended = true;
        change(
                nanos,
                face ->
                        new Face(
                                InstanceState.TERMINATING,
                                face.tags(),
                                true,
                                elsewhere,
                                face.failure()));
        vanishes(nanos + shownFor);
    }

    void vanishes(long nanos) {
        ended = true;
        Face last = at(nanos);
        faces.tailMap(nanos, true).clear();
        faces.put(nanos, new Face(last.state(), last.tags(), false, false, null));
    }

    /** Whether it truly exists and is not on its way out. */
    boolean live(long nanos) {
        return at(nanos).exists() && at(nanos).state().live();
    }

    boolean exists(long nanos) {
        return at(nanos).exists();
    }

    /** Whether it was given away: its tags came, and were taken off again. */
    boolean released(long nanos) {
        return released && !at(nanos).tags().containsKey(Ownership.CLUSTER);
    }

    /** How it looked at that time, if it existed. */
    Optional<Instance> shown(long nanos) {
        Face face = at(nanos);
        return face.exists()
                ? Optional.of(
                        new Instance(
                                id,
                                pool,
                                face.state(),
                                face.tags(),
                                createdAt,
                                null,
                                null,
                                face.endedElsewhere(),
                                face.failure()))
                : Optional.empty();
    }
}
