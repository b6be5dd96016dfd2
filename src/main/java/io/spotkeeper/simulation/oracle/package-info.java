/**
 * What must never happen: the promises I1 to I11, one class per family, watched at every step of a
 * run against the truth of the market and of the store.
 */
@NullMarked
package io.spotkeeper.simulation.oracle;

import org.jspecify.annotations.NullMarked;
