package io.spotkeeper.convert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A RunInstances request of Tencent Cloud as a ComputeEnvironment that is asked for once. Fields
 * are those of the CVM API 2017-03-12.
 */
final class RunInstances {
    private static final int MOST = 2_000;
    private static final int LONGEST_ID = 128;
    private static final String USER_DATA_KEY = "user-data";
    private static final int ROOM_FOR_SUFFIX = 40;

    private final Choices choices;
    private final Notes notes;

    RunInstances(Choices choices, Notes notes) {
        this.choices = choices;
        this.notes = notes;
    }

    /** The manifest of a request. */
    String manifest(Value value) {
        Reading request = Reading.of(value, notes);
        InstanceParts parts = new InstanceParts(request, notes);
        TencentRequest.envelope(request, notes);
        String cloudName = request.take("InstanceName").map(Value::text).orElse(null);
        String name = Manifest.name(choices, cloudName, "run-instances", notes);

        ObjectNode template = parts.template();
        Reading placement = Reading.of(request.require("Placement"), notes);
        Value zone = TencentRequest.zone(placement, Optional.of(template));
        Optional<InstanceParts.Network> network =
                request.object("VirtualPrivateCloud").flatMap(InstanceParts::network);

        ObjectNode spec = Manifest.object();
        spec.set("accountRef", Manifest.account(choices, "tencent", notes));
        spec.put("region", TencentRequest.region(request, zone, choices, notes));
        spec.put(
                "desiredCount",
                request.take("InstanceCount").map(count -> count.whole(0, MOST)).orElse(1));
        spec.put("requestType", "OneTime");
        parts.market(spec);
        spec.putArray("instanceTypes").add(InstanceParts.type(request.require("InstanceType")));
        ObjectNode place = spec.putArray("placements").addObject().put("zone", zone.text());
        network.ifPresent(
                at -> place.put("vpcId", at.vpcId()).putArray("subnetIds").add(at.subnetId()));
        spec.set("template", template);
        extras(request, name, template);
        parts.tags(instanceTags(request), template);
        dryRun(request, spec);
        withoutEquivalent(request);
        request.done();
        return new Manifest("ComputeEnvironment", name, spec).yaml();
    }

    private void extras(Reading request, String name, ObjectNode template) {
        request.take("HostName").ifPresent(host -> template.put("hostName", host.text(2, 60)));
        request.take("UserData")
                .ifPresent(data -> {
                    String secret =
                            name.substring(0, Math.min(name.length(), 253 - ROOM_FOR_SUFFIX))
                                            .replaceAll("[.-]+$", "")
                                    + "-user-data";
                    template.putObject("userDataSecretRef")
                            .put("name", secret)
                            .put("key", USER_DATA_KEY);
                    notes.tell(
                            data.place(),
                            "may hold secrets and is not printed; put the decoded text into a Secret: kubectl create secret generic "
                                    + secret
                                    + " --from-file="
                                    + USER_DATA_KEY
                                    + "=FILE");
                });
        List<Value> groups =
                request.take("DisasterRecoverGroupIds")
                        .map(list -> list.items(0, 1))
                        .orElse(List.of());
        groups.forEach(id -> template.put("placementGroupId", id.id(LONGEST_ID)));
        request.take("CamRoleName")
                .ifPresent(role -> {
                    template.put("instanceRole", role.text(1, 64));
                    notes.tell(
                            role.place(), "has to be in allowedInstanceRoles of the CloudAccount");
                });
    }

    private List<Value> instanceTags(Reading request) {
        List<Value> tags = new ArrayList<>();
        for (Value item : request.list("TagSpecification")) {
            Reading specification = Reading.of(item, notes);
            String resource =
                    specification.take("ResourceType").map(Value::text).orElse("instance");
            if (resource.equals("instance")) {
                tags.addAll(specification.list("Tags"));
            } else {
                specification.lose("Tags", "a template tags instances alone");
            }
            specification.done();
        }
        return tags;
    }

    /** A request that was only to be checked must not buy anything. */
    private void dryRun(Reading request, ObjectNode spec) {
        request.take("DryRun")
                .filter(Value::flag)
                .ifPresent(dry -> {
                    spec.put("paused", true);
                    notes.tell(
                            dry.place(),
                            "a ComputeEnvironment has no dry run, so it begins paused");
                });
    }

    private void withoutEquivalent(Reading request) {
        request.take("MinCount")
                .filter(least -> least.whole(0, MOST) > 1)
                .ifPresent(least ->
                        notes.lose(
                                least.place(), "what the cloud delivers stands, however little"));
        request.lose(
                "LaunchTemplate",
                "a ComputeEnvironment has its template in spec.template; an AutoLaunchGroup can name one in spec.regions[].launchTemplate");
        request.lose("ActionTimer", "a ComputeEnvironment has no end of its own");
        request.lose("InstanceChargePrepaid", "nothing is bought by the month");
        for (String name :
                new String[] {
                    "Metadata",
                    "CpuTopology",
                    "HpcClusterId",
                    "DedicatedClusterId",
                    "ChcIds",
                    "PartitionNumber",
                    "EnableJumboFrame",
                    "NetworkInterfaces"
                }) {
            request.lose(name, "a template has no field for it");
        }
        request.take("DisableApiTermination")
                .filter(Value::flag)
                .ifPresent(on ->
                        notes.lose(
                                on.place(),
                                "Spotkeeper could not give back what may not be terminated"));
    }
}
