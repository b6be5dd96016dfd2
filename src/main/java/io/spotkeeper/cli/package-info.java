/** The commands, one class each; the only place where everything is put together. */
@NullMarked
package io.spotkeeper.cli;

import org.jspecify.annotations.NullMarked;
