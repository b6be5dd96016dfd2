package io.spotkeeper.convert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An object of {@code spotkeeper.io}, field by field as it is to be read. It is built from what the
 * input says and no more: a default that the input does not name is not named here either.
 *
 * @param kind which kind
 * @param name metadata.name
 * @param spec what is wanted
 */
record Manifest(String kind, String name, ObjectNode spec) {
    private static final String API = "spotkeeper.io/v1alpha1";

    private static final YAMLMapper YAML =
            new YAMLMapper(
                    YAMLFactory.builder()
                            .enable(Feature.MINIMIZE_QUOTES)
                            .enable(Feature.INDENT_ARRAYS_WITH_INDICATOR)
                            .disable(Feature.WRITE_DOC_START_MARKER)
                            .disable(Feature.SPLIT_LINES)
                            .stringQuotingChecker(new Careful())
                            .build());

    /** An empty object. */
    static ObjectNode object() {
        return JsonNodeFactory.withExactBigDecimals(true).objectNode();
    }

    /** The name of an object: the one chosen, else made from one at the cloud, else a usual one. */
    static String name(Choices choices, @Nullable String cloudName, String usual, Notes notes) {
        String chosen = choices.name();
        if (chosen != null) {
            return chosen;
        }
        String made = cloudName == null ? "" : Forms.objectName(cloudName);
        if (made.isEmpty()) {
            notes.tell("metadata.name is " + usual + "; --name gives another");
            return usual;
        }
        if (!made.equals(cloudName)) {
            notes.tell("metadata.name is " + made + ", made from the name at the cloud");
        }
        return made;
    }

    /** The account that pays. */
    static ObjectNode account(Choices choices, String usual, Notes notes) {
        String chosen = choices.account();
        String account = chosen == null ? usual : chosen;
        if (chosen == null) {
            notes.tell(
                    "accountRef names a CloudAccount %s of the same namespace; --account names another"
                            .formatted(account));
        }
        return object().put("kind", "CloudAccount").put("name", account);
    }

    /** The object in YAML. */
    String yaml() {
        ObjectNode whole = object().put("apiVersion", API).put("kind", kind);
        whole.putObject("metadata").put("name", name);
        whole.set("spec", spec);
        try {
            return YAML.writeValueAsString(whole);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
    }

    /** Leaves out the quotes only where no version of YAML could take the text for another type. */
    private static final class Careful extends StringQuotingChecker {
        private static final long serialVersionUID = 1L;

        private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_/.-]*");
        private static final Set<String> MEANT_OTHERWISE =
                Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf");

        @Override
        public boolean needToQuoteName(String name) {
            return needToQuoteValue(name);
        }

        @Override
        public boolean needToQuoteValue(String value) {
            return !PLAIN.matcher(value).matches()
                    || MEANT_OTHERWISE.contains(value.toLowerCase(Locale.ROOT));
        }
    }
}
