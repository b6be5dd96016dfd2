package io.spotkeeper.emulator.huawei;

import io.spotkeeper.emulator.wire.Digests;
import io.spotkeeper.emulator.wire.WireRequest;
import io.spotkeeper.emulator.world.Account;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An SDK-HMAC-SHA256 signature: one HMAC with the secret key itself, no scope, no derived key.
 *
 * <p>Clients sign different sets of headers (Java leaves content-type out, Python signs it, Go
 * leaves host out), so it is verified against the list that was sent.
 */
final class SdkProof {
    private static final String ALGORITHM = "SDK-HMAC-SHA256";
    private static final Pattern AUTHORIZATION =
            Pattern.compile(
                    ALGORITHM
                            + "\\s+Access=([^,\\s]+)\\s*,\\s*SignedHeaders=([^,\\s]+)"
                            + "\\s*,\\s*Signature=([0-9a-fA-F]{64})");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);
    private static final String DATE_HEADER = "x-sdk-date";

    private final WireRequest request;
    private final String date;
    private final Instant signedAt;
    private final String accessKey;
    private final String signedHeaders;
    private final String signature;

    private SdkProof(WireRequest request, String date, Instant signedAt, Matcher authorization) {
        this.request = request;
        this.date = date;
        this.signedAt = signedAt;
        this.accessKey = authorization.group(1);
        this.signedHeaders = authorization.group(2);
        this.signature = authorization.group(3).toLowerCase(Locale.ROOT);
    }

    /** Reads the proof of a request; null if it has none, or none of this form. */
    static @Nullable SdkProof read(WireRequest request) {
        Matcher authorization = AUTHORIZATION.matcher(request.header("authorization", "").strip());
        String date = request.header(DATE_HEADER);
        if (!authorization.matches() || date == null) {
            return null;
        }
        try {
            Instant at = LocalDateTime.parse(date.strip(), DATE).toInstant(ZoneOffset.UTC);
            return new SdkProof(request, date.strip(), at, authorization);
        } catch (DateTimeException e) {
            return null;
        }
    }

    String accessKey() {
        return accessKey;
    }

    Instant signedAt() {
        return signedAt;
    }

    @Nullable String securityToken() {
        return request.header("x-security-token");
    }

    /** Whether the date is signed, the signature is of this account's key, and covers all. */
    boolean isSignedBy(Account account) {
        List<String> names = List.of(signedHeaders.split(";", -1));
        if (!names.contains(DATE_HEADER)) {
            return false;
        }
        StringBuilder headers = new StringBuilder();
        for (String name : names) {
            String value = request.header(name);
            if (value == null) {
                return false;
            }
            headers.append(name).append(':').append(value.strip()).append('\n');
        }
        // The Java SDK escapes a path that is escaped already once more, others do not.
        return matches(account, Canonical.path(rawSegments()), headers.toString())
                || matches(
                        account,
                        Canonical.path(Canonical.segments(request.rawPath())),
                        headers.toString());
    }

    private List<String> rawSegments() {
        return Arrays.stream(request.rawPath().split("/", -1)).filter(s -> !s.isEmpty()).toList();
    }

    private boolean matches(Account account, String path, String headers) {
        String canonicalRequest =
                String.join(
                        "\n",
                        request.method(),
                        path,
                        Canonical.query(request.rawQuery()),
                        headers,
                        signedHeaders,
                        payloadHash());
        String toSign =
                String.join(
                        "\n", ALGORITHM, date, Digests.sha256Hex(Digests.bytes(canonicalRequest)));
        byte[] expected = Digests.hmac("HmacSHA256", Digests.bytes(account.secretKey()), toSign);
        return Digests.same(HexFormat.of().formatHex(expected), signature);
    }

    /**
     * The header X-Sdk-Content-Sha256 stands for the hash. It need not be true: the SDKs put {@code
     * UNSIGNED-PAYLOAD} there.
     */
    private String payloadHash() {
        String given = request.header("x-sdk-content-sha256");
        return given == null ? Digests.sha256Hex(request.body()) : given.strip();
    }
}
