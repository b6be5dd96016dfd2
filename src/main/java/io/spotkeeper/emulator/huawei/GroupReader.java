package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotkeeper.emulator.huawei.GroupSpec.OverrideSpec;
import io.spotkeeper.emulator.huawei.GroupSpec.RegionSpec;
import io.spotkeeper.emulator.huawei.GroupSpec.Strategy;
import io.spotkeeper.emulator.world.Scenario;
import io.spotkeeper.emulator.world.World;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what is asked of an auto launch group, and checks it against what the page says. */
final class GroupReader {
    private static final Pattern NAME = Pattern.compile("[\\p{IsHan}A-Za-z0-9_-]{1,64}");
    private static final Pattern VERSION = Pattern.compile("([1-9]\\d{0,3})(\\.0)?");
    // The SDK's range; the console says 500 instances or 40,000 vCPUs.
    private static final int MOST_CAPACITY = 10_000;
    private static final int MOST_INSTANCES = 500;
    private static final int MOST_OVERRIDES = 100;
    private static final BigDecimal HIGHEST_PRICE = new BigDecimal(1000);
    private static final BigDecimal LEAST_WEIGHT = new BigDecimal("0.001");
    private static final BigDecimal MOST_WEIGHT = new BigDecimal(500);
    private static final String TERMINATE = "terminate";
    private static final String KEEP = "noTermination";

    private final World world;
    private final TemplateBook templates;

    GroupReader(World world, TemplateBook templates) {
        this.world = world;
        this.templates = templates;
    }

    /** What came of reading a call. */
    sealed interface Reading {
        record Good(GroupSpec spec) implements Reading {}

        record Bad(String why) implements Reading {}
    }

    Reading create(HuaweiCall call) {
        Fields.Objection objection = new Fields.Objection();
        Fields body = Fields.of(call.body(), objection);
        body.flag("dry_run");
        String name = name(body, body.text("name"));
        boolean once = body.word("type", "maintain", "request", "maintain").equals("request");
        int target = body.whole("target_capacity", 0, MOST_CAPACITY);
        int stable = body.optionalWhole("stable_capacity", 0, 0, MOST_CAPACITY);
        boolean excess = terminates(body, "excess_fulfilled_capacity_behavior", true);
        boolean expiry = terminates(body, "instances_behavior_with_expiration", true);
        Instant since = body.optionalTime("valid_since");
        Instant until = body.optionalTime("valid_until");
        if (since != null && until != null && !since.isBefore(until)) {
            body.object("valid_until", "must be later than valid_since");
        }
        Strategy strategy = strategy(body);
        boolean single =
                body.word("supply_option", "multiple", "singlation", "multiple")
                        .equals("singlation");
        BigDecimal price = body.optionalDecimal("spot_price", BigDecimal.ZERO, HIGHEST_PRICE);
        List<Fields> regions = body.objects("region_specs");
        if (regions.size() != 1) {
            body.object("region_specs", "must have one entry: a group cannot span regions");
        }
        if (stable > target) {
            body.object("stable_capacity", "must not be greater than target_capacity");
        }
        if (objection.text() != null || regions.isEmpty()) {
            return new Reading.Bad(String.valueOf(objection.text()));
        }
        RegionSpec region = region(call, regions.getFirst(), target);
        return objection.text() != null
                ? new Reading.Bad(objection.text())
                : new Reading.Good(
                        new GroupSpec(
                                name,
                                once,
                                body.optionalText("guarantee_plan_id"),
                                target * GroupSpec.UNIT,
                                stable * GroupSpec.UNIT,
                                excess,
                                expiry,
                                since,
                                until,
                                strategy,
                                single,
                                price,
                                region));
    }

    /** Reads a change; fields that the call does not document are not looked at. */
    static Reading update(HuaweiCall call, GroupSpec before) {
        Fields.Objection objection = new Fields.Objection();
        JsonNode sent = call.body().isMissingNode() ? Reply.object() : call.body();
        Fields body = Fields.of(sent, objection);
        int unit = GroupSpec.UNIT;
        String name = body.has("name") ? name(body, body.text("name")) : before.name();
        int target =
                body.optionalWhole("target_capacity", before.target() / unit, 0, MOST_CAPACITY);
        int stable =
                body.optionalWhole("stable_capacity", before.stable() / unit, 0, MOST_CAPACITY);
        if (stable > target) {
            body.object("stable_capacity", "must not be greater than target_capacity");
        }
        BigDecimal price = body.optionalDecimal("spot_price", BigDecimal.ZERO, HIGHEST_PRICE);
        String plan = body.optionalText("guarantee_plan_id");
        GroupSpec after =
                new GroupSpec(
                        name,
                        before.once(),
                        plan == null ? before.guaranteePlanId() : plan,
                        target * unit,
                        stable * unit,
                        terminates(
                                body,
                                "excess_fulfilled_capacity_behavior",
                                before.terminatesExcess()),
                        terminates(
                                body,
                                "instances_behavior_with_expiration",
                                before.terminatesOnExpiry()),
                        before.validSince(),
                        before.validUntil(),
                        before.strategy(),
                        before.singleFlavor(),
                        price == null ? before.spotPrice() : price,
                        before.region());
        return objection.text() == null
                ? new Reading.Good(after)
                : new Reading.Bad(objection.text());
    }

    /** Whether a deletion ends the instances, which it does unless told otherwise. */
    static boolean terminates(Fields body, String field, boolean otherwise) {
        return body.word(field, otherwise ? TERMINATE : KEEP, TERMINATE, KEEP).equals(TERMINATE);
    }

    static String behavior(boolean terminates) {
        return terminates ? TERMINATE : KEEP;
    }

    private static String name(Fields body, String name) {
        if (!NAME.matcher(name).matches()) {
            body.object("name", "must have 1 to 64 of Chinese, letters, digits, _ and -");
        }
        return name;
    }

    private static Strategy strategy(Fields body) {
        String[] words =
                Arrays.stream(Strategy.values()).map(Strategy::word).toArray(String[]::new);
        String word = body.word("allocation_strategy", Strategy.LOWEST_PRICE.word(), words);
        return Arrays.stream(Strategy.values())
                .filter(strategy -> strategy.word().equals(word))
                .findFirst()
                .orElse(Strategy.LOWEST_PRICE);
    }

    private RegionSpec region(HuaweiCall call, Fields spec, int target) {
        String id = spec.text("region_id");
        Scenario.Region region =
                world.scenario().huawei().regions().stream()
                        .filter(r -> r.name().equals(id) && call.regions().contains(id))
                        .findFirst()
                        .orElse(null);
        if (region == null) {
            spec.object("region_id", "is no region of the account: " + id);
        }
        int expectTarget = spec.whole("expect_target_capacity", 0, MOST_CAPACITY);
        int expectStable = spec.whole("expect_stable_capacity", 0, MOST_CAPACITY);
        if (expectStable > expectTarget) {
            spec.object("expect_stable_capacity", "must not exceed expect_target_capacity");
        }
        Fields config = spec.object("launch_template_config");
        Fields template = config.object("launch_template");
        String templateId = template.text("launch_template_id");
        String version = template.text("version");
        template(call, template, templateId, version);
        List<OverrideSpec> overrides = overrides(config, region);
        boolean inInstances =
                overrides.stream().allMatch(override -> override.weight() == GroupSpec.UNIT);
        if (inInstances && target > MOST_INSTANCES) {
            spec.object("expect_target_capacity", "is more than 500 instances");
        }
        return new RegionSpec(id, expectTarget, expectStable, templateId, version, overrides);
    }

    /** The version of a template as a number; 0 if it is none. */
    static int version(String text) {
        var matcher = VERSION.matcher(text);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private void template(HuaweiCall call, Fields template, String id, String version) {
        JsonNode data = templates.data(call.owner(), id, version(version));
        if (data == null) {
            template.object("launch_template_id", "has no version " + version + ": " + id);
            return;
        }
        String why = TemplateBook.objection(data);
        if (why != null) {
            template.object("launch_template_id", why);
        }
    }

    private List<OverrideSpec> overrides(Fields config, Scenario.@Nullable Region region) {
        List<OverrideSpec> overrides = new ArrayList<>();
        List<Fields> rows = config.objects("overrides");
        if (rows.isEmpty() || rows.size() > MOST_OVERRIDES) {
            config.object("overrides", "must have 1 to " + MOST_OVERRIDES + " entries");
        }
        Set<String> seen = new HashSet<>();
        for (Fields row : rows) {
            String zone = row.text("availability_zone_id");
            String flavor = row.text("flavor_id");
            boolean known =
                    region != null && region.zones().stream().anyMatch(z -> z.name().equals(zone));
            if (!known) {
                row.object("availability_zone_id", "is no AZ of the region: " + zone);
            }
            if (flavor.startsWith("physical.")) {
                row.object("flavor_id", "is of a bare metal server, which is not supported");
            } else if (world.scenario().huawei().flavors().stream()
                    .noneMatch(type -> type.name().equals(flavor))) {
                row.object("flavor_id", "does not exist: " + flavor);
            }
            if (!seen.add(zone + "/" + flavor)) {
                row.object("flavor_id", "is there twice in one AZ");
            }
            BigDecimal weight = row.optionalDecimal("weighted_capacity", LEAST_WEIGHT, MOST_WEIGHT);
            overrides.add(
                    new OverrideSpec(
                            zone,
                            flavor,
                            row.optionalDecimal("spot_price", BigDecimal.ZERO, HIGHEST_PRICE),
                            row.optionalWhole("priority", Integer.MAX_VALUE, 0, Integer.MAX_VALUE),
                            thousandths(weight)));
        }
        return overrides;
    }

    private static int thousandths(@Nullable BigDecimal weight) {
        BigDecimal value = weight == null ? BigDecimal.ONE : weight;
        return value.multiply(BigDecimal.valueOf(GroupSpec.UNIT))
                .setScale(0, RoundingMode.HALF_UP)
                .intValueExact();
    }
}
