package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotkeeper.emulator.world.ErrorShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One API of a service.
 *
 * @param name under which it is counted, as the SDKs call it
 * @param method HTTP method
 * @param template segments of its path; those in braces are variables
 * @param bodyAction value of the field {@code action} of its body; null if that does not matter
 * @param errors how its service wraps errors
 * @param action what it does
 */
record Operation(
        String name,
        String method,
        List<String> template,
        @Nullable String bodyAction,
        ErrorShape errors,
        Action action) {

    /** What an operation does with a checked call. */
    @FunctionalInterface
    interface Action {
        Reply answer(HuaweiCall call);
    }

    static Operation of(String name, String method, String path, ErrorShape errors, Action action) {
        return new Operation(name, method, Canonical.segments(path), null, errors, action);
    }

    /** The same operation for one of several actions on one path. */
    Operation onAction(String wanted) {
        return new Operation(name, method, template, wanted, errors, action);
    }

    /**
     * The variables of the path if it is this operation's; whatever stands before it is a prefix.
     */
    Optional<Match> match(String calledMethod, List<String> segments, @Nullable JsonNode body) {
        int prefix = segments.size() - template.size();
        String called = body == null ? "" : body.path("action").asText();
        if (prefix < 0
                || !method.equals(calledMethod)
                || (bodyAction != null && !bodyAction.equals(called))) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < template.size(); i++) {
            String expected = template.get(i);
            String given = segments.get(prefix + i);
            if (expected.startsWith("{")) {
                variables.put(expected.substring(1, expected.length() - 1), given);
            } else if (!expected.equals(given)) {
                return Optional.empty();
            }
        }
        return Optional.of(
                new Match(this, variables, new ArrayList<>(segments.subList(0, prefix))));
    }

    /**
     * An operation that was called.
     *
     * @param operation which
     * @param variables values of the path's variables
     * @param prefix segments before the path
     */
    record Match(Operation operation, Map<String, String> variables, List<String> prefix) {}
}
