package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.LaunchOrder;
import io.spotkeeper.emulator.market.LaunchResult;
import io.spotkeeper.emulator.wire.Digests;
import io.spotkeeper.emulator.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Buys servers and gives them their names, addresses and disks. */
final class Launches {
    private final World world;
    private final ServerBook book;

    Launches(World world, ServerBook book) {
        this.world = world;
        this.book = book;
    }

    /** Buys as many of the wanted servers as can be had, perhaps none. */
    List<Instance> launch(HuaweiCall call, ServerOrder order) {
        return launch(order(call, order, 1));
    }

    /** Buys what can be had, perhaps nothing. */
    List<Instance> launch(LaunchOrder order) {
        return switch (world.launch(order)) {
            case LaunchResult.Launched(List<Instance> launched) -> {
                book.begin(launched);
                yield launched;
            }
            case LaunchResult.Refused _ -> List.of();
        };
    }

    LaunchOrder order(HuaweiCall call, ServerOrder order, int least) {
        return order(call.owner(), call.path("project_id"), call.requestId(), order, least);
    }

    /**
     * What the market is asked for.
     *
     * @param owner who pays
     * @param projectId the project that the servers show
     * @param seed makes the ids of disks and the like; another one for each order
     * @param order what is wanted
     * @param least how few are still acceptable
     */
    LaunchOrder order(String owner, String projectId, String seed, ServerOrder order, int least) {
        return new LaunchOrder(
                owner,
                order.pool(),
                order.count(),
                least,
                order.bid(),
                order.tags(),
                ServerBook::uuid,
                index -> details(projectId, seed + "/" + index, order, index));
    }

    private ServerDetails details(String projectId, String seed, ServerOrder order, int index) {
        JsonNode request = order.request();
        String name =
                order.count() > 1 ? "%s-%04d".formatted(order.name(), index + 1) : order.name();
        String address = request.path("nics").path(0).path("ip_address").asText("");
        Map<String, String> metadata = new HashMap<>();
        request.path("metadata")
                .properties()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
        return new ServerDetails(
                projectId,
                name,
                request.path("imageRef").asText(),
                request.path("vpcid").asText(),
                address.isEmpty() || order.count() > 1 ? book.newAddress(10) : address,
                publicIp(request, seed),
                volumes(request, seed),
                metadata,
                request);
    }

    private ServerDetails.@Nullable PublicIp publicIp(JsonNode request, String seed) {
        JsonNode wanted = request.path("publicip");
        if (!wanted.isObject()) {
            return null;
        }
        return new ServerDetails.PublicIp(
                wanted.path("id").asText(id(seed + "/eip")),
                book.newAddress(119),
                wanted.path("delete_on_termination").asBoolean(false));
    }

    private static List<ServerDetails.Volume> volumes(JsonNode request, String seed) {
        List<ServerDetails.Volume> volumes = new ArrayList<>();
        volumes.add(new ServerDetails.Volume(id(seed + "/root"), true, true));
        JsonNode data = request.path("data_volumes");
        for (int i = 0; i < data.size(); i++) {
            volumes.add(
                    new ServerDetails.Volume(
                            id(seed + "/data/" + i),
                            false,
                            data.path(i).path("delete_on_termination").asBoolean(false)));
        }
        return volumes;
    }

    static String id(String seed) {
        return UUID.nameUUIDFromBytes(Digests.bytes(seed)).toString();
    }
}
