/**
 * Tencent Cloud behind {@link io.spotkeeper.cloud.CloudProvider}: CVM, the tag service and STS
 * through the vendor's SDK, with the SDK's traps disarmed. No SDK type leaves this package.
 */
@NullMarked
package io.spotkeeper.cloud.tencent;

import org.jspecify.annotations.NullMarked;
