package io.spotkeeper.convert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * A CreateFleet request of Amazon EC2 as an AutoLaunchGroup. Fields are those of the EC2 API
 * 2016-11-15. Amazon is no provider: what it calls types, zones and templates is kept as it is, for
 * the owner to replace.
 */
final class Ec2Fleet {
    private static final int MOST = 10_000;

    private static final Map<String, String> STRATEGIES =
            Map.of(
                    "lowest-price",
                    "LowestPrice",
                    "lowestPrice",
                    "LowestPrice",
                    "diversified",
                    "Diversified",
                    "prioritized",
                    "Prioritized",
                    "capacity-optimized-prioritized",
                    "Prioritized",
                    // Huawei Cloud's word for "large types first" is another thing.
                    "capacity-optimized",
                    "",
                    "price-capacity-optimized",
                    "");

    private final Choices choices;
    private final Notes notes;

    Ec2Fleet(Choices choices, Notes notes) {
        this.choices = choices;
        this.notes = notes;
    }

    /** The manifest of a request. */
    String manifest(Value value) {
        Reading request = Reading.of(value, notes);
        ObjectNode spec = Manifest.object();
        spec.set("accountRef", Manifest.account(choices, "huawei", notes));
        spec.put("management", "Operator");
        spec.put("type", type(request));
        capacity(request, spec);
        leaving(request, spec);
        window(request, spec);
        strategy(request, spec);
        request.take("DryRun").ifPresent(dry -> spec.put("dryRun", dry.flag()));
        Ec2Pools pools = new Ec2Pools(choices, notes);
        spec.putArray("regions").add(pools.region(request.require("LaunchTemplateConfigs")));
        request.tell("ClientToken", "left out: Spotkeeper draws one for each launch");
        request.lose("TagSpecifications", "the launch template says which tags an instance has");
        request.lose("Context", "it is reserved by Amazon");
        request.take("ReplaceUnhealthyInstances")
                .filter(on -> !on.flag())
                .ifPresent(off ->
                        notes.tell(
                                off.place(),
                                "left out: instances that never start are replaced, stopped ones are not"));
        request.done();
        notes.tell(
                "Amazon is no provider of Spotkeeper: replace instance types, zones, region and launch template by those of your cloud");
        String name = Manifest.name(choices, null, "ec2-fleet", notes);
        return new Manifest("AutoLaunchGroup", name, spec).yaml();
    }

    private String type(Reading request) {
        Optional<Value> type = request.take("Type");
        if (type.isEmpty()) {
            return "Maintain";
        }
        return switch (type.get().text()) {
            case "maintain" -> "Maintain";
            case "request" -> "Request";
            case "instant" -> {
                notes.tell(
                        type.get().place(),
                        "becomes Request: what the one attempt delivers is told in the status, not in an answer");
                yield "Request";
            }
            default -> throw type.get().misfit("expected maintain, request or instant");
        };
    }

    // ---- capacity ----

    private void capacity(Reading request, ObjectNode spec) {
        Reading target = Reading.of(request.require("TargetCapacitySpecification"), notes);
        String unit =
                target.word("TargetCapacityUnitType", Map.of("units", "Instances", "vcpu", "VCPUs"))
                        .orElse("Instances");
        if (!unit.equals("Instances")) {
            spec.put("capacityUnit", unit);
        }
        int total = target.require("TotalTargetCapacity").whole(0, MOST);
        int onDemand = part(target, "OnDemandTargetCapacity", total);
        int spot = part(target, "SpotTargetCapacity", total);
        if (onDemand + spot > total) {
            throw new Misfit(
                    target.place(),
                    "expected OnDemandTargetCapacity and SpotTargetCapacity of at most TotalTargetCapacity together");
        }
        Optional<Value> given = target.take("DefaultTargetCapacityType");
        Optional<String> rest =
                target.word(
                        "DefaultTargetCapacityType",
                        Map.of("spot", "Spot", "on-demand", "OnDemand"));
        if (given.isEmpty() && onDemand + spot < total) {
            notes.tell(
                    "the %d units that no DefaultTargetCapacityType speaks of are on demand"
                            .formatted(total - onDemand - spot));
        }
        target.done();
        int stable = rest.orElse("OnDemand").equals("Spot") ? onDemand : total - spot;
        spec.put("targetCapacity", total);
        spec.put("stableCapacity", stable);
    }

    private static int part(Reading target, String field, int total) {
        return target.take(field).map(value -> value.whole(0, total)).orElse(0);
    }

    // ---- behaviour ----

    private void leaving(Reading request, ObjectNode spec) {
        Optional<Value> excess = request.take("ExcessCapacityTerminationPolicy");
        request.word(
                        "ExcessCapacityTerminationPolicy",
                        Map.of("termination", "Terminate", "no-termination", "Retain"))
                .ifPresent(word -> spec.put("excessCapacityBehavior", word));
        if (spec.path("excessCapacityBehavior").asText().equals("Retain")) {
            notes.tell(
                    excess.orElseThrow().place(),
                    "becomes Retain: the surplus leaves the group and runs on, where Amazon keeps it as members");
        }
    }

    private void window(Reading request, ObjectNode spec) {
        Optional<Value> since = request.take("ValidFrom");
        Optional<Value> until = request.take("ValidUntil");
        boolean terminate =
                request.take("TerminateInstancesWithExpiration").map(Value::flag).orElse(false);
        since.ifPresent(Moments::read);
        until.ifPresent(Moments::read);
        if (since.isPresent()
                && until.isPresent()
                && !Moments.read(until.get()).isAfter(Moments.read(since.get()))) {
            throw until.get().misfit("expected a time after ValidFrom");
        }
        // Amazon's default is the opposite of ours.
        spec.put("expirationBehavior", terminate ? "Terminate" : "Retain");
        since.ifPresent(moment -> spec.put("validSince", moment.text()));
        until.ifPresent(moment -> spec.put("validUntil", moment.text()));
    }

    // ---- how pools are chosen ----

    private void strategy(Reading request, ObjectNode spec) {
        Optional<Reading> spot = request.object("SpotOptions");
        Optional<Reading> onDemand = request.object("OnDemandOptions");
        Optional<Strategy> first = spot.flatMap(this::strategy);
        Optional<Strategy> second = onDemand.flatMap(this::strategy);
        boolean allOnDemand =
                spec.path("stableCapacity").asInt() == spec.path("targetCapacity").asInt();
        String chosen = (allOnDemand ? second : first).map(Strategy::ours).orElse("LowestPrice");
        spec.put("allocationStrategy", chosen);
        Optional<Strategy> other = allOnDemand ? first : second;
        other.filter(strategy -> !strategy.ours().equals(chosen))
                .ifPresent(strategy ->
                        notes.lose(
                                strategy.place(),
                                "a group has one strategy for both markets: " + chosen));
        boolean single = singleType(spot).orElse(false) || singleType(onDemand).orElse(false);
        if (single) {
            spec.put("supplyOption", "Single");
        }
        spot.ifPresent(this::marketOptions);
        onDemand.ifPresent(this::marketOptions);
    }

    private Optional<Strategy> strategy(Reading options) {
        return options.take("AllocationStrategy")
                .map(value -> {
                    String ours =
                            options.word("AllocationStrategy", STRATEGIES).orElse("LowestPrice");
                    if (ours.isEmpty()) {
                        notes.lose(
                                value.place(),
                                "pools with the most stock are not looked for; LowestPrice stands in, and pools that refuse are asked less");
                        return new Strategy("LowestPrice", value.place());
                    }
                    return new Strategy(ours, value.place());
                });
    }

    private static Optional<Boolean> singleType(Optional<Reading> options) {
        return options.flatMap(market -> market.take("SingleInstanceType")).map(Value::flag);
    }

    private void marketOptions(Reading options) {
        options.lose("MaintenanceStrategies", "what is taken back is replaced when it is gone");
        options.take("InstanceInterruptionBehavior")
                .filter(behavior -> !behavior.text().equals("terminate"))
                .ifPresent(behavior ->
                        notes.lose(behavior.place(), "what the cloud takes back is gone"));
        options.lose("InstancePoolsToUseCount", "pools are chosen by price alone");
        options.take("SingleAvailabilityZone")
                .filter(Value::flag)
                .ifPresent(on -> notes.lose(on.place(), "name one zone in the overrides instead"));
        options.lose("MinTargetCapacity", "what the cloud delivers stands, however little");
        options.lose(
                "MaxTotalPrice",
                "limits.maxHourlyCost is for both markets together and in the account's currency");
        options.lose("CapacityReservationOptions", "reservations are not bought from");
        options.done();
    }

    private record Strategy(String ours, Place place) {}
}
