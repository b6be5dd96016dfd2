package io.spotkeeper.simulation.mutants;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/**
 * A seeded bug.
 *
 * @param name what is wrong, in a few words
 * @param rule the rule of the launch protocol that it breaks, or the module of the design
 * @param file path below {@code src/main/java/io/spotkeeper}
 * @param before the text that is right
 * @param after the text that is wrong
 */
record Mutant(
        String name,
        String rule,
        String file,
        @JsonProperty("old") String before,
        @JsonProperty("new") String after) {
    /** All seeded bugs. */
    static List<Mutant> all() throws IOException {
        try (InputStream data = Mutant.class.getResourceAsStream("/mutants/mutants.yaml")) {
            return new ObjectMapper(new YAMLFactory())
                    .readValue(Objects.requireNonNull(data), new TypeReference<>() {});
        }
    }

    Edit edit() {
        return new Edit(file, before, after);
    }

    @Override
    public String toString() {
        return name;
    }
}
