/**
 * The deterministic simulator: production keepers on a virtual clock, against an in-memory resource
 * store and the emulator's market, with everything going wrong that may go wrong. One seed gives
 * one history.
 */
@NullMarked
package io.spotkeeper.simulation;

import org.jspecify.annotations.NullMarked;
