package io.spotkeeper.fleet;

import java.time.Instant;

/**
 * Instances asked for within one five-minute bucket; the launch rate is counted from these.
 *
 * @param at start of the bucket
 * @param count instances asked for in it
 */
public record LaunchCount(Instant at, int count) {}
