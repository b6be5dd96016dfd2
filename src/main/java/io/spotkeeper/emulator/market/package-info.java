/**
 * The pure, seeded model of a cloud that sells spot and on-demand instances: prices, stock,
 * shortages, reclaim, instances and their lives. It knows no wire protocol and reads no clock.
 */
@NullMarked
package io.spotkeeper.emulator.market;

import org.jspecify.annotations.NullMarked;
