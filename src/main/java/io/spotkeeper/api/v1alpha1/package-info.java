/**
 * The custom resources of {@code spotkeeper.io/v1alpha1} as records; {@code make crds} generates
 * {@code crds/} from them.
 *
 * <p>Rules for what stands here:
 *
 * <ul>
 *   <li>What the API server can check is schema or CEL on these types, so that no webhook is
 *       needed.
 *   <li>Absent lists and maps read as empty ones and empty ones are not written, so that two
 *       statuses that say the same are equal.
 *   <li>A field has a default only where the default is a constant. The schema writes it where that
 *       cannot be taken for drift: never inside an item of a list, because GitOps tools compare
 *       lists as a whole. The records apply the same defaults, wherever an object comes from.
 * </ul>
 */
@NullMarked
package io.spotkeeper.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
