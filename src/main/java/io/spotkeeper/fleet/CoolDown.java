package io.spotkeeper.fleet;

import java.time.Instant;

/**
 * A pool is not asked again for a while.
 *
 * @param since since when nothing but refusals came from it
 * @param until when it may be asked again
 * @param refusal what it answered last
 */
public record CoolDown(Instant since, Instant until, Refusal refusal) {}
