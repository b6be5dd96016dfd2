package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.market.Market;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Auto launch groups as the API shows them. */
final class GroupViews {
    private GroupViews() {}

    /** The details of a group: without id and supply option, as the service does. */
    static ObjectNode whole(LaunchGroup group) {
        GroupSpec spec = group.spec();
        int stable = group.capacity(Market.ON_DEMAND);
        ObjectNode view =
                Reply.object()
                        .put("name", spec.name())
                        .put("type", type(spec))
                        .put("status", group.status().name())
                        .put("task_state", group.taskState().name());
        number(view, "target_capacity", spec.target());
        number(view, "stable_capacity", spec.stable());
        number(view, "current_capacity", stable + group.capacity(Market.SPOT));
        number(view, "current_stable_capacity", stable);
        view.put(
                        "excess_fulfilled_capacity_behavior",
                        GroupReader.behavior(spec.terminatesExcess()))
                .put(
                        "instances_behavior_with_expiration",
                        GroupReader.behavior(spec.terminatesOnExpiry()));
        time(view, "valid_since", spec.validSince());
        time(view, "valid_until", spec.validUntil());
        region(view.putArray("region_specs").addObject(), spec.region());
        view.put("allocation_strategy", spec.strategy().word());
        price(view, spec.spotPrice());
        time(view, "created_at", group.createdAt());
        return view;
    }

    private static void region(ObjectNode view, GroupSpec.RegionSpec region) {
        view.put("region_id", region.id())
                .put("expect_target_capacity", region.expectTarget())
                .put("expect_stable_capacity", region.expectStable());
        ObjectNode config = view.putObject("launch_template_config");
        config.putObject("launch_template")
                .put("launch_template_id", region.templateId())
                .put("version", region.templateVersion());
        ArrayNode overrides = config.putArray("overrides");
        for (GroupSpec.OverrideSpec override : region.overrides()) {
            ObjectNode row =
                    overrides
                            .addObject()
                            .put("availability_zone_id", override.zone())
                            .put("flavor_id", override.flavor())
                            .put("priority", override.priority());
            price(row, override.spotPrice());
            number(row, "weighted_capacity", override.weight());
        }
    }

    /** The row of the listing. */
    static ObjectNode row(LaunchGroup group) {
        GroupSpec spec = group.spec();
        ObjectNode row =
                Reply.object()
                        .put("id", group.id())
                        .put("name", spec.name())
                        .put("type", type(spec))
                        .put("status", group.status().name())
                        .put("task_state", group.taskState().name());
        time(row, "valid_since", spec.validSince());
        time(row, "valid_until", spec.validUntil());
        return row;
    }

    private static String type(GroupSpec spec) {
        return spec.once() ? "request" : "maintain";
    }

    /** An integer where it is one: some clients cannot read anything else. */
    private static void number(ObjectNode view, String name, int thousandths) {
        if (thousandths % GroupSpec.UNIT == 0) {
            view.put(name, thousandths / GroupSpec.UNIT);
        } else {
            view.put(name, BigDecimal.valueOf(thousandths, 3).stripTrailingZeros());
        }
    }

    private static void price(ObjectNode view, @Nullable BigDecimal price) {
        if (price != null) {
            view.put("spot_price", price);
        }
    }

    private static void time(ObjectNode view, String name, @Nullable Instant time) {
        if (time != null) {
            view.put(name, ServerViews.time(time));
        }
    }
}
