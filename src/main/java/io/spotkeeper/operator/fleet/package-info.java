/**
 * What all kinds of fleets share: one look at one object, from the custom resource to the keeper.
 */
@NullMarked
package io.spotkeeper.operator.fleet;

import org.jspecify.annotations.NullMarked;
