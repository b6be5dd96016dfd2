/**
 * Keeps one fleet: observe → decide → record → act → record. It knows no Kubernetes and no cloud
 * SDK; the launch protocol of {@code docs/architecture.md} lives here.
 */
@NullMarked
package io.spotkeeper.keeper;

import org.jspecify.annotations.NullMarked;
