/** Requests to clouds, and the manifests that they become. */
@NullMarked
package io.spotkeeper.convert;

import org.jspecify.annotations.NullMarked;
