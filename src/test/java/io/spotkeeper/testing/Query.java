package io.spotkeeper.testing;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a PromQL expression asks for. It knows just enough of the language to find metrics and
 * labels; whether it is PromQL at all is for promtool to say.
 *
 * @param metrics names, with the labels that they are selected by
 * @param grouping labels that results are grouped or joined by
 */
public record Query(Map<String, Set<String>> metrics, Set<String> grouping) {
    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'");
    private static final Pattern GROUPING =
            Pattern.compile(
                    "\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern SELECTOR =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(?:\\{([^}]*)})?(\\s*\\()?");
    private static final Set<String> WORDS =
            Set.of("and", "or", "unless", "bool", "offset", "by", "without", "on", "ignoring");

    /** Reads an expression. */
    public static Query of(String expression) {
        String bare = TEXT.matcher(expression).replaceAll("''");
        Set<String> grouping = new TreeSet<>();
        Matcher groups = GROUPING.matcher(bare);
        bare =
                groups.replaceAll(list -> {
                    grouping.addAll(words(list.group(1)));
                    return " ";
                });
        Map<String, Set<String>> metrics = new TreeMap<>();
        // Durations and their variables are no metrics.
        String selectors = bare.replaceAll("\\[[^\\]]*]", "").replaceAll("\\b\\d[\\w.]*", "");
        SELECTOR.matcher(selectors)
                .results()
                .filter(match -> match.group(3) == null && !WORDS.contains(match.group(1)))
                .forEach(match ->
                        metrics.computeIfAbsent(match.group(1), _ -> new TreeSet<>())
                                .addAll(matchers(match)));
        return new Query(metrics, grouping);
    }

    private static Set<String> matchers(MatchResult match) {
        Set<String> labels = new TreeSet<>();
        if (match.group(2) != null) {
            Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)")
                    .matcher(match.group(2))
                    .results()
                    .forEach(label -> labels.add(label.group(1)));
        }
        return labels;
    }

    private static Set<String> words(String list) {
        Set<String> words = new TreeSet<>(Set.of(list.strip().split("\\s*,\\s*")));
        words.remove("");
        return words;
    }
}
