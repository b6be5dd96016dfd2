/** What tests of several packages stand on: the real Kubernetes API server. */
@NullMarked
package io.spotkeeper.testing;

import org.jspecify.annotations.NullMarked;
