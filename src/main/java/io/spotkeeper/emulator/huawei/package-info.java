/**
 * The wire of Huawei Cloud: requests under SDK-HMAC-SHA256 as its SDKs send them, on top of the
 * market. It serves the server API (ECS), auto launch groups (CMS), ratings (BSS) and what of the
 * identity service (IAM) the clients look up.
 */
@NullMarked
package io.spotkeeper.emulator.huawei;

import org.jspecify.annotations.NullMarked;
