package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.tencent.Reply.Refusal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The filters of DescribeInstances: AND between filters, OR between the values of one. */
final class InstanceFilter {
    private static final int MAX_FILTERS = 10;
    private static final int MAX_VALUES = 5;
    private static final String TAG = "tag:";
    private static final Set<String> NAMES =
            Set.of(
                    "zone",
                    "project-id",
                    "host-id",
                    "dedicated-cluster-id",
                    "vpc-id",
                    "subnet-id",
                    "instance-id",
                    "uuid",
                    "instance-uuid",
                    "security-group-id",
                    "instance-name",
                    "instance-charge-type",
                    "instance-state",
                    "instance-type",
                    "image-id",
                    "disaster-recover-group-id",
                    "private-ip-address",
                    "public-ip-address",
                    "ipv6-address",
                    "tag-key",
                    "tag-value",
                    "creation-start-time",
                    "creation-end-time");

    private record Condition(String name, List<String> values) {}

    private final List<Condition> conditions = new ArrayList<>();
    private final Instant now;

    InstanceFilter(ApiCall call, Instant now) {
        this.now = now;
        for (JsonNode filter : call.params().path("Filters")) {
            List<String> values = new ArrayList<>();
            filter.path("Values").forEach(value -> values.add(value.asText()));
            conditions.add(new Condition(filter.path("Name").asText(), values));
        }
    }

    @Nullable Refusal objection() {
        if (conditions.size() > MAX_FILTERS) {
            return new Refusal("InvalidFilterValue.LimitExceeded", "There can be 10 filters.");
        }
        for (Condition condition : conditions) {
            if (!NAMES.contains(condition.name) && !condition.name.startsWith(TAG)) {
                return new Refusal("InvalidFilter", "There is no filter `" + condition.name + "`.");
            }
            if (condition.values.size() > MAX_VALUES) {
                return new Refusal(
                        "InvalidFilterValue.LimitExceeded", "A filter can have 5 values.");
            }
            if (condition.name.startsWith("creation-")
                    && condition.values.stream().anyMatch(value -> time(value) == null)) {
                return new Refusal(
                        "InvalidParameterValue.InvalidTimeFormat", "Times are like RFC 3339.");
            }
        }
        return null;
    }

    private static @Nullable Instant time(String text) {
        try {
            return OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
        } catch (DateTimeParseException e) {
            return null; // the objection says so
        }
    }

    boolean matches(Instance instance) {
        return conditions.stream().allMatch(condition -> matches(instance, condition));
    }

    private boolean matches(Instance instance, Condition condition) {
        if (condition.name.startsWith(TAG)) {
            String value = instance.visibleTags(now).get(condition.name.substring(TAG.length()));
            return value != null && condition.values.contains(value);
        }
        return condition.values.stream()
                .anyMatch(value -> matches(instance, condition.name, value));
    }

    private boolean matches(Instance instance, String name, String value) {
        InstanceDetails details = DescribeInstances.details(instance);
        return switch (name) {
            case "zone" -> instance.pool().zone().equals(value);
            case "instance-type" -> instance.pool().instanceType().equals(value);
            case "instance-id" -> instance.id().equals(value);
            case "instance-state" -> instance.state().name().equals(value);
            case "instance-charge-type" -> ChargeType.of(instance.pool().market()).equals(value);
            case "project-id" -> Long.toString(details.projectId()).equals(value);
            case "vpc-id" -> details.vpcId().equals(value);
            case "subnet-id" -> details.subnetId().equals(value);
            case "uuid", "instance-uuid" -> details.uuid().equals(value);
            case "image-id" -> details.imageId().equals(value);
            case "security-group-id" -> details.texts("SecurityGroupIds").contains(value);
            case "disaster-recover-group-id" ->
                    details.texts("DisasterRecoverGroupIds").contains(value);
            case "instance-name" -> details.name().contains(value);
            case "private-ip-address" -> details.privateIp().equals(value);
            case "public-ip-address" -> value.equals(details.publicIp());
            case "tag-key" -> instance.visibleTags(now).containsKey(value);
            case "tag-value" -> instance.visibleTags(now).containsValue(value);
            case "creation-start-time" -> !isBefore(instance.createdAt(), value);
            case "creation-end-time" -> !isAfter(instance.createdAt(), value);
            // No instance lies on a dedicated host or has an IPv6 address.
            case "host-id", "dedicated-cluster-id", "ipv6-address" -> false;
            default -> throw new IllegalStateException("filter " + name + " was let through");
        };
    }

    private static boolean isBefore(Instant created, String bound) {
        Instant time = time(bound);
        return time != null && created.isBefore(time);
    }

    private static boolean isAfter(Instant created, String bound) {
        Instant time = time(bound);
        return time != null && created.isAfter(time);
    }
}
