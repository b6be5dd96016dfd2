package io.spotkeeper.convert;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An AutoLaunchGroup as the body of Huawei Cloud's CreateAutoLaunchGroup. */
final class GroupBody {
    private static final String API = "spotkeeper.io/v1alpha1";
    private static final String KIND = "AutoLaunchGroup";
    private static final int MOST = 10_000;
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_ID = 128;
    private static final int MOST_OVERRIDES = 100;

    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

    private final Notes notes;

    GroupBody(Notes notes) {
        this.notes = notes;
    }

    /** The body of the only group among some manifests. */
    String body(List<Value> documents) {
        List<Reading> groups = new ArrayList<>();
        for (Value document : documents) {
            Reading object = Reading.of(document, notes);
            String kind = object.require("kind").text();
            if (kind.equals(KIND) && object.require("apiVersion").text().equals(API)) {
                groups.add(object);
            } else {
                notes.tell("a " + Place.printable(kind) + " has no place in the body of the call");
            }
        }
        if (groups.size() != 1) {
            throw new Misfit(
                    documents.getFirst().place(),
                    "expected one %s of %s, not %d".formatted(KIND, API, groups.size()));
        }
        return written(group(groups.getFirst()));
    }

    private static String written(ObjectNode body) {
        try {
            return JSON.writeValueAsString(body).replace("\r\n", "\n") + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
    }

    private ObjectNode group(Reading object) {
        Value metadata = object.require("metadata");
        if (!(metadata instanceof Value.Fields(Place _, Map<String, Value> fields))) {
            throw metadata.misfit("expected the metadata of an object");
        }
        Optional<Value> objectName = Optional.ofNullable(fields.get("name"));
        object.tell("status", "left out: it says what was found, not what is wanted");
        Reading spec = Reading.of(object.require("spec"), notes);
        object.done();

        ObjectNode body = Manifest.object();
        body.put("name", name(spec, objectName.orElse(metadata)));
        copy(spec, "guaranteePlanId", value -> body.put("guarantee_plan_id", value.id(LONGEST_ID)));
        word(spec, "type", body, "type", HuaweiWords.TYPE);
        int target = spec.require("targetCapacity").whole(0, MOST);
        body.put("target_capacity", target);
        Optional<Value> stable = spec.take("stableCapacity");
        int part = Math.min(target, stable.map(value -> value.whole(0, MOST)).orElse(0));
        stable.ifPresent(value -> {
            body.put("stable_capacity", part);
            if (part < value.whole(0, MOST)) {
                notes.tell(
                        value.place(), "is more than the target, which means all of it: " + part);
            }
        });
        word(
                spec,
                "excessCapacityBehavior",
                body,
                "excess_fulfilled_capacity_behavior",
                HuaweiWords.LEAVING);
        word(
                spec,
                "expirationBehavior",
                body,
                "instances_behavior_with_expiration",
                HuaweiWords.LEAVING);
        moment(spec, "validSince", body, "valid_since");
        moment(spec, "validUntil", body, "valid_until");
        body.set("region_specs", regions(spec, target, part));
        word(spec, "allocationStrategy", body, "allocation_strategy", HuaweiWords.STRATEGY);
        copy(spec, "spotPrice", value -> body.put("spot_price", new BigDecimal(value.price())));
        word(spec, "supplyOption", body, "supply_option", HuaweiWords.SUPPLY);
        copy(spec, "dryRun", value -> body.put("dry_run", value.flag()));
        withoutEquivalent(spec);
        spec.done();
        return body;
    }

    private static String name(Reading spec, Value objectName) {
        Value name = spec.take("displayName").orElse(objectName);
        String text =
                name.text(
                        Forms.GROUP_NAME,
                        "a name of 1 to 64 Chinese characters, letters, digits, underscores and hyphens");
        if (text.length() > LONGEST_NAME) {
            throw name.misfit("expected a name of at most 64 characters");
        }
        return text;
    }

    private static void copy(Reading from, String field, java.util.function.Consumer<Value> to) {
        from.take(field).ifPresent(to);
    }

    private static void word(
            Reading spec, String ours, ObjectNode body, String theirs, HuaweiWords words) {
        spec.word(ours, words.theirs()).ifPresent(word -> body.put(theirs, word));
    }

    /** The cloud wants UTC without fractions: yyyy-MM-ddTHH:mm:ssZ. */
    private void moment(Reading spec, String ours, ObjectNode body, String theirs) {
        spec.take(ours)
                .ifPresent(value -> {
                    String utc =
                            Moments.read(value)
                                    .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                                    .toString();
                    if (!utc.equals(value.text())) {
                        notes.tell(value.place(), "is written as the cloud wants it: " + utc);
                    }
                    body.put(theirs, utc);
                });
    }

    private void withoutEquivalent(Reading spec) {
        spec.tell(
                "accountRef", "left out: the account is in the path and the signature of the call");
        spec.tell("management", "left out: the call is for the cloud's own group");
        spec.take("deletionPolicy")
                .filter(value -> !value.text().equals("Terminate"))
                .ifPresent(value ->
                        notes.lose(value.place(), "the call that deletes the group says it"));
        spec.take("regionShortfall")
                .filter(value -> !value.text().equals("Wait"))
                .ifPresent(value -> notes.lose(value.place(), "the cloud's group has one region"));
        spec.take("capacityUnit")
                .filter(value -> !value.text().equals("Instances"))
                .ifPresent(value ->
                        notes.lose(
                                value.place(),
                                "the body has no unit; give each override a weightedCapacity"));
        spec.take("paused")
                .filter(Value::flag)
                .ifPresent(
                        value -> notes.lose(value.place(), "the cloud's group cannot be paused"));
        spec.lose("limits", "the cloud's group knows none");
    }

    // ---- regions ----

    private ArrayNode regions(Reading spec, int target, int stable) {
        Value list = spec.require("regions");
        List<Value> regions = list.items(1, 10);
        if (regions.size() > 1) {
            throw new Misfit(
                    list.place(),
                    "expected one region: a group of Huawei Cloud cannot span regions, so each needs a group of its own");
        }
        Reading region = Reading.of(regions.getFirst(), notes);
        ArrayNode specs = Manifest.object().putArray("region_specs");
        ObjectNode node =
                specs.addObject()
                        .put("region_id", region.require("region").region())
                        .put("expect_target_capacity", target)
                        .put("expect_stable_capacity", stable);
        share(region, "targetCapacity", target);
        share(region, "stableCapacity", stable);
        region.lose("placements", "the launch template names the network");
        region.take("template")
                .ifPresent(template -> {
                    throw new Misfit(
                            template.place(),
                            "expected launchTemplate: a group of Huawei Cloud knows no template written here");
                });
        ObjectNode config = node.putObject("launch_template_config");
        Reading template = Reading.of(region.require("launchTemplate"), notes);
        config.putObject("launch_template")
                .put("launch_template_id", template.require("id").id(LONGEST_ID))
                .put(
                        "version",
                        template.require("version")
                                .text(Forms.TEMPLATE_VERSION, "a version like \"1\" or \"1.0\""));
        template.done();
        config.set("overrides", overrides(region));
        region.done();
        return specs;
    }

    /** A group that was scaled has shares that are a proportion; with one region it is all. */
    private void share(Reading region, String field, int whole) {
        region.take(field)
                .filter(value -> value.whole(0, MOST) != whole)
                .ifPresent(value ->
                        notes.tell(
                                value.place(), "is all of the group's with one region: " + whole));
    }

    private ArrayNode overrides(Reading region) {
        ArrayNode overrides = Manifest.object().putArray("overrides");
        for (Value item : region.require("overrides").items(1, MOST_OVERRIDES)) {
            Reading override = Reading.of(item, notes);
            ObjectNode node =
                    overrides
                            .addObject()
                            .put("availability_zone_id", override.require("zone").id(LONGEST_NAME))
                            .put("flavor_id", override.require("instanceType").id(LONGEST_NAME));
            copy(
                    override,
                    "spotPrice",
                    value -> node.put("spot_price", new BigDecimal(value.price())));
            copy(
                    override,
                    "priority",
                    value -> node.put("priority", value.whole(0, Integer.MAX_VALUE)));
            copy(
                    override,
                    "weightedCapacity",
                    value -> node.put("weighted_capacity", new BigDecimal(value.weight())));
            override.done();
        }
        return overrides;
    }
}
