package io.spotkeeper.fleet.allocation;

/**
 * Instances per candidate on their way to a plan.
 *
 * @param counts by candidate; not to be changed any more
 * @param exact whether they are proved to be the best
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and handed on within the package alone.
record Selection(int[] counts, boolean exact) {}
