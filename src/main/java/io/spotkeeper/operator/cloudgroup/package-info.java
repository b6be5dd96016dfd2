/**
 * AutoLaunchGroups with management Provider: the cloud's own group is made exactly once, changed,
 * mirrored in the status and taken down.
 */
@NullMarked
package io.spotkeeper.operator.cloudgroup;

import org.jspecify.annotations.NullMarked;
