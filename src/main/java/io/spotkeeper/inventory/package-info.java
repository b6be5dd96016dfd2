/** One shared, complete listing per account and region; what became known of prices; orphans. */
@NullMarked
package io.spotkeeper.inventory;

import org.jspecify.annotations.NullMarked;
