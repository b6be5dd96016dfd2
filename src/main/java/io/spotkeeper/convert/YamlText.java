package io.spotkeeper.convert;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads manifests in YAML, with the place of each value. */
final class YamlText {
    /** Deeper than any manifest, and not so deep that reading it could run out of stack. */
    private static final int DEEPEST = 50;

    private YamlText() {}

    /** The documents of a text, empty ones left out. */
    static List<Value> documents(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(DEEPEST);
        List<Value> documents = new ArrayList<>();
        try {
            for (Node node :
                    new Yaml(new SafeConstructor(options)).composeAll(new StringReader(text))) {
                Value value = value(node, Place.START, 0);
                if (!(value instanceof Value.Nothing)) {
                    documents.add(value);
                }
            }
        } catch (MarkedYAMLException e) {
            throw new Misfit(at(Place.START, e.getProblemMark()), "expected well-formed YAML");
        } catch (YAMLException e) {
            throw new Misfit(Place.START, "expected well-formed YAML");
        }
        return documents;
    }

    private static Value value(Node node, Place place, int depth) {
        if (depth > DEEPEST) {
            throw new Misfit(place, "expected at most " + DEEPEST + " levels");
        }
        return switch (node) {
            case MappingNode mapping -> new Value.Fields(place, fields(mapping, place, depth + 1));
            case SequenceNode sequence -> {
                List<Value> items = new ArrayList<>();
                for (Node item : sequence.getValue()) {
                    Place at = at(place, item.getStartMark());
                    items.add(
                            value(
                                    item,
                                    place.item(items.size(), at.line(), at.column()),
                                    depth + 1));
                }
                yield new Value.Items(place, items);
            }
            case ScalarNode scalar -> scalar(scalar, place);
            default -> throw new Misfit(place, "expected a mapping, a list or a scalar of YAML");
        };
    }

    private static Map<String, Value> fields(MappingNode mapping, Place place, int depth) {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Place at = at(place, tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new Misfit(at, "expected a field name");
            }
            String name = key.getValue();
            Place field = place.field(name, at.line(), at.column());
            if (fields.containsKey(name)) {
                throw new Misfit(field, "expected each field once, but this one is repeated");
            }
            fields.put(name, value(tuple.getValueNode(), field, depth));
        }
        return fields;
    }

    private static Value scalar(ScalarNode scalar, Place place) {
        Tag tag = scalar.getTag();
        if (Tag.NULL.equals(tag)) {
            return new Value.Nothing(place);
        }
        if (Tag.INT.equals(tag) || Tag.FLOAT.equals(tag)) {
            return new Value.Figure(place, scalar.getValue());
        }
        if (Tag.BOOL.equals(tag)) {
            return new Value.Word(place, scalar.getValue());
        }
        return new Value.Text(place, scalar.getValue());
    }

    private static Place at(Place place, @Nullable Mark mark) {
        return mark == null
                ? place
                : new Place(place.path(), mark.getLine() + 1, mark.getColumn() + 1);
    }
}
