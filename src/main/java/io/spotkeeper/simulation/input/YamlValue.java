package io.spotkeeper.simulation.input;

import java.io.StringReader;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A value of a YAML text, which knows where it stands. A wrong one throws a {@link Misfit}. */
public final class YamlValue {
    private final String file;
    private final Node node;

    private YamlValue(String file, Node node) {
        this.file = file;
        this.node = node;
    }

    /**
     * The documents of a text, empty ones left out.
     *
     * @param file what the text is called in messages
     */
    public static List<YamlValue> documents(String file, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        List<YamlValue> documents = new ArrayList<>();
        try {
            for (Node node :
                    new Yaml(new SafeConstructor(options)).composeAll(new StringReader(text))) {
                if (!Tag.NULL.equals(node.getTag())) {
                    documents.add(new YamlValue(file, node));
                }
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine();
            int column = e.getProblemMark() == null ? 0 : e.getProblemMark().getColumn();
            throw new Misfit(
                    file, line + 1, column + 1, "expected well-formed YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new Misfit(file, 1, 1, "expected well-formed YAML: " + e.getMessage());
        }
        return documents;
    }

    /** What is wrong with this value. */
    public Misfit misfit(String expected) {
        return new Misfit(
                file,
                node.getStartMark().getLine() + 1,
                node.getStartMark().getColumn() + 1,
                expected);
    }

    /** Whether it is written as nothing. */
    public boolean isNull() {
        return Tag.NULL.equals(node.getTag());
    }

    // ---- mappings ----

    /** The fields of a mapping, in their order. */
    public Map<String, YamlValue> fields() {
        if (!(node instanceof MappingNode mapping)) {
            throw misfit("expected a mapping, not " + kind());
        }
        Map<String, YamlValue> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            YamlValue key = new YamlValue(file, tuple.getKeyNode());
            if (fields.put(key.text(), new YamlValue(file, tuple.getValueNode())) != null) {
                throw key.misfit("expected each field once, but " + key.text() + " is repeated");
            }
        }
        return fields;
    }

    /** The fields of a mapping that has none but these. */
    public Map<String, YamlValue> fields(Set<String> allowed) {
        Map<String, YamlValue> fields = fields();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            YamlValue key = new YamlValue(file, tuple.getKeyNode());
            if (!allowed.contains(key.text())) {
                throw key.misfit(
                        "unknown field \"%s\"; expected one of %s"
                                .formatted(key.text(), String.join(", ", new TreeSet<>(allowed))));
            }
        }
        return fields;
    }

    /** A field of a mapping, or nothing. */
    public @Nullable YamlValue field(String name) {
        YamlValue value = fields().get(name);
        return value == null || value.isNull() ? null : value;
    }

    /** A field that has to be there. */
    public YamlValue required(String name) {
        YamlValue value = field(name);
        if (value == null) {
            throw misfit("expected the field \"" + name + "\"");
        }
        return value;
    }

    // ---- lists ----

    /** The items of a list. */
    public List<YamlValue> items() {
        if (!(node instanceof SequenceNode sequence)) {
            throw misfit("expected a list, not " + kind());
        }
        return sequence.getValue().stream().map(item -> new YamlValue(file, item)).toList();
    }

    // ---- scalars ----

    /** A text, a number or another scalar as it is written. */
    public String text() {
        if (!(node instanceof ScalarNode scalar)) {
            throw misfit("expected a text, not " + kind());
        }
        return scalar.getValue();
    }

    /** What kind of value it is, in words. */
    public String kind() {
        return switch (node) {
            case MappingNode _ -> "a mapping";
            case SequenceNode _ -> "a list";
            default -> '"' + ((ScalarNode) node).getValue() + '"';
        };
    }

    /** Whether it is a mapping. */
    public boolean isMapping() {
        return node instanceof MappingNode;
    }

    /** Whether it is a list. */
    public boolean isList() {
        return node instanceof SequenceNode;
    }

    /** Whether YAML reads it as a text. */
    public boolean isString() {
        return Tag.STR.equals(node.getTag());
    }

    /** Whether YAML reads it as a whole number. */
    public boolean isInteger() {
        return Tag.INT.equals(node.getTag());
    }

    /** Whether YAML reads it as true or false. */
    public boolean isBoolean() {
        return Tag.BOOL.equals(node.getTag());
    }

    /** True or false. */
    public boolean flag() {
        return switch (text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw misfit("expected true or false, not " + kind());
        };
    }

    /** A whole number. */
    public int whole(int least, int most) {
        String text = text();
        if (text.matches("-?[0-9]{1,9}")) {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw misfit(
                "expected a whole number from %d to %d, not %s".formatted(least, most, kind()));
    }

    /** A number. */
    public double number(double least, double most) {
        String text = text();
        if (text.matches("-?[0-9]{1,9}(\\.[0-9]{1,9})?")) {
            double value = Double.parseDouble(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw misfit(
                "expected a number from %s to %s, not %s"
                        .formatted(plain(least), plain(most), kind()));
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** A price: above 0, at most 4 decimals. */
    public BigDecimal price() {
        return Quantities.price(text())
                .orElseThrow(() -> misfit(Quantities.PRICE + ", not " + kind()));
    }

    /** A duration. */
    public Duration duration() {
        return Quantities.duration(text())
                .orElseThrow(() -> misfit(Quantities.DURATION + ", not " + kind()));
    }
}
