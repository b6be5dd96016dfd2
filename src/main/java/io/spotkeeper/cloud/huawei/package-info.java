/**
 * Huawei Cloud behind {@link io.spotkeeper.cloud.CloudProvider}: ECS, the rating of BSS and IAM
 * through the vendor's SDK, with the SDK's traps disarmed. No SDK type leaves this package.
 */
@NullMarked
package io.spotkeeper.cloud.huawei;

import org.jspecify.annotations.NullMarked;
