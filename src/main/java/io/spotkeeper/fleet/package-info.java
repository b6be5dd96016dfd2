/**
 * The pure core: what a fleet is, what is known of it, and the planner that decides what to do
 * next.
 */
@NullMarked
package io.spotkeeper.fleet;

import org.jspecify.annotations.NullMarked;
