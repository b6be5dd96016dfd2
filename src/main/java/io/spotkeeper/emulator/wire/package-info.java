/** What all wires have in common: requests as received, answers as sent, digests, rate limits. */
@NullMarked
package io.spotkeeper.emulator.wire;

import org.jspecify.annotations.NullMarked;
