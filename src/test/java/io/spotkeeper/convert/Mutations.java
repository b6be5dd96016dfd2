package io.spotkeeper.convert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Requests with something wrong in them, or only something else. */
final class Mutations {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> FRAGMENTS =
            List.of(
                    "{",
                    "}",
                    "[",
                    "]",
                    "\"",
                    ":",
                    ",",
                    "\\",
                    "&",
                    "=",
                    "%",
                    "%0",
                    ".",
                    "0.",
                    "..",
                    "\n",
                    "\t",
                    "\r\n",
                    "- ",
                    "#",
                    "|",
                    ">",
                    "*a",
                    "&a",
                    "<<: ",
                    "null",
                    "1e9999",
                    "\u0000",
                    "\ud800",
                    "\uFEFF",
                    "？",
                    "---\n",
                    "!!str ",
                    "'",
                    "\\u0000",
                    "{{",
                    "-0",
                    "99999999999999999999");

    private Mutations() {}

    /** A text with a few of its characters changed, dropped, doubled or moved. */
    static String ofText(String text, Random random) {
        var changed = new StringBuilder(text);
        int edits = 1 + random.nextInt(4);
        for (int i = 0; i < edits && !changed.isEmpty(); i++) {
            int at = random.nextInt(changed.length());
            int end = Math.min(changed.length(), at + 1 + random.nextInt(20));
            switch (random.nextInt(5)) {
                case 0 -> changed.delete(at, end);
                case 1 -> changed.insert(at, changed.substring(at, end));
                case 2 -> changed.insert(at, FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
                case 3 -> changed.setCharAt(at, (char) random.nextInt(0x3000));
                default -> changed.setLength(at);
            }
        }
        return changed.toString();
    }

    /** A request that is still JSON, with a few fields dropped, renamed or given other values. */
    static String ofFields(String json, Random random) {
        try {
            JsonNode tree = JSON.readTree(json);
            int edits = 1 + random.nextInt(3);
            for (int i = 0; i < edits; i++) {
                edit(tree, random);
            }
            return JSON.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void edit(JsonNode tree, Random random) {
        var containers = new ArrayList<JsonNode>();
        collect(tree, containers);
        switch (containers.get(random.nextInt(containers.size()))) {
            case ObjectNode object when !object.isEmpty() -> editObject(object, random);
            case ArrayNode array when !array.isEmpty() -> editArray(array, random);
            default -> {}
        }
    }

    private static void collect(JsonNode node, List<JsonNode> into) {
        if (node.isContainerNode()) {
            into.add(node);
            node.forEach(child -> collect(child, into));
        }
    }

    private static void editObject(ObjectNode object, Random random) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(4)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(name + "X", object.remove(name));
            case 2 -> object.set("Frobnicate", value(random));
            default -> object.set(name, value(random));
        }
    }

    private static void editArray(ArrayNode array, Random random) {
        int at = random.nextInt(array.size());
        switch (random.nextInt(4)) {
            case 0 -> array.remove(at);
            case 1 -> array.add(array.get(at).deepCopy());
            case 2 -> array.add(value(random));
            default -> array.set(at, value(random));
        }
    }

    /** Values at the edges of what anybody could mean. */
    private static JsonNode value(Random random) {
        return switch (random.nextInt(16)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextInt(-2, 12_000));
            case 3 -> NODES.numberNode(random.nextLong());
            case 4 -> NODES.numberNode(random.nextInt(2_000) / 1_000.0);
            case 5 -> NODES.numberNode(1e300);
            case 6 -> NODES.objectNode();
            case 7 -> NODES.arrayNode();
            case 8 -> NODES.textNode("");
            case 9 -> NODES.textNode("n".repeat(random.nextInt(300)));
            case 10 -> NODES.textNode("a b\u0007\u001b[31m\ud800 ");
            case 11 -> NODES.textNode("0.60");
            case 12 -> NODES.textNode("cn-south-1");
            case 13 -> NODES.textNode("2027-04-06T15:58:13Z");
            case 14 -> NODES.textNode("spotkeeper-x");
            default -> NODES.arrayNode().add("x").add("x");
        };
    }
}
