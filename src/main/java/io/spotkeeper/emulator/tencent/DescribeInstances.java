package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.InstanceState;
import io.spotkeeper.emulator.market.InstanceType;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.tencent.Reply.Answer;
import io.spotkeeper.emulator.tencent.Reply.Refusal;
import io.spotkeeper.emulator.world.World;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.TreeMap;

/** Shows instances by id or by filter, page by page. */
final class DescribeInstances implements Action {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private final World world;

    DescribeInstances(World world) {
        this.world = world;
    }

    @Override
    public Reply answer(ApiCall call) {
        call.pause().run();
        Refusal refusal = InstanceQuery.objection(call);
        refusal = refusal == null ? new InstanceFilter(call, world.now()).objection() : refusal;
        return refusal == null ? new Answer(world.with(market -> rows(market, call))) : refusal;
    }

    private static ObjectNode rows(SpotMarket market, ApiCall call) {
        InstanceQuery.Page page = InstanceQuery.page(market, call);
        ObjectNode fields = NODES.objectNode().put("TotalCount", page.total());
        ArrayNode set = fields.putArray("InstanceSet");
        page.rows().forEach(instance -> set.add(row(market, instance)));
        return fields;
    }

    static InstanceDetails details(Instance instance) {
        if (instance.details() instanceof InstanceDetails details) {
            return details;
        }
        throw new IllegalStateException(instance.id() + " was not bought through this wire");
    }

    private static ObjectNode row(SpotMarket market, Instance instance) {
        InstanceDetails details = details(instance);
        InstanceType type = market.type(instance.pool().instanceType());
        ObjectNode row = NODES.objectNode();
        row.set(
                "Placement",
                NODES.objectNode()
                        .put("Zone", instance.pool().zone())
                        .put("ProjectId", details.projectId()));
        row.put("InstanceId", instance.id())
                .put("Uuid", details.uuid())
                .put("InstanceName", details.name())
                .put("InstanceType", type.name())
                .put("CPU", type.cpu())
                .put("Memory", type.memoryGib())
                .put("ImageId", details.imageId())
                .put("OsName", "TencentOS Server 3.1 (TK4)")
                .put("InstanceChargeType", ChargeType.of(instance.pool().market()))
                .put("StopChargingMode", "NOT_APPLICABLE")
                .put("DisableApiTermination", details.isProtected())
                .put("CreatedTime", TIME.format(instance.createdAt()))
                .putNull("ExpiredTime")
                .putNull("RenewFlag");
        if (details.hostName() != null) {
            row.put("HostName", details.hostName());
        }
        state(row, instance, details);
        network(row, details);
        disks(row, details);
        ArrayNode tags = row.putArray("Tags");
        new TreeMap<>(instance.visibleTags(market.now()))
                .forEach((key, value) -> tags.addObject().put("Key", key).put("Value", value));
        return row;
    }

    private static void state(ObjectNode row, Instance instance, InstanceDetails details) {
        InstanceState state = instance.state();
        boolean isolated = state == InstanceState.SHUTDOWN;
        row.put("InstanceState", state.name())
                .put("RestrictState", isolated ? "PROTECTIVELY_ISOLATED" : "NORMAL")
                .put("IsolatedSource", isolated ? "MANMADE" : "NOTISOLATED")
                .put("LatestOperationRequestId", details.requestId());
        switch (state) {
            case PENDING -> operation(row, "RunInstances", "OPERATING");
            case RUNNING -> operation(row, "RunInstances", "SUCCESS");
            case LAUNCH_FAILED -> {
                operation(row, "RunInstances", "FAILED");
                row.put(
                        "LatestOperationErrorMsg",
                        "Code: LaunchFailed, the host could not start the instance.");
            }
            case STOPPED -> operation(row, "StopInstances", "SUCCESS");
            case TERMINATING -> ended(row, instance, "OPERATING");
            case SHUTDOWN -> ended(row, instance, "SUCCESS");
        }
    }

    // What a reclaim shows here is undocumented; nobody called TerminateInstances, so it is not
    // shown.
    private static void ended(ObjectNode row, Instance instance, String state) {
        if (instance.reclaimAt() == null) {
            operation(row, "TerminateInstances", state);
        } else {
            operation(row, "RunInstances", "SUCCESS");
        }
    }

    private static void operation(ObjectNode row, String operation, String state) {
        row.put("LatestOperation", operation)
                .put("LatestOperationState", state)
                .putNull("LatestOperationErrorMsg");
    }

    private static void network(ObjectNode row, InstanceDetails details) {
        row.putArray("PrivateIpAddresses").add(details.privateIp());
        if (details.publicIp() == null) {
            row.putNull("PublicIpAddresses");
        } else {
            row.putArray("PublicIpAddresses").add(details.publicIp());
        }
        row.set(
                "VirtualPrivateCloud",
                NODES.objectNode()
                        .put("VpcId", details.vpcId())
                        .put("SubnetId", details.subnetId())
                        .put("AsVpcGateway", false));
        JsonNode internet = details.request().path("InternetAccessible");
        row.set("InternetAccessible", internet.isObject() ? internet : NODES.objectNode());
        list(row, details, "SecurityGroupIds");
        list(row, details, "DisasterRecoverGroupIds");
        ObjectNode login = row.putObject("LoginSettings");
        JsonNode keys = details.request().at("/LoginSettings/KeyIds");
        login.set("KeyIds", keys.isArray() ? keys : NODES.arrayNode());
        JsonNode role = details.request().path("CamRoleName");
        row.put("CamRoleName", role.asText(""));
    }

    private static void list(ObjectNode row, InstanceDetails details, String field) {
        ArrayNode list = row.putArray(field);
        details.texts(field).forEach(list::add);
    }

    private static void disks(ObjectNode row, InstanceDetails details) {
        String suffix = details.uuid().substring(0, 8);
        ObjectNode system = disk(details.request().path("SystemDisk"), "disk-s" + suffix);
        row.set("SystemDisk", system);
        ArrayNode data = row.putArray("DataDisks");
        for (JsonNode disk : details.request().path("DataDisks")) {
            ObjectNode shown = disk(disk, "disk-" + data.size() + suffix);
            shown.put("DeleteWithInstance", disk.path("DeleteWithInstance").asBoolean(true));
            data.add(shown);
        }
    }

    private static ObjectNode disk(JsonNode asked, String id) {
        return NODES.objectNode()
                .put("DiskId", id)
                .put("DiskType", asked.path("DiskType").asText("CLOUD_PREMIUM"))
                .put("DiskSize", asked.path("DiskSize").asLong(50));
    }
}
