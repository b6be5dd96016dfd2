package io.spotkeeper.cloud.huawei;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The error in an answer's text. The SDK's own reading misses it in a 2xx ({@code 202} with {@code
 * Common.0024}, {@code 200} with {@code error_code}) and dies of {@code "error_code": null}.
 *
 * @param code the service's code; absent when it is null or empty
 * @param message for a person
 */
record ErrorText(@Nullable String code, String message) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Objects around {@code {code, message}}, such as {@code {"error": {…}}}. */
    private static final int DEPTH = 3;

    /** What BSS says when all is well. */
    private static final String SUCCESS = "CBC.0000";

    /**
     * The error in a text, in any of the forms that Huawei's services use; empty when there is
     * none.
     *
     * @param status a success may hold anything below the top, and there only {@code error} counts
     */
    static Optional<ErrorText> in(@Nullable String text, int status) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            JsonNode root = JSON.readTree(text);
            Optional<ErrorText> found =
                    status >= 400
                            ? in(root, DEPTH)
                            : direct(root)
                                    .or(() -> direct(root.path("error")))
                                    .or(() -> bare(root));
            return found.filter(error -> !SUCCESS.equals(error.code()));
        } catch (JsonProcessingException e) {
            // A gateway's page: the status has to do.
            return Optional.empty();
        }
    }

    private static Optional<ErrorText> in(JsonNode node, int depth) {
        Optional<ErrorText> here = direct(node);
        if (here.isPresent() || depth == 0) {
            return here;
        }
        for (JsonNode child : node) {
            Optional<ErrorText> below = in(child, depth - 1);
            if (below.isPresent()) {
                return below;
            }
        }
        return Optional.empty();
    }

    // A job's own "error_code" comes with "fail_reason": it is what became of it, not of our call.
    private static Optional<ErrorText> direct(JsonNode node) {
        return pair(node, "error_code", "error_msg").or(() -> pair(node, "code", "message"));
    }

    /**
     * A success with a code and not one word about it. The answers of CMS have the code as a number
     * and name no value for success, so zero is taken to be none.
     */
    private static Optional<ErrorText> bare(JsonNode node) {
        JsonNode code = node.path("error_code");
        boolean told = code.isTextual() || code.isNumber();
        String word = code.asText("");
        boolean ofJob = node.has("fail_reason") || node.has("job_type");
        return !told || ofJob || word.isBlank() || word.equals("0")
                ? Optional.empty()
                : Optional.of(new ErrorText(word, ""));
    }

    private static Optional<ErrorText> pair(JsonNode node, String code, String message) {
        if (!node.has(code) || !node.has(message)) {
            return Optional.empty();
        }
        String word = node.get(code).asText("");
        boolean none = node.get(code).isNull() || word.isBlank();
        return none && node.get(message).isNull()
                ? Optional.empty()
                : Optional.of(new ErrorText(none ? null : word, node.get(message).asText("")));
    }
}
