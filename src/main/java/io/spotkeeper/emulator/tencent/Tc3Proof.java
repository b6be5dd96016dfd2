package io.spotkeeper.emulator.tencent;

import io.spotkeeper.emulator.wire.Digests;
import io.spotkeeper.emulator.wire.WireRequest;
import io.spotkeeper.emulator.world.Account;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A TC3-HMAC-SHA256 signature. The service of its scope is whatever the client derived from the
 * endpoint ("cvm", "tag", or "127" for an address), so it is taken from the header.
 */
final class Tc3Proof implements Proof {
    static final String ALGORITHM = "TC3-HMAC-SHA256";

    private static final Pattern AUTHORIZATION =
            Pattern.compile(
                    "TC3-HMAC-SHA256\\s+Credential=([^/,\\s]+)/(\\d{4}-\\d{2}-\\d{2})/([^/,\\s]*)/tc3_request"
                            + "\\s*,\\s*SignedHeaders=([^,\\s]+)\\s*,\\s*Signature=([0-9a-fA-F]{64})");
    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";

    private final WireRequest request;
    private final Instant signedAt;
    private final String secretId;
    private final String date;
    private final String service;
    private final String signedHeaders;
    private final String signature;

    private Tc3Proof(WireRequest request, Instant signedAt, Matcher authorization) {
        this.request = request;
        this.signedAt = signedAt;
        this.secretId = authorization.group(1);
        this.date = authorization.group(2);
        this.service = authorization.group(3);
        this.signedHeaders = authorization.group(4);
        this.signature = authorization.group(5).toLowerCase(Locale.ROOT);
    }

    /** Reads the proof of a request; null if the Authorization header is malformed. */
    static @Nullable Tc3Proof read(WireRequest request, Instant signedAt) {
        Matcher authorization = AUTHORIZATION.matcher(request.header("authorization", "").strip());
        return authorization.matches() ? new Tc3Proof(request, signedAt, authorization) : null;
    }

    @Override
    public String secretId() {
        return secretId;
    }

    @Override
    public Instant signedAt() {
        return signedAt;
    }

    @Override
    public @Nullable String token() {
        return request.header("x-tc-token");
    }

    @Override
    public boolean isSignedBy(Account account) {
        List<String> names = List.of(signedHeaders.split(";", -1));
        boolean complete = names.contains("content-type") && names.contains("host");
        boolean rightDate = date.equals(LocalDate.ofInstant(signedAt, ZoneOffset.UTC).toString());
        if (!complete || !rightDate) {
            return false;
        }
        // The documentation lower-cases header values, the SDKs sign them as they send them.
        return matches(account, names, value -> value.strip().toLowerCase(Locale.ROOT))
                || matches(account, names, String::strip);
    }

    private boolean matches(Account account, List<String> names, UnaryOperator<String> canonical) {
        StringBuilder headers = new StringBuilder();
        for (String name : names) {
            String value = request.header(name);
            if (value == null) {
                return false;
            }
            headers.append(name).append(':').append(canonical.apply(value)).append('\n');
        }
        String query = request.method().equals("GET") ? request.rawQuery() : "";
        String canonicalRequest =
                String.join(
                        "\n",
                        request.method(),
                        "/",
                        query,
                        headers.toString(),
                        signedHeaders,
                        payloadHash());
        String scope = date + "/" + service + "/tc3_request";
        String toSign =
                String.join(
                        "\n",
                        ALGORITHM,
                        Long.toString(signedAt.getEpochSecond()),
                        scope,
                        Digests.sha256Hex(Digests.bytes(canonicalRequest)));
        return Digests.same(sign(account.secretKey(), toSign), signature);
    }

    private String payloadHash() {
        boolean unsigned = UNSIGNED.equals(request.header("x-tc-content-sha256"));
        return Digests.sha256Hex(unsigned ? Digests.bytes(UNSIGNED) : request.body());
    }

    private String sign(String secretKey, String toSign) {
        String hmac = "HmacSHA256";
        byte[] dateKey = Digests.hmac(hmac, Digests.bytes("TC3" + secretKey), date);
        byte[] serviceKey = Digests.hmac(hmac, dateKey, service);
        byte[] requestKey = Digests.hmac(hmac, serviceKey, "tc3_request");
        return HexFormat.of().formatHex(Digests.hmac(hmac, requestKey, toSign));
    }
}
