package io.spotkeeper.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The shares of a group's regions, which the API wants to add up. */
final class Shares {
    private static final String TARGET = "targetCapacity";
    private static final String STABLE = "stableCapacity";

    private Shares() {}

    /**
     * With one region, shares that differ from the group's figures are left out and noted: all of
     * the group is there anyhow. With several, they have to add up.
     */
    static void check(Value list, ObjectNode spec, Notes notes) {
        ArrayNode regions = (ArrayNode) spec.path("regions");
        int target = spec.path(TARGET).asInt();
        int stable = spec.path(STABLE).asInt();
        if (regions.size() == 1) {
            ObjectNode only = (ObjectNode) regions.get(0);
            boolean differs =
                    (only.has(TARGET) && only.path(TARGET).asInt() != target)
                            || (only.has(STABLE) && only.path(STABLE).asInt() != stable);
            if (differs || (only.has(STABLE) && !only.has(TARGET))) {
                only.remove(TARGET);
                only.remove(STABLE);
                if (differs) {
                    notes.lose(
                            list.place(),
                            "expect_target_capacity and expect_stable_capacity differ from those of the group, and with one region the group's are meant");
                }
            }
            return;
        }
        sum(list, regions, TARGET, "expect_target_capacity", target);
        sum(list, regions, STABLE, "expect_stable_capacity", stable);
    }

    private static void sum(Value list, ArrayNode regions, String field, String theirs, int whole) {
        int sum = 0;
        for (JsonNode region : regions) {
            sum += region.path(field).asInt();
        }
        if (sum != whole) {
            throw new Misfit(
                    list.place(),
                    "expected %s of the regions to add up to %d as the group has it, not to %d"
                            .formatted(theirs, whole, sum));
        }
    }
}
