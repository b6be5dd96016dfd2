package io.spotkeeper.convert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A CreateComputeEnv request of Tencent Cloud's BatchCompute as a ComputeEnvironment. Fields are
 * those of the Batch API 2017-03-12.
 */
final class ComputeEnv {
    private static final int MOST = 2_000;
    private static final int LONGEST_NAME = 64;
    private static final int MOST_TYPES = 10;
    private static final int MOST_ZONES = 10;
    private static final int MOST_SUBNETS = 5;
    private static final int MOST_CPUS = 1_024;
    private static final int MOST_MEMORY = 65_536;

    private final Choices choices;
    private final Notes notes;

    ComputeEnv(Choices choices, Notes notes) {
        this.choices = choices;
        this.notes = notes;
    }

    /** The manifest of a request. */
    String manifest(Value value) {
        Reading request = Reading.of(value, notes);
        TencentRequest.envelope(request, notes);
        Reading env = Reading.of(request.require("ComputeEnv"), notes);
        Reading data = Reading.of(env.require("EnvData"), notes);
        InstanceParts parts = new InstanceParts(data, notes);
        String displayName = env.require("EnvName").text(1, LONGEST_NAME);
        String name = Manifest.name(choices, displayName, "compute-env", notes);

        ObjectNode template = parts.template();
        Reading placement = Reading.of(request.require("Placement"), notes);
        Value zone = TencentRequest.zone(placement, Optional.of(template));

        ObjectNode spec = Manifest.object();
        spec.put("displayName", displayName);
        spec.set("accountRef", Manifest.account(choices, "tencent", notes));
        spec.put("region", TencentRequest.region(request, zone, choices, notes));
        spec.put("desiredCount", env.require("DesiredComputeNodeCount").whole(0, MOST));
        spec.put("requestType", "Persistent");
        parts.market(spec);
        types(data, spec);
        placements(data, zone, spec);
        spec.set("template", template);
        parts.tags(env.list("Tags"), template);
        withoutEquivalent(env);
        data.done();
        env.done();
        request.done();
        return new Manifest("ComputeEnvironment", name, spec).yaml();
    }

    // ---- what is bought ----

    private void types(Reading data, ObjectNode spec) {
        Optional<Value> one = data.take("InstanceType");
        Optional<Value> several = data.take("InstanceTypes");
        Optional<Reading> options = data.object("InstanceTypeOptions");
        long given =
                (one.isPresent() ? 1 : 0)
                        + (several.isPresent() ? 1 : 0)
                        + (options.isPresent() ? 1 : 0);
        if (given != 1) {
            throw new Misfit(
                    data.place(),
                    "expected one of InstanceType, InstanceTypes and InstanceTypeOptions");
        }
        one.ifPresent(type -> spec.putArray("instanceTypes").add(InstanceParts.type(type)));
        several.ifPresent(list -> {
            ArrayNode types = spec.putArray("instanceTypes");
            Set<String> seen = new LinkedHashSet<>();
            for (Value type : list.items(1, MOST_TYPES)) {
                if (!seen.add(InstanceParts.type(type))) {
                    throw type.misfit("expected each instance type once");
                }
            }
            seen.forEach(types::add);
        });
        options.ifPresent(wanted -> requirements(wanted, spec));
    }

    private void requirements(Reading options, ObjectNode spec) {
        ObjectNode requirements = spec.putObject("instanceRequirements");
        int cpus = options.require("CPU").whole(1, MOST_CPUS);
        int memory = options.require("Memory").whole(1, MOST_MEMORY);
        requirements.putObject("cpu").put("min", cpus).put("max", cpus);
        requirements.putObject("memoryGiB").put("min", memory).put("max", memory);
        List<Value> categories = options.list("InstanceCategories");
        boolean all = categories.stream().allMatch(value -> value.text().equals("ALL"));
        if (all) {
            options.take("InstanceCategories");
        } else {
            options.lose(
                    "InstanceCategories",
                    "families of types are named in instanceRequirements.families, in the cloud's own words");
        }
        options.done();
        notes.tell(
                "any instance type of %d vCPUs and %d GiB will do; the cheapest is bought first"
                        .formatted(cpus, memory));
    }

    // ---- where ----

    private void placements(Reading data, Value zone, ObjectNode spec) {
        Optional<Reading> network = data.object("VirtualPrivateCloud");
        Optional<Value> networks = data.take("VirtualPrivateClouds");
        Optional<Value> zones = data.take("Zones");
        long given =
                (network.isPresent() ? 1 : 0)
                        + (networks.isPresent() ? 1 : 0)
                        + (zones.isPresent() ? 1 : 0);
        if (given > 1) {
            throw new Misfit(
                    data.place(),
                    "expected at most one of VirtualPrivateCloud, VirtualPrivateClouds and Zones");
        }
        ArrayNode placements = spec.putArray("placements");
        if (zones.isPresent()) {
            zones(zones.get(), placements);
            return;
        }
        ObjectNode place = placements.addObject().put("zone", zone.text());
        network.flatMap(InstanceParts::network)
                .ifPresent(at ->
                        place.put("vpcId", at.vpcId()).putArray("subnetIds").add(at.subnetId()));
        networks.ifPresent(list -> subnets(list, place));
    }

    private static void zones(Value list, ArrayNode placements) {
        Set<String> seen = new LinkedHashSet<>();
        for (Value zone : list.items(1, MOST_ZONES)) {
            if (!seen.add(zone.id(LONGEST_NAME))) {
                throw zone.misfit("expected each zone once");
            }
        }
        seen.forEach(zone -> placements.addObject().put("zone", zone));
    }

    private void subnets(Value list, ObjectNode place) {
        for (Value item : list.items(1, MOST_SUBNETS)) {
            Reading reading = Reading.of(item, notes);
            InstanceParts.Network network =
                    InstanceParts.network(reading)
                            .orElseThrow(() ->
                                    item.misfit(
                                            "expected a network of its own, where there are several"));
            if (!place.has("vpcId")) {
                place.put("vpcId", network.vpcId()).putArray("subnetIds");
            }
            if (!place.path("vpcId").asText().equals(network.vpcId())) {
                throw new Misfit(
                        reading.place(),
                        "expected subnets of one network, because a zone of a ComputeEnvironment has one");
            }
            ((ArrayNode) place.path("subnetIds")).add(network.subnetId());
        }
    }

    // ---- the rest ----

    private void withoutEquivalent(Reading env) {
        env.lose("EnvDescription", "an object has labels and annotations for it");
        env.take("EnvType")
                .filter(type -> !type.text().equals("MANAGED"))
                .ifPresent(type -> notes.lose(type.place(), "there is one type of environment"));
        env.lose("MountDataDisks", "disks are mounted by the user data or the image");
        env.lose(
                "Authentications",
                "keys have no place in a manifest; an instanceRole gives access to storage");
        env.lose("InputMappings", "storage is mounted by the user data or the image");
        env.lose("AgentRunningMode", "there is no agent in the guest");
        env.lose("Notifications", "Events of the object and metrics tell what happens");
        env.lose("NotificationTarget", "Events of the object and metrics tell what happens");
        env.take("ActionIfComputeNodeInactive")
                .filter(action -> !action.text().equals("RECREATE"))
                .ifPresent(action ->
                        notes.lose(action.place(), "what is lost is bought again, without end"));
        env.tell("ResourceMaxRetryCount", "left out: Spotkeeper does not give up");
    }
}
