package io.spotkeeper.convert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.api.v1alpha1.Management;
import io.spotkeeper.convert.Conversion.Done;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A body of Huawei Cloud survives the way to a manifest and back. */
class RoundTripTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Choices PROVIDER =
            new Choices(null, null, null, List.of(), Management.Provider);

    @Test
    void randomBodiesComeBackAsTheyWere() throws IOException {
        for (int seed = 0; seed < 2_000; seed++) {
            // Given
            JsonNode body = body(new Random(seed));

            // When
            Done there = done(JSON.writeValueAsString(body));
            Done back = done(there.text());

            // Then
            assertThat(JSON.readTree(back.text()))
                    .as("seed %d by way of\n%s", seed, there.text())
                    .isEqualTo(JSON.readTree(JSON.writeValueAsString(body)));
            assertThat(there.notes()).noneMatch(note -> note.weight() == Note.Weight.LOST);
        }
    }

    private static Done done(String text) {
        return (Done) Converter.convert(text, null, PROVIDER);
    }

    private static JsonNode body(Random random) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        int target = random.nextInt(10_001);
        int stable = random.nextInt(target + 1);
        body.put("name", one(random, "test", "智能购买组", "a_b-C", "0", "null", "007"));
        body.put("target_capacity", target);
        boolean mixed = random.nextBoolean();
        if (mixed) {
            body.put("stable_capacity", stable);
        }
        maybe(random, () -> body.put("guarantee_plan_id", one(random, "plan_id", "1e3", "true")));
        maybe(random, () -> body.put("type", one(random, "request", "maintain")));
        for (String behavior :
                List.of(
                        "excess_fulfilled_capacity_behavior",
                        "instances_behavior_with_expiration")) {
            maybe(random, () -> body.put(behavior, one(random, "terminate", "noTermination")));
        }
        maybe(random, () -> body.put("valid_since", "2020-04-04T15:58:13Z"));
        maybe(random, () -> body.put("valid_until", "2031-04-06T15:58:00Z"));
        maybe(
                random,
                () ->
                        body.put(
                                "allocation_strategy",
                                one(
                                        random,
                                        "lowest_price",
                                        "prioritized",
                                        "capacity_optimized",
                                        "diversified")));
        maybe(random, () -> body.put("supply_option", one(random, "singlation", "multiple")));
        maybe(random, () -> body.put("spot_price", decimal(random, 6)));
        maybe(random, () -> body.put("dry_run", random.nextBoolean()));
        ObjectNode region =
                body.putArray("region_specs")
                        .addObject()
                        .put("region_id", one(random, "region1", "cn-south-1"))
                        .put("expect_target_capacity", target)
                        .put("expect_stable_capacity", mixed ? stable : 0);
        ObjectNode config = region.putObject("launch_template_config");
        config.putObject("launch_template")
                .put("launch_template_id", one(random, "lt-1", "2026-01-01", "1_000"))
                .put("version", one(random, "1", "1.0", "12"));
        overrides(random, config.putArray("overrides"));
        return body;
    }

    private static void overrides(Random random, ArrayNode overrides) {
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            ObjectNode override =
                    overrides
                            .addObject()
                            .put("availability_zone_id", "az" + i)
                            .put("flavor_id", one(random, "s3.large.2", "1.5", "no"));
            maybe(random, () -> override.put("spot_price", decimal(random, 6)));
            maybe(random, () -> override.put("priority", random.nextInt(Integer.MAX_VALUE)));
            maybe(
                    random,
                    () ->
                            override.put(
                                    "weighted_capacity", decimal(random, 3).add(BigDecimal.ONE)));
        }
    }

    private static BigDecimal decimal(Random random, int decimals) {
        return BigDecimal.valueOf(random.nextInt(100_000), random.nextInt(decimals + 1));
    }

    private static String one(Random random, String... words) {
        return words[random.nextInt(words.length)];
    }

    private static void maybe(Random random, Runnable put) {
        if (random.nextBoolean()) {
            put.run();
        }
    }
}
