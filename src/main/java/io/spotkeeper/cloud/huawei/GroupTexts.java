package io.spotkeeper.cloud.huawei;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.spotkeeper.cloud.CloudGroups;
import io.spotkeeper.cloud.GroupFacts;
import io.spotkeeper.cloud.GroupOrder;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Groups as the answers of CMS write them. What is missing or unheard of is left out. */
final class GroupTexts {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final String TERMINATE = "terminate";

    private GroupTexts() {}

    /** The answer's text; a missing node where it is no JSON. */
    static JsonNode read(String body) {
        try {
            JsonNode root = body.isBlank() ? null : JSON.readTree(body);
            return root == null ? MissingNode.getInstance() : root;
        } catch (JsonProcessingException e) {
            // An answer that cannot be read says nothing; each caller says what that means.
            return MissingNode.getInstance();
        }
    }

    /** The group in an answer, wrapped or flat: the service was seen to send either. */
    static Optional<GroupFacts> facts(JsonNode answer) {
        JsonNode group =
                answer.path("auto_launch_group").isObject()
                        ? answer.path("auto_launch_group")
                        : answer;
        if (!group.path("status").isTextual()) {
            return Optional.empty();
        }
        String type = text(group, "type");
        return Optional.of(
                new GroupFacts(
                        text(group, "status"),
                        text(group, "task_state"),
                        number(group, "current_capacity"),
                        number(group, "current_stable_capacity"),
                        text(group, "name"),
                        number(group, "target_capacity"),
                        number(group, "stable_capacity"),
                        terminates(group, "excess_fulfilled_capacity_behavior"),
                        terminates(group, "instances_behavior_with_expiration"),
                        number(group, "spot_price"),
                        type == null ? null : type.equals("request"),
                        time(group, "valid_since"),
                        time(group, "valid_until"),
                        strategy(text(group, "allocation_strategy")),
                        source(group.path("region_specs").path(0))));
    }

    private static GroupFacts.@Nullable Source source(JsonNode region) {
        if (!region.isObject()) {
            return null;
        }
        JsonNode config = region.path("launch_template_config");
        JsonNode template = config.path("launch_template");
        List<GroupFacts.Pool> pools = new ArrayList<>();
        for (JsonNode row : config.path("overrides")) {
            pools.add(
                    new GroupFacts.Pool(
                            row.path("availability_zone_id").asText(),
                            row.path("flavor_id").asText(),
                            number(row, "spot_price"),
                            number(row, "priority"),
                            number(row, "weighted_capacity")));
        }
        return new GroupFacts.Source(
                text(region, "region_id"),
                text(template, "launch_template_id"),
                text(template, "version"),
                pools);
    }

    static CloudGroups.Member member(JsonNode row) {
        String mode = text(row, "sell_mode");
        return new CloudGroups.Member(
                row.path("id").asText(),
                row.path("availability_zone_id").asText(),
                row.path("flavor_id").asText(),
                row.path("status").asText(),
                mode == null ? null : (Boolean) mode.equals("spot"));
    }

    /** A strategy in the service's own word. */
    static String word(GroupOrder.Strategy strategy) {
        return strategy.name().toLowerCase(Locale.ROOT);
    }

    private static GroupOrder.@Nullable Strategy strategy(@Nullable String word) {
        return Arrays.stream(GroupOrder.Strategy.values())
                .filter(strategy -> word(strategy).equals(word))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() || value.isNumber() ? value.asText() : null;
    }

    private static @Nullable BigDecimal number(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isNumber() ? value.decimalValue() : null;
    }

    private static @Nullable Boolean terminates(JsonNode node, String field) {
        String word = text(node, field);
        return word == null ? null : (Boolean) word.equals(TERMINATE);
    }

    private static @Nullable Instant time(JsonNode node, String field) {
        String word = text(node, field);
        try {
            return word == null ? null : OffsetDateTime.parse(word).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
