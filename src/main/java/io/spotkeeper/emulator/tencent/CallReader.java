package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.tencent.ReceivedCall.Parameters;
import io.spotkeeper.emulator.tencent.Reply.Refusal;
import io.spotkeeper.emulator.wire.WireRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads calls in all forms that official clients send. */
final class CallReader {
    // Source: the documented limit of a request under the TC3 signature.
    static final int MAX_BODY = 10 * 1024 * 1024;

    private static final Set<String> COMMON =
            Set.of(
                    "Action",
                    "Version",
                    "Region",
                    "Timestamp",
                    "Nonce",
                    "SecretId",
                    "SignatureMethod",
                    "Signature",
                    "Token",
                    "Language",
                    "RequestClient");

    private final ObjectMapper json =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    ReceivedCall read(WireRequest request) {
        if (!request.method().equals("POST") && !request.method().equals("GET")) {
            return defective("UnsupportedProtocol", "Only GET and POST are supported.");
        }
        if (request.body().length > MAX_BODY) {
            return defective("RequestSizeLimitExceeded", "The request is larger than 10 MB.");
        }
        Map<String, String> form;
        try {
            form = request.isForm() ? request.formParameters() : Map.of();
        } catch (IllegalArgumentException e) {
            return defective("InvalidRequest", "The parameters are not properly encoded.");
        }
        boolean headed = request.header("authorization") != null || !form.containsKey("Action");
        return headed ? readTc3(request, form) : readV1(request, form);
    }

    private static ReceivedCall defective(String code, String message) {
        return new ReceivedCall(
                "", "", null, new Parameters.Flat(Map.of()), null, new Refusal(code, message));
    }

    private ReceivedCall readTc3(WireRequest request, Map<String, String> form) {
        Instant signedAt = instant(request.header("x-tc-timestamp"));
        Proof proof = signedAt == null ? null : Tc3Proof.read(request, signedAt);
        Refusal defect = null;
        Parameters parameters = new Parameters.Flat(withoutCommon(form));
        if (!request.isForm()) {
            ObjectNode document = document(request);
            if (document == null) {
                defect = new Refusal("InvalidRequest", "The body is not a JSON object.");
            } else {
                parameters = new Parameters.Json(document);
            }
        }
        if (signedAt == null && request.header("authorization") != null) {
            defect = missing("X-TC-Timestamp");
        }
        return new ReceivedCall(
                request.header("x-tc-action", ""),
                request.header("x-tc-version", ""),
                request.header("x-tc-region"),
                parameters,
                proof,
                defect);
    }

    private @Nullable ObjectNode document(WireRequest request) {
        try {
            JsonNode document = json.readTree(request.body());
            return document.isMissingNode()
                    ? json.createObjectNode()
                    : document instanceof ObjectNode fields ? fields : null;
        } catch (JsonProcessingException e) {
            return null;
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    private static ReceivedCall readV1(WireRequest request, Map<String, String> form) {
        Instant signedAt = instant(form.get("Timestamp"));
        Refusal defect = null;
        for (String name : new String[] {"Timestamp", "Nonce", "SecretId", "Signature"}) {
            if (defect == null && form.getOrDefault(name, "").isEmpty()) {
                defect = missing(name);
            }
        }
        if (defect == null && signedAt == null) {
            defect = new Refusal("InvalidParameterValue", "Timestamp is not a number of seconds.");
        }
        Proof proof =
                signedAt == null
                        ? null
                        : new V1Proof(request.method(), request.header("host", ""), form, signedAt);
        return new ReceivedCall(
                form.getOrDefault("Action", ""),
                form.getOrDefault("Version", ""),
                form.get("Region"),
                new Parameters.Flat(withoutCommon(form)),
                proof,
                defect);
    }

    private static Refusal missing(String name) {
        return new Refusal(
                "MissingParameter", "The request is missing a required parameter `" + name + "`.");
    }

    private static @Nullable Instant instant(@Nullable String seconds) {
        return seconds == null || !seconds.matches("\\d{1,12}")
                ? null
                : Instant.ofEpochSecond(Long.parseLong(seconds));
    }

    private static Map<String, String> withoutCommon(Map<String, String> form) {
        Map<String, String> rest = new TreeMap<>(form);
        rest.keySet().removeAll(COMMON);
        return rest;
    }
}
