/** CloudAccount: credentials, identity, and what the fleets of an account share. */
@NullMarked
package io.spotkeeper.operator.account;

import org.jspecify.annotations.NullMarked;
