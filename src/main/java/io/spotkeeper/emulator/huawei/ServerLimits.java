package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.InstanceType;
import io.spotkeeper.emulator.market.Market;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.world.World;
import java.util.List;

/**
 * What an account may hold and does hold. The market limits spot vCPUs by zone, so the project's
 * limit is that of its zones together.
 */
final class ServerLimits implements Operation.Action {
    private static final int UNLIMITED = -1;
    private static final int MB_PER_GIB = 1024;

    private final World world;

    ServerLimits(World world) {
        this.world = world;
    }

    private record Use(int instances, int cores, int ram) {
        static Use of(SpotMarket market, List<Instance> instances) {
            int cores = 0;
            int gib = 0;
            for (Instance instance : instances) {
                InstanceType type = market.type(instance.pool().instanceType());
                cores += type.cpu();
                gib += type.memoryGib();
            }
            return new Use(instances.size(), cores, gib * MB_PER_GIB);
        }
    }

    @Override
    public Reply answer(HuaweiCall call) {
        call.pause().run();
        return world.with(market -> {
            List<Instance> live =
                    market.all().stream()
                            .filter(instance -> instance.owner().equals(call.owner()))
                            .filter(instance -> call.regions().contains(instance.pool().region()))
                            .filter(instance -> instance.state().isLive())
                            .toList();
            Use all = Use.of(market, live);
            Use spot =
                    Use.of(
                            market,
                            live.stream().filter(i -> i.pool().market() == Market.SPOT).toList());
            int spotCores =
                    world.scenario().huawei().regions().stream()
                            .filter(region -> call.regions().contains(region.name()))
                            .flatMap(region -> region.zones().stream())
                            .mapToInt(zone -> market.quotas().spotVcpus(call.owner(), zone.name()))
                            .sum();
            ObjectNode answer = Reply.object();
            answer.putObject("absolute")
                    .put("maxTotalInstances", market.quotas().instances(call.owner()))
                    .put("maxTotalCores", UNLIMITED)
                    .put("maxTotalRAMSize", UNLIMITED)
                    .put("totalInstancesUsed", all.instances())
                    .put("totalCoresUsed", all.cores())
                    .put("totalRAMUsed", all.ram())
                    .put("maxTotalSpotInstances", UNLIMITED)
                    .put("maxTotalSpotCores", spotCores)
                    .put("maxTotalSpotRAMSize", UNLIMITED)
                    .put("totalSpotInstancesUsed", spot.instances())
                    .put("totalSpotCoresUsed", spot.cores())
                    .put("totalSpotRAMUsed", spot.ram())
                    .put("maxServerMeta", 128)
                    .put("maxServerGroups", 10)
                    .put("maxServerGroupMembers", 16)
                    .put("maxTotalFloatingIps", 10)
                    .put("maxTotalKeypairs", 100);
            return Reply.ok(answer);
        });
    }
}
