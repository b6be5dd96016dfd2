/** A cloud in a box: puts the world, the vendors' wires and the admin API on one local address. */
@NullMarked
package io.spotkeeper.emulator;

import org.jspecify.annotations.NullMarked;
