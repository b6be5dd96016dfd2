/**
 * Tencent Cloud's wire on top of the world: CVM 2017-03-12 and the two tagging actions of the tag
 * service 2018-08-13, signatures verified, answers and error codes as documented.
 */
@NullMarked
package io.spotkeeper.emulator.tencent;

import org.jspecify.annotations.NullMarked;
