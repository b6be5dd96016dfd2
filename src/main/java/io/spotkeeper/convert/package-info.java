/**
 * Turns requests to clouds into manifests of {@code spotkeeper.io}, and a group back into the body
 * of Huawei Cloud's call. Pure: text in, text and notes out; {@code spotkeeper convert} is its
 * command.
 *
 * <p>Rules for what stands here:
 *
 * <ul>
 *   <li>Every field of the input ends up in the manifest or in a {@link
 *       io.spotkeeper.convert.Note}; none is dropped in silence.
 *   <li>The result is whole or a refusal with line and column, and a manifest that comes out is one
 *       that the API server accepts.
 *   <li>What may be a secret (passwords, keys, user data) reaches neither.
 * </ul>
 */
@NullMarked
package io.spotkeeper.convert;

import org.jspecify.annotations.NullMarked;
