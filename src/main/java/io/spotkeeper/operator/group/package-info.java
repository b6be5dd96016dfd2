/** AutoLaunchGroup: its reconciler and its mapping to a fleet. */
@NullMarked
package io.spotkeeper.operator.group;

import org.jspecify.annotations.NullMarked;
