package io.spotkeeper.convert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The launch templates and overrides of an EC2 Fleet as the region of a group. */
final class Ec2Pools {
    private static final int MOST_CONFIGS = 50;
    private static final int MOST_OVERRIDES = 100;
    private static final int LONGEST_ID = 128;
    private static final int PRICE_DECIMALS = 6;

    private final Choices choices;
    private final Notes notes;
    private final ArrayNode overrides = Manifest.object().putArray("overrides");
    private final Set<List<String>> seen = new HashSet<>();
    private @Nullable ObjectNode template;
    private @Nullable String region;

    Ec2Pools(Choices choices, Notes notes) {
        this.choices = choices;
        this.notes = notes;
        this.region = choices.region();
    }

    /** The one region of a fleet; an EC2 Fleet has no more. */
    ObjectNode region(Value configs) {
        for (Value item : configs.items(1, MOST_CONFIGS)) {
            Reading config = Reading.of(item, notes);
            template(Reading.of(config.require("LaunchTemplateSpecification"), notes));
            for (Value override : config.require("Overrides").items(1, MOST_OVERRIDES)) {
                override(Reading.of(override, notes));
            }
            config.done();
        }
        if (overrides.size() > MOST_OVERRIDES) {
            throw new Misfit(
                    configs.place(),
                    "expected at most 100 pools of instance type and zone, not "
                            + overrides.size());
        }
        if (region == null) {
            throw new Misfit(
                    configs.place(),
                    "expected a zone that tells its region, like us-east-1a, or --region");
        }
        ObjectNode node = Manifest.object().put("region", region);
        node.set("launchTemplate", template);
        node.set("overrides", overrides);
        return node;
    }

    private void template(Reading specification) {
        specification.lose("LaunchTemplateName", "a launch template is named by its id");
        Value version = specification.require("Version");
        ObjectNode node =
                Manifest.object()
                        .put("id", specification.require("LaunchTemplateId").id(LONGEST_ID))
                        .put(
                                "version",
                                version.text(
                                        Forms.TEMPLATE_VERSION,
                                        "a numbered version like \"1\", because a group goes by one that does not change"));
        specification.done();
        if (template != null && !template.equals(node)) {
            throw new Misfit(
                    specification.place(),
                    "expected one launch template, because a region of a group has one");
        }
        template = node;
    }

    private void override(Reading override) {
        String type = override.require("InstanceType").id(Forms.LONGEST_ZONE);
        Optional<String> weight = override.take("WeightedCapacity").map(Value::weight);
        Optional<String> price =
                override.take("MaxPrice").map(value -> perInstance(value, weight.orElse("1")));
        Optional<Integer> priority =
                override.take("Priority").map(rank -> rank.whole(0, Integer.MAX_VALUE));
        for (String zone : zones(override)) {
            if (!seen.add(List.of(zone, type))) {
                notes.lose(override.place(), "%s in %s is there already".formatted(type, zone));
                continue;
            }
            ObjectNode node = overrides.addObject().put("zone", zone).put("instanceType", type);
            price.ifPresent(bid -> node.put("spotPrice", bid));
            priority.ifPresent(rank -> node.put("priority", rank));
            weight.ifPresent(units -> node.put("weightedCapacity", units));
        }
        override.lose("SubnetId", "a placement names a subnet together with its network (vpcId)");
        override.lose("InstanceRequirements", "an override names its instance type");
        override.lose("Placement", "an override has no field for it");
        override.lose("ImageId", "the launch template names the image");
        override.lose("BlockDeviceMappings", "the launch template names the disks");
        override.done();
    }

    /** Amazon's bid is for a unit of capacity and ours for an instance. */
    private String perInstance(Value value, String weight) {
        BigDecimal units = new BigDecimal(weight);
        BigDecimal exact = new BigDecimal(value.price()).multiply(units);
        if (units.compareTo(BigDecimal.ONE) == 0) {
            return value.price();
        }
        BigDecimal bid = exact.setScale(Math.min(exact.scale(), PRICE_DECIMALS), RoundingMode.DOWN);
        String written =
                Decimals.price(bid)
                        .orElseThrow(() ->
                                value.misfit(
                                        "expected a price that, times the weight of "
                                                + weight
                                                + ", is below 1000000"));
        notes.tell(
                value.place(),
                "is for a unit of capacity; for an instance of weight %s it is %s"
                        .formatted(weight, written));
        return written;
    }

    private List<String> zones(Reading override) {
        Optional<Value> named = override.take("AvailabilityZone");
        Optional<Value> id = override.take("AvailabilityZoneId");
        if (named.isEmpty() && id.isEmpty()) {
            if (choices.zones().isEmpty()) {
                throw new Misfit(
                        override.place(),
                        "expected AvailabilityZone, because a pool is a type in a zone; or --zone for all overrides");
            }
            choices.zones().forEach(this::learnRegion);
            return choices.zones();
        }
        String zone = named.or(() -> id).orElseThrow().id(Forms.LONGEST_ZONE);
        learnRegion(zone);
        return List.of(zone);
    }

    private void learnRegion(String zone) {
        if (region == null) {
            region = Zones.amazonRegion(zone).orElse(null);
        }
    }
}
