package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotkeeper.emulator.tencent.Reply.Refusal;
import io.spotkeeper.emulator.tencent.TemplateBook.Template;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which launch templates a listing asks for: by name, or by the templates' own tags. */
final class TemplateFilter {
    private static final String NAME = "LaunchTemplateName";
    private static final String KEY = "tag-key";
    private static final String VALUE = "tag-value";
    private static final String PAIR = "tag:";

    private final RowFilters filters;
    private final Set<String> pairs = new HashSet<>();

    TemplateFilter(ApiCall call) {
        filters = new RowFilters(call);
        for (JsonNode filter : call.params().path("Filters")) {
            String name = filter.path("Name").asText();
            if (name.startsWith(PAIR)) {
                pairs.add(name);
            }
        }
    }

    @Nullable Refusal objection() {
        Set<String> known = new HashSet<>(List.of(NAME, KEY, VALUE));
        known.addAll(pairs);
        return filters.objection(known);
    }

    boolean matches(Template template) {
        return filters.accept(NAME, template.name())
                && hasOneOf(KEY, template.tags().keySet())
                && hasOneOf(VALUE, template.tags().values())
                && pairs.stream()
                        .allMatch(pair ->
                                filters.accept(
                                        pair,
                                        template.tags()
                                                .getOrDefault(pair.substring(PAIR.length()), "")));
    }

    private boolean hasOneOf(String filter, Collection<String> present) {
        Set<String> wanted = filters.values(filter);
        return wanted.isEmpty() || present.stream().anyMatch(wanted::contains);
    }
}
