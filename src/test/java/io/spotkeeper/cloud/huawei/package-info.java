/** Tests of the Huawei provider: the real SDK against a scripted loopback server. */
@NullMarked
package io.spotkeeper.cloud.huawei;

import org.jspecify.annotations.NullMarked;
