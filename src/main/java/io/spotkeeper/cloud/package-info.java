/**
 * The cloud behind one interface: the provider, its closed failure vocabulary, budgets and
 * cool-downs.
 */
@NullMarked
package io.spotkeeper.cloud;

import org.jspecify.annotations.NullMarked;
