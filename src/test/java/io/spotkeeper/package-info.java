/** Tests of the whole: the walls between the packages. */
@NullMarked
package io.spotkeeper;

import org.jspecify.annotations.NullMarked;
