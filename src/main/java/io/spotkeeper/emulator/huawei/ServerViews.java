package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.InstanceState;
import io.spotkeeper.emulator.market.InstanceType;
import io.spotkeeper.emulator.market.Market;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.world.World;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.TreeMap;

/** Servers as the API shows them. */
final class ServerViews {
    private static final String ON_DEMAND_CHARGE = "0";
    private static final String SPOT_CHARGE = "2";
    private static final int MB_PER_GIB = 1024;
    private static final int RUNNING_POWER = 1;
    private static final int STOPPED_POWER = 4;

    private final World world;

    ServerViews(World world) {
        this.world = world;
    }

    /** How long a new server cannot be found. */
    Duration making() {
        return world.scenario().huawei().rules().making();
    }

    /** The documented status: a server that goes reads ACTIVE until it is gone. */
    static String status(Instance instance) {
        return switch (instance.state()) {
            case PENDING -> "BUILD";
            case LAUNCH_FAILED -> "ERROR";
            case RUNNING, TERMINATING -> "ACTIVE";
            case STOPPED -> "SHUTOFF";
            case SHUTDOWN -> "DELETED";
        };
    }

    private static String taskState(Instance instance) {
        return switch (instance.state()) {
            case PENDING -> "spawning";
            case TERMINATING -> "deleting";
            case RUNNING, STOPPED, LAUNCH_FAILED, SHUTDOWN -> "";
        };
    }

    private static String vmState(Instance instance) {
        return switch (instance.state()) {
            case PENDING -> "building";
            case RUNNING, TERMINATING -> "active";
            case STOPPED -> "stopped";
            case LAUNCH_FAILED -> "error";
            case SHUTDOWN -> "deleted";
        };
    }

    static String chargingMode(Instance instance) {
        return instance.pool().market() == Market.SPOT ? SPOT_CHARGE : ON_DEMAND_CHARGE;
    }

    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The row of the older listing, and the details of one server. */
    ObjectNode detail(SpotMarket market, Instance instance) {
        ServerDetails details = ServerBook.details(instance);
        JsonNode request = details.request();
        ObjectNode view =
                Reply.object()
                        .put("id", instance.id())
                        .put("name", details.name())
                        .put("status", status(instance))
                        .put("tenant_id", details.projectId())
                        .put("user_id", Launches.id(instance.owner()).replace("-", ""))
                        .put("hostId", Launches.id("host/" + instance.id()).replace("-", ""))
                        .put("created", time(instance.createdAt()))
                        .put("updated", time(instance.stateSince()))
                        .put("key_name", request.path("key_name").asText(""))
                        .put("description", request.path("description").asText(""))
                        .put("OS-EXT-AZ:availability_zone", instance.pool().zone())
                        .put("OS-EXT-STS:task_state", taskState(instance))
                        .put("OS-EXT-STS:vm_state", vmState(instance))
                        .put("OS-EXT-STS:power_state", power(instance))
                        .put("OS-EXT-SRV-ATTR:hostname", details.name())
                        .put("OS-EXT-SRV-ATTR:user_data", request.path("user_data").asText(""))
                        .put("OS-DCF:diskConfig", "MANUAL")
                        .put("accessIPv4", "")
                        .put("accessIPv6", "")
                        .put("config_drive", "")
                        .put("progress", instance.state() == InstanceState.PENDING ? 0 : 100)
                        .put("host_status", "UP")
                        .put("locked", false)
                        .put("enterprise_project_id", enterpriseProject(details));
        if (instance.state() != InstanceState.PENDING) {
            view.put("OS-SRV-USG:launched_at", time(instance.createdAt()));
        }
        InstanceType type = market.type(instance.pool().instanceType());
        view.putObject("flavor")
                .put("id", type.name())
                .put("name", type.name())
                .put("disk", "0")
                .put("vcpus", Integer.toString(type.cpu()))
                .put("ram", Integer.toString(type.memoryGib() * MB_PER_GIB));
        view.putObject("image").put("id", details.imageId());
        addresses(view, details);
        metadata(view, instance, details);
        tags(view, market, instance);
        ArrayNode groups = view.putArray("security_groups");
        request.path("security_groups")
                .forEach(group ->
                        groups.addObject()
                                .put("id", group.path("id").asText())
                                .put("name", group.path("id").asText()));
        ArrayNode volumes = view.putArray("os-extended-volumes:volumes_attached");
        for (int i = 0; i < details.volumes().size(); i++) {
            ServerDetails.Volume volume = details.volumes().get(i);
            volumes.addObject()
                    .put("id", volume.id())
                    .put("delete_on_termination", Boolean.toString(volume.endsWithServer()))
                    .put("bootIndex", volume.isSystem() ? "0" : "-1")
                    .put("device", "/dev/vd" + (char) ('a' + i));
        }
        return view;
    }

    static String enterpriseProject(ServerDetails details) {
        return details.request().path("extendparam").path("enterprise_project_id").asText("0");
    }

    private static int power(Instance instance) {
        return switch (instance.state()) {
            case PENDING, LAUNCH_FAILED -> 0;
            case RUNNING, TERMINATING -> RUNNING_POWER;
            case STOPPED, SHUTDOWN -> STOPPED_POWER;
        };
    }

    private static void addresses(ObjectNode view, ServerDetails details) {
        ArrayNode addresses = view.putObject("addresses").putArray(details.vpcId());
        address(addresses, details.privateIp(), "fixed");
        if (details.publicIp() != null) {
            address(addresses, details.publicIp().address(), "floating");
        }
    }

    private static void address(ArrayNode addresses, String address, String type) {
        addresses
                .addObject()
                .put("version", "4")
                .put("addr", address)
                .put("OS-EXT-IPS:type", type)
                .put("OS-EXT-IPS-MAC:mac_addr", "fa:16:3e:00:00:01")
                .put("OS-EXT-IPS:port_id", Launches.id("port/" + address));
    }

    private static void metadata(ObjectNode view, Instance instance, ServerDetails details) {
        ObjectNode metadata = view.putObject("metadata");
        new TreeMap<>(details.metadata()).forEach(metadata::put);
        metadata.put("charging_mode", chargingMode(instance))
                .put("vpc_id", details.vpcId())
                .put("metering.image_id", details.imageId())
                .put("metering.resourcespeccode", instance.pool().instanceType() + ".linux")
                .put("metering.resourcetype", "1")
                .put("metering.cloudServiceType", "hws.service.type.ec2")
                .put("os_type", "Linux");
    }

    private static void tags(ObjectNode view, SpotMarket market, Instance instance) {
        ArrayNode tags = view.putArray("tags");
        new TreeMap<>(instance.visibleTags(market.now()))
                .forEach((key, value) -> tags.add(key + "=" + value));
    }

    /** The row of the newer listing: the same in fields of its own. */
    ObjectNode row(SpotMarket market, Instance instance) {
        ObjectNode detail = detail(market, instance);
        InstanceType type = market.type(instance.pool().instanceType());
        ObjectNode row = Reply.object();
        for (String same :
                new String[] {
                    "id",
                    "name",
                    "status",
                    "tenant_id",
                    "user_id",
                    "created",
                    "updated",
                    "description",
                    "key_name",
                    "locked",
                    "enterprise_project_id",
                    "metadata",
                    "tags",
                    "security_groups"
                }) {
            row.set(same, detail.path(same));
        }
        row.putObject("market_info")
                .put(
                        "charge_mode",
                        chargingMode(instance).equals(SPOT_CHARGE) ? "spot" : "postpaid");
        row.put("availability_zone", instance.pool().zone())
                .put("vm_state", vmState(instance))
                .put("task_state", taskState(instance))
                .put("power_state", power(instance))
                .put("in_recycle_bin", false);
        row.putObject("flavor")
                .put("id", type.name())
                .put("name", type.name())
                .put("vcpus", type.cpu())
                .put("ram", type.memoryGib() * MB_PER_GIB)
                .put("disk", 0);
        row.putObject("image").put("id", detail.path("image").path("id").asText());
        return row;
    }
}
