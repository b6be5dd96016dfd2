package io.spotkeeper.convert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.api.v1alpha1.Management;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The body of Huawei Cloud's CreateAutoLaunchGroup, or what its ShowAutoLaunchGroup answers, as an
 * AutoLaunchGroup. Fields, ranges and defaults are those of the cloud's documentation of
 * 2023-07-06.
 */
final class HuaweiGroup {
    private static final int MOST = 10_000;
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_ID = 128;
    private static final int MOST_REGIONS = 10;
    private static final int MOST_OVERRIDES = 100;

    private final Choices choices;
    private final Notes notes;

    HuaweiGroup(Choices choices, Notes notes) {
        this.choices = choices;
        this.notes = notes;
    }

    /** The manifest of a body. */
    String manifest(Value value) {
        Reading outer = Reading.of(value, notes);
        Optional<Reading> wrapped = outer.object("auto_launch_group");
        if (wrapped.isPresent()) {
            outer.done();
        }
        return manifest(wrapped.orElse(outer));
    }

    private String manifest(Reading body) {
        ObjectNode spec = Manifest.object();
        Value cloudName = body.require("name");
        String displayName =
                cloudName.text(
                        Forms.GROUP_NAME,
                        "1 to 64 Chinese characters, letters, digits, underscores and hyphens");
        if (displayName.length() > LONGEST_NAME) {
            throw cloudName.misfit("expected at most 64 characters");
        }
        spec.put("displayName", displayName);
        spec.set("accountRef", Manifest.account(choices, "huawei", notes));
        spec.put("management", management(body).name());
        put(spec, "type", body.word("type", HuaweiWords.TYPE.ours()));
        capacities(body, spec);
        put(
                spec,
                "excessCapacityBehavior",
                body.word("excess_fulfilled_capacity_behavior", HuaweiWords.LEAVING.ours()));
        put(
                spec,
                "expirationBehavior",
                body.word("instances_behavior_with_expiration", HuaweiWords.LEAVING.ours()));
        window(body, spec);
        put(
                spec,
                "allocationStrategy",
                body.word("allocation_strategy", HuaweiWords.STRATEGY.ours()));
        put(spec, "supplyOption", body.word("supply_option", HuaweiWords.SUPPLY.ours()));
        put(spec, "spotPrice", body.take("spot_price").map(Value::price));
        plan(body, spec);
        body.take("dry_run").ifPresent(dryRun -> spec.put("dryRun", dryRun.flag()));
        regions(body, spec);
        for (String seen :
                List.of(
                        "id",
                        "status",
                        "task_state",
                        "current_capacity",
                        "current_stable_capacity",
                        "created_at")) {
            body.tell(seen, "left out: it says what the cloud saw, not what is wanted");
        }
        body.done();
        String name = Manifest.name(choices, displayName, "auto-launch-group", notes);
        return new Manifest("AutoLaunchGroup", name, spec).yaml();
    }

    private static void put(ObjectNode spec, String field, Optional<String> text) {
        text.ifPresent(present -> spec.put(field, present));
    }

    /** The cloud's own group where only that can do what the body asks for. */
    private Management management(Reading body) {
        Management chosen = choices.management();
        if (chosen != null) {
            return chosen;
        }
        Optional<Value> plan = body.take("guarantee_plan_id");
        boolean oneRegion = body.list("region_specs").size() == 1;
        if (plan.isPresent() && oneRegion) {
            notes.tell(
                    plan.get().place(),
                    "management is Provider, because only the cloud's own group can use a guarantee plan; --management Operator leaves the plan out");
            return Management.Provider;
        }
        notes.tell(
                "management is Operator: Spotkeeper allocates; --management Provider lets the cloud do it");
        return Management.Operator;
    }

    private void plan(Reading body, ObjectNode spec) {
        Optional<Value> plan = body.take("guarantee_plan_id");
        if (plan.isEmpty()) {
            return;
        }
        if (spec.path("management").asText().equals(Management.Provider.name())) {
            spec.put("guaranteePlanId", plan.get().id(LONGEST_ID));
        } else {
            notes.lose(
                    plan.get().place(),
                    "only the cloud's own group can use a plan (--management Provider)");
        }
    }

    private static void capacities(Reading body, ObjectNode spec) {
        int target = body.require("target_capacity").whole(0, MOST);
        spec.put("targetCapacity", target);
        body.take("stable_capacity")
                .ifPresent(stable -> {
                    int part = stable.whole(0, MOST);
                    if (part > target) {
                        throw stable.misfit("expected at most the target_capacity of " + target);
                    }
                    spec.put("stableCapacity", part);
                });
    }

    private static void window(Reading body, ObjectNode spec) {
        Optional<Value> since = body.take("valid_since");
        Optional<Value> until = body.take("valid_until");
        since.ifPresent(moment -> {
            Moments.read(moment);
            spec.put("validSince", moment.text());
        });
        until.ifPresent(moment -> {
            if (since.isPresent() && !Moments.read(moment).isAfter(Moments.read(since.get()))) {
                throw moment.misfit("expected a time after valid_since");
            }
            Moments.read(moment);
            spec.put("validUntil", moment.text());
        });
    }

    // ---- regions ----

    private void regions(Reading body, ObjectNode spec) {
        Value list = body.require("region_specs");
        List<Value> items = list.items(1, MOST_REGIONS);
        if (items.size() > 1
                && spec.path("management").asText().equals(Management.Provider.name())) {
            throw new Misfit(
                    list.place(),
                    "expected one region: a group of Huawei Cloud cannot span regions, one with --management Operator can");
        }
        ArrayNode regions = spec.putArray("regions");
        Set<String> seen = new HashSet<>();
        boolean weightless = false;
        for (Value item : items) {
            Reading region = Reading.of(item, notes);
            Value id = region.require("region_id");
            if (!seen.add(id.region())) {
                throw id.misfit("expected each region once");
            }
            ObjectNode node = regions.addObject().put("region", id.region());
            shares(region, node, items.size() == 1);
            Reading config = Reading.of(region.require("launch_template_config"), notes);
            node.set("launchTemplate", launchTemplate(config));
            ArrayNode overrides = overrides(config);
            node.set("overrides", overrides);
            weightless |= overrides.findValues("weightedCapacity").size() < overrides.size();
            config.done();
            region.done();
        }
        Shares.check(list, spec, notes);
        if (spec.path("management").asText().equals(Management.Operator.name())) {
            // The cloud's own group takes the VPC from the subnet; a server that is created does
            // not.
            notes.tell(
                    "spec.regions[].placements are to be added: with management Operator each zone needs its vpcId and subnetIds, because a launch template names no VPC");
        }
        if (weightless || spec.path("allocationStrategy").asText().equals("CapacityOptimized")) {
            notes.tell(
                    "capacityUnit is left at Instances, because the body cannot say whether its capacities count instances or vCPUs");
        }
    }

    private static void shares(Reading region, ObjectNode node, boolean alone) {
        Optional<Value> target =
                alone
                        ? region.take("expect_target_capacity")
                        : Optional.of(region.require("expect_target_capacity"));
        target.ifPresent(share -> node.put("targetCapacity", share.whole(0, MOST)));
        region.take("expect_stable_capacity")
                .ifPresent(share -> {
                    int part = share.whole(0, MOST);
                    if (target.isPresent() && part > node.path("targetCapacity").asInt()) {
                        throw share.misfit("expected at most expect_target_capacity");
                    }
                    node.put("stableCapacity", part);
                });
    }

    private ObjectNode launchTemplate(Reading config) {
        Reading template = Reading.of(config.require("launch_template"), notes);
        ObjectNode node =
                Manifest.object()
                        .put("id", template.require("launch_template_id").id(LONGEST_ID))
                        .put("version", version(template.require("version")));
        template.done();
        return node;
    }

    private static String version(Value value) {
        if (value instanceof Value.Figure) {
            return Integer.toString(value.whole(1, 999_999_999));
        }
        return value.text(Forms.TEMPLATE_VERSION, "a version like \"1\" or \"1.0\"");
    }

    private ArrayNode overrides(Reading config) {
        ArrayNode overrides = Manifest.object().putArray("overrides");
        Set<List<String>> seen = new HashSet<>();
        for (Value item : config.require("overrides").items(1, MOST_OVERRIDES)) {
            Reading override = Reading.of(item, notes);
            String zone = override.require("availability_zone_id").id(LONGEST_NAME);
            String flavor = override.require("flavor_id").id(LONGEST_NAME);
            if (!seen.add(List.of(zone, flavor))) {
                throw new Misfit(
                        override.place(),
                        "expected each flavor once in a zone, but this one is repeated");
            }
            ObjectNode node = overrides.addObject().put("zone", zone).put("instanceType", flavor);
            put(node, "spotPrice", override.take("spot_price").map(Value::price));
            override.take("priority")
                    .ifPresent(rank -> node.put("priority", rank.whole(0, Integer.MAX_VALUE)));
            put(node, "weightedCapacity", override.take("weighted_capacity").map(Value::weight));
            override.done();
        }
        return overrides;
    }
}
