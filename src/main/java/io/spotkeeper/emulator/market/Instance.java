package io.spotkeeper.emulator.market;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One instance at one moment; immutable.
 *
 * @param id unique id in the form that the buyer asked for
 * @param owner who bought it
 * @param pool where it came from
 * @param state where it is in its life
 * @param createdAt time of the launch
 * @param stateSince time of the last change of state
 * @param reclaimAt when the cloud takes or took it back; null if it did not decide to, or if its
 *     owner ended it before
 * @param bid what the buyer was willing to pay
 * @param price market price at the launch, in the currency of the bid
 * @param launchTags tags asked for at the launch and not removed since
 * @param attachedTags tags attached later and not removed since
 * @param visibility when others can see what
 * @param details whatever the buyer's wire wants to remember of it; the market never looks inside
 */
public record Instance(
        String id,
        String owner,
        CapacityPool pool,
        InstanceState state,
        Instant createdAt,
        Instant stateSince,
        @Nullable Instant reclaimAt,
        Bid bid,
        BigDecimal price,
        Map<String, String> launchTags,
        Map<String, String> attachedTags,
        Visibility visibility,
        Object details) {

    public Instance {
        launchTags = Map.copyOf(launchTags);
        attachedTags = Map.copyOf(attachedTags);
    }

    /**
     * When a fresh instance can be seen.
     *
     * @param listed from when listings show it
     * @param described from when it is found by id
     * @param tagged from when the tags of its launch show
     */
    public record Visibility(Instant listed, Instant described, Instant tagged) {}

    /** All tags that it truly carries, whether or not they show yet. */
    public Map<String, String> tags() {
        return union(launchTags, attachedTags);
    }

    /**
     * The tags that the cloud shows.
     *
     * @param now the time of the look
     */
    public Map<String, String> visibleTags(Instant now) {
        return now.isBefore(visibility.tagged) ? attachedTags : tags();
    }

    Instance in(InstanceState next, Instant since) {
        return new Instance(
                id,
                owner,
                pool,
                next,
                createdAt,
                since,
                reclaimAt,
                bid,
                price,
                launchTags,
                attachedTags,
                visibility,
                details);
    }

    Instance reclaimedAt(@Nullable Instant at) {
        return new Instance(
                id,
                owner,
                pool,
                state,
                createdAt,
                stateSince,
                at,
                bid,
                price,
                launchTags,
                attachedTags,
                visibility,
                details);
    }

    Instance withTag(String key, String value) {
        return withTags(without(launchTags, key), union(attachedTags, Map.of(key, value)));
    }

    Instance withoutTag(String key) {
        return withTags(without(launchTags, key), without(attachedTags, key));
    }

    private Instance withTags(Map<String, String> launch, Map<String, String> attached) {
        return new Instance(
                id,
                owner,
                pool,
                state,
                createdAt,
                stateSince,
                reclaimAt,
                bid,
                price,
                launch,
                attached,
                visibility,
                details);
    }

    private static Map<String, String> union(Map<String, String> first, Map<String, String> last) {
        if (last.isEmpty()) {
            return first;
        }
        Map<String, String> all = new HashMap<>(first);
        all.putAll(last);
        return Map.copyOf(all);
    }

    private static Map<String, String> without(Map<String, String> tags, String key) {
        if (!tags.containsKey(key)) {
            return tags;
        }
        Map<String, String> rest = new HashMap<>(tags);
        rest.remove(key);
        return rest;
    }
}
