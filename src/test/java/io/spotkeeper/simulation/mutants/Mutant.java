package io.spotkeeper.simulation.mutants;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A seeded bug.
 *
 * @param name what is wrong, in a few words
 * @param rule the rule of the launch protocol that it breaks, or the module of the design
 * @param file path below {@code src/main/java/io/spotkeeper}
 * @param before the text that is right
 * @param after the text that is wrong
 * @param and a second place where the same thing is wrong; absent where one is enough
 */
record Mutant(
        String name,
        String rule,
        String file,
        @JsonProperty("old") String before,
        @JsonProperty("new") String after,
        @Nullable Place and) {
    /**
     * A place in production code.
     *
     * @param file path below {@code src/main/java/io/spotkeeper}
     * @param before the text that is right
     * @param after the text that is wrong
     */
    record Place(
            String file, @JsonProperty("old") String before, @JsonProperty("new") String after) {}

    /** All seeded bugs. */
    static List<Mutant> all() throws IOException {
        try (InputStream data = Mutant.class.getResourceAsStream("/mutants/mutants.yaml")) {
            return new ObjectMapper(new YAMLFactory())
                    .readValue(Objects.requireNonNull(data), new TypeReference<>() {});
        }
    }

    List<Edit> edits() {
        Edit first = new Edit(file, before, after);
        return and == null
                ? List.of(first)
                : List.of(first, new Edit(and.file(), and.before(), and.after()));
    }

    @Override
    public String toString() {
        return name;
    }
}
