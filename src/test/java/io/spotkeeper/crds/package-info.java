/** Makes {@code crds/} from the API records, and checks what it made. */
@NullMarked
package io.spotkeeper.crds;

import org.jspecify.annotations.NullMarked;
