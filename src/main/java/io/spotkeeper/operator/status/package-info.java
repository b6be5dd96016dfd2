/**
 * The status of fleets: from and to the core's record, conditions, and the one class that writes
 * it.
 */
@NullMarked
package io.spotkeeper.operator.status;

import org.jspecify.annotations.NullMarked;
