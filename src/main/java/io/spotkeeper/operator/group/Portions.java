package io.spotkeeper.operator.group;

import io.spotkeeper.api.v1alpha1.AutoLaunchGroupSpec;
import io.spotkeeper.api.v1alpha1.GroupRegion;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The target of a group by region, in units. The shares are used as written while they add up to
 * the target; a target that was scaled away from them is divided in their proportion, by the
 * largest remainders, and the stable part likewise, where no region has more of it than its share.
 *
 * @param targets of each region, in the order of the spec; together the group's target
 * @param stable of each region, at most its target; together the smaller of the stable part and the
 *     target
 */
record Portions(List<Integer> targets, List<Integer> stable) {
    Portions {
        targets = List.copyOf(targets);
        stable = List.copyOf(stable);
    }

    static Portions of(AutoLaunchGroupSpec spec) {
        int target = spec.targetCapacity();
        int all = spec.stableCapacity() == null ? 0 : spec.stableCapacity();
        int[] targets =
                divided(target, spec.regions().stream().mapToInt(r -> written(spec, r)).toArray());
        int[] stable =
                capped(
                        divided(
                                Math.min(all, target),
                                spec.regions().stream()
                                        .mapToInt(r -> writtenStable(spec, r))
                                        .toArray()),
                        targets);
        return new Portions(
                Arrays.stream(targets).boxed().toList(), Arrays.stream(stable).boxed().toList());
    }

    /** The share of a region as it is written; with one region it may be all. */
    static int written(AutoLaunchGroupSpec spec, GroupRegion region) {
        return region.targetCapacity() == null ? spec.targetCapacity() : region.targetCapacity();
    }

    /** The stable share of a region as it is written. */
    static int writtenStable(AutoLaunchGroupSpec spec, GroupRegion region) {
        if (region.stableCapacity() != null) {
            return region.stableCapacity();
        }
        return spec.regions().size() > 1 || spec.stableCapacity() == null
                ? 0
                : spec.stableCapacity();
    }

    /** So much in proportion to these weights; equally where none has any. */
    static int[] divided(int amount, int[] weights) {
        long sum = Arrays.stream(weights).asLongStream().sum();
        if (sum == 0) {
            return amount == 0
                    ? weights
                    : divided(amount, IntStream.generate(() -> 1).limit(weights.length).toArray());
        }
        int[] parts = new int[weights.length];
        long[] remainders = new long[weights.length];
        int left = amount;
        for (int i = 0; i < weights.length; i++) {
            parts[i] = (int) ((long) amount * weights[i] / sum);
            remainders[i] = (long) amount * weights[i] % sum;
            left -= parts[i];
        }
        // The first of equal remainders: a sort that is stable.
        IntStream.range(0, weights.length)
                .boxed()
                .sorted((a, b) -> Long.compare(remainders[b], remainders[a]))
                .limit(left)
                .forEach(i -> parts[i]++);
        return parts;
    }

    /** What is above a cap goes where there is room below the others, in proportion to the room. */
    private static int[] capped(int[] parts, int[] caps) {
        int[] kept = new int[parts.length];
        int[] room = new int[parts.length];
        int over = 0;
        for (int i = 0; i < parts.length; i++) {
            kept[i] = Math.min(parts[i], caps[i]);
            over += parts[i] - kept[i];
            room[i] = caps[i] - kept[i];
        }
        if (over == 0) {
            return kept;
        }
        int[] more = divided(over, room);
        for (int i = 0; i < kept.length; i++) {
            kept[i] += more[i];
        }
        return kept;
    }
}
