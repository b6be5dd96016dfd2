package io.spotkeeper.emulator.tencent;

import io.spotkeeper.emulator.wire.Digests;
import io.spotkeeper.emulator.world.Account;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A version 1 signature: HMAC over all decoded parameters, sorted by name.
 *
 * @param method HTTP method
 * @param host Host header as received, port included
 * @param parameters all parameters, sorted by name: that order is signed
 * @param signedAt from the parameter Timestamp
 */
record V1Proof(String method, String host, Map<String, String> parameters, Instant signedAt)
        implements Proof {
    @Override
    public String secretId() {
        return parameters.getOrDefault("SecretId", "");
    }

    @Override
    public @Nullable String token() {
        return parameters.get("Token");
    }

    @Override
    public boolean isSignedBy(Account account) {
        String hmac =
                switch (parameters.getOrDefault("SignatureMethod", "HmacSHA1")) {
                    case "HmacSHA1" -> "HmacSHA1";
                    case "HmacSHA256" -> "HmacSHA256";
                    default -> "";
                };
        return !hmac.isEmpty() && Digests.same(sign(hmac, account), signature());
    }

    private String signature() {
        return parameters.getOrDefault("Signature", "");
    }

    private String sign(String hmac, Account account) {
        String joined =
                parameters.entrySet().stream()
                        .filter(parameter -> !parameter.getKey().equals("Signature"))
                        .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                        .collect(Collectors.joining("&"));
        byte[] key = Digests.bytes(account.secretKey());
        byte[] digest = Digests.hmac(hmac, key, method + host + "/?" + joined);
        return Base64.getEncoder().encodeToString(digest);
    }
}
