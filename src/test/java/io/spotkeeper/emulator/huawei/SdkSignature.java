package io.spotkeeper.emulator.huawei;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A request signed as the documentation says it is done, independent of the code under test. */
final class SdkSignature {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final String host;
    private final String method;
    private final String target;
    private final String body;
    private final Map<String, String> headers = new TreeMap<>();
    private Instant time = Instant.now();
    private String accessKey = HuaweiContract.KEY;
    private String secret = HuaweiContract.SECRET;
    private String signed = "host;x-sdk-date";
    private String query;
    private @Nullable String payloadHash;

    /**
     * A request.
     *
     * @param host value of the header
     * @param target path, perhaps with a query that needs no sorting or escaping
     */
    SdkSignature(String host, String method, String target, String body) {
        this.host = host;
        this.method = method;
        this.target = target;
        this.body = body;
        this.query = target.contains("?") ? target.substring(target.indexOf('?') + 1) : "";
    }

    SdkSignature withTime(Instant at) {
        time = at;
        return this;
    }

    SdkSignature withAccessKey(String key) {
        accessKey = key;
        return this;
    }

    SdkSignature withSecret(String key) {
        secret = key;
        return this;
    }

    SdkSignature withHeader(String name, String value) {
        headers.put(name, value);
        return this;
    }

    SdkSignature withSigned(String names) {
        signed = names;
        return this;
    }

    /** The query in its canonical form. */
    SdkSignature withQuery(String canonical) {
        query = canonical;
        return this;
    }

    SdkSignature withPayloadHash(String hash) {
        payloadHash = hash;
        return this;
    }

    HttpRequest.Builder request(URI address) {
        String date = DATE.format(time);
        Map<String, String> all = new TreeMap<>();
        headers.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
        all.put("host", host);
        all.put("x-sdk-date", date);
        StringBuilder canonicalHeaders = new StringBuilder();
        for (String name : signed.split(";", -1)) {
            canonicalHeaders.append(name).append(':').append(all.get(name)).append('\n');
        }
        String path = target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
        String hash = payloadHash == null ? sha256(body) : payloadHash;
        String canonical =
                String.join("\n", method, path + "/", query, canonicalHeaders, signed, hash);
        String toSign = "SDK-HMAC-SHA256\n" + date + "\n" + sha256(canonical);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + target))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("X-Sdk-Date", date)
                        .header(
                                "Authorization",
                                "SDK-HMAC-SHA256 Access=%s, SignedHeaders=%s, Signature=%s"
                                        .formatted(accessKey, signed, hmac(secret, toSign)));
        headers.forEach(request::header);
        return request;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String hmac(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
