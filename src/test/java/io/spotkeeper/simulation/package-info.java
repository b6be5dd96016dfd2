/** Campaigns: the launch protocol under every fault, run through production code. */
@NullMarked
package io.spotkeeper.simulation;

import org.jspecify.annotations.NullMarked;
