/** The emulator's own API for tests and demonstrations: look into the world, and disturb it. */
@NullMarked
package io.spotkeeper.emulator.admin;

import org.jspecify.annotations.NullMarked;
