/** ComputeEnvironment: its reconciler and its mapping to a fleet. */
@NullMarked
package io.spotkeeper.operator.environment;

import org.jspecify.annotations.NullMarked;
