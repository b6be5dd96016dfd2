package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotkeeper.emulator.tencent.Reply.Refusal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The filters of listings that have few rows: AND between filters, OR between values. */
final class RowFilters {
    private static final int MAX_FILTERS = 10;
    private static final int MAX_VALUES = 100;

    private final Map<String, Set<String>> wanted = new LinkedHashMap<>();
    private final int filters;

    RowFilters(ApiCall call) {
        JsonNode given = call.params().path("Filters");
        filters = given.size();
        for (JsonNode filter : given) {
            Set<String> values =
                    wanted.computeIfAbsent(
                            filter.path("Name").asText(), name -> new LinkedHashSet<>());
            filter.path("Values").forEach(value -> values.add(value.asText()));
        }
    }

    @Nullable Refusal objection(Set<String> known) {
        if (filters > MAX_FILTERS
                || wanted.values().stream().anyMatch(values -> values.size() > MAX_VALUES)) {
            return new Refusal(
                    "InvalidFilterValue.LimitExceeded",
                    "There can be 10 filters with 100 values each.");
        }
        for (String name : wanted.keySet()) {
            if (!known.contains(name)) {
                return new Refusal("InvalidFilter", "There is no filter `" + name + "`.");
            }
        }
        return null;
    }

    boolean accept(String name, String value) {
        Set<String> values = wanted.get(name);
        return values == null || values.contains(value);
    }

    Set<String> values(String name) {
        return wanted.getOrDefault(name, Set.of());
    }
}
