package io.spotkeeper.fleet;

import java.time.Instant;

/**
 * A pool is not asked again for a while.
 *
 * @param until when it may be asked again
 * @param refusal what it answered last
 */
public record CoolDown(Instant until, Refusal refusal) {}
