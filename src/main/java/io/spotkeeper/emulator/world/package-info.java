/**
 * The running world that all wires share: the scenario it was built from, its clock, the market
 * under one lock, accounts, faults to inject and the journal of requests.
 */
@NullMarked
package io.spotkeeper.emulator.world;

import org.jspecify.annotations.NullMarked;
