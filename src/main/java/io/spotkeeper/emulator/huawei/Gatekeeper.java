package io.spotkeeper.emulator.huawei;

import io.spotkeeper.emulator.huawei.Reply.Refusal;
import io.spotkeeper.emulator.wire.WireRequest;
import io.spotkeeper.emulator.world.Account;
import io.spotkeeper.emulator.world.HuaweiDomain;
import io.spotkeeper.emulator.world.World;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds out who really sent a call. */
final class Gatekeeper {
    // Source: the gateway's documented tolerance, both ways.
    private static final Duration TOLERANCE = Duration.ofMinutes(15);
    private static final String PREFIX = "Incorrect IAM authentication information: ";

    /** What the gatekeeper found. */
    sealed interface Verdict {
        /** It is this account. */
        record Known(Account account, HuaweiDomain domain) implements Verdict {}

        /** It cannot be told, or must not call. */
        record Turned(Refusal refusal) implements Verdict {}
    }

    private final World world;

    Gatekeeper(World world) {
        this.world = world;
    }

    Verdict check(WireRequest request, @Nullable SdkProof proof) {
        if (proof == null) {
            return turned(
                    request.header("authorization") == null
                            ? "Authorization header is missing"
                            : "decrypt token fail or the Authorization header is malformed");
        }
        Account account = world.account(proof.accessKey());
        HuaweiDomain domain = account == null ? null : account.huawei();
        if (account == null || domain == null || !account.enabled()) {
            return turned("verify aksk signature fail, the AK does not exist");
        }
        Duration skew = Duration.between(proof.signedAt(), world.wallTime()).abs();
        if (skew.compareTo(TOLERANCE) > 0) {
            return turned(
                    "verify aksk signature fail, calc ak sk signature fail:signature expired");
        }
        if (!proof.isSignedBy(account)) {
            return turned("verify aksk signature fail");
        }
        if (!Objects.equals(account.token(), proof.securityToken())) {
            return turned("verify aksk signature fail, the security token is not of this AK");
        }
        return new Verdict.Known(account, domain);
    }

    private static Verdict turned(String why) {
        return new Verdict.Turned(Errors.of("APIGW.0301", PREFIX + why));
    }
}
