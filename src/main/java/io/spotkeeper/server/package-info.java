/** HTTP: probes and metrics. */
@NullMarked
package io.spotkeeper.server;

import org.jspecify.annotations.NullMarked;
