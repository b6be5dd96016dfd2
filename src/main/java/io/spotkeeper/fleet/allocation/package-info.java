/**
 * How many instances of which pool: a bounded integer covering problem, solved exactly. Pure: no
 * clock, no randomness, and work that is bounded by counting steps, so that the same problem always
 * has the same plan.
 */
@NullMarked
package io.spotkeeper.fleet.allocation;

import org.jspecify.annotations.NullMarked;
