/** The Kubernetes shell: one package per custom resource, and what they share. */
@NullMarked
package io.spotkeeper.operator;

import org.jspecify.annotations.NullMarked;
