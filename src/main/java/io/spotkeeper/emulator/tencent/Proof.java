package io.spotkeeper.emulator.tencent;

import io.spotkeeper.emulator.world.Account;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a request offers as proof of who sent it. */
interface Proof {
    /** The secret id that it names. */
    String secretId();

    /** When it was signed. */
    Instant signedAt();

    /** The session token that it carries; null if it carries none. */
    @Nullable String token();

    /** Whether the signature was made with the account's key over this very request. */
    boolean isSignedBy(Account account);
}
