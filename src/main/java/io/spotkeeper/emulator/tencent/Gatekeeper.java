package io.spotkeeper.emulator.tencent;

import io.spotkeeper.emulator.tencent.Reply.Refusal;
import io.spotkeeper.emulator.world.Account;
import io.spotkeeper.emulator.world.World;
import java.time.Duration;
import java.util.Objects;

/** Finds out who really sent a call. */
final class Gatekeeper {
    // Source: the documented tolerance of five minutes, both ways.
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** What the gatekeeper found. */
    sealed interface Verdict {
        /** It is this account. */
        record Known(Account account) implements Verdict {}

        /** It cannot be told, or must not call. */
        record Turned(Refusal refusal) implements Verdict {}
    }

    private final World world;

    Gatekeeper(World world) {
        this.world = world;
    }

    Verdict check(ReceivedCall call) {
        Proof proof = call.proof();
        if (proof == null) {
            return turned(
                    "InvalidAuthorization",
                    "The request carries no Authorization header or signature of a known form.");
        }
        Account account = world.account(proof.secretId());
        if (account == null || account.huawei() != null || !account.enabled()) {
            return turned(
                    "SecretIdNotFound", "The SecretId is not found, please ensure it is correct.");
        }
        Duration skew = Duration.between(proof.signedAt(), world.wallTime()).abs();
        if (skew.compareTo(TOLERANCE) > 0) {
            return turned("SignatureExpire", "The signature is more than five minutes off.");
        }
        if (!proof.isSignedBy(account)) {
            return turned(
                    "SignatureFailure",
                    "The provided credentials could not be validated. Please check your"
                            + " signature is correct.");
        }
        String token = proof.token();
        if (!Objects.equals(account.token(), token == null || token.isEmpty() ? null : token)) {
            return turned("TokenFailure", "The token is not the one of this key.");
        }
        return new Verdict.Known(account);
    }

    private static Verdict turned(String code, String message) {
        return new Verdict.Turned(new Refusal("AuthFailure." + code, message));
    }
}
