/**
 * How others keep a fleet at its size, in the same simulator: what the launch protocol is worth.
 */
@NullMarked
package io.spotkeeper.simulation.baseline;

import org.jspecify.annotations.NullMarked;
