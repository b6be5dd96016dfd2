/** Tests of the Tencent provider: the real SDK against a scripted loopback server. */
@NullMarked
package io.spotkeeper.cloud.tencent;

import org.jspecify.annotations.NullMarked;
