package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.Market;
import io.spotkeeper.emulator.market.Quotas;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.tencent.Reply.Answer;
import io.spotkeeper.emulator.tencent.Reply.Refusal;
import io.spotkeeper.emulator.world.Scenario;
import io.spotkeeper.emulator.world.World;
import java.util.List;
import java.util.Set;

/** Shows what the owner may hold: spot in vCPUs per zone, on-demand in instances per region. */
final class DescribeAccountQuota implements Action {
    private static final String SPOT = "SpotPaidQuotaSet";
    private static final String HOURLY = "PostPaidQuotaSet";
    private static final List<String> EMPTY_SETS =
            List.of("PrePaidQuotaSet", "ImageQuotaSet", "DisasterRecoverGroupQuotaSet");

    private final World world;

    DescribeAccountQuota(World world) {
        this.world = world;
    }

    @Override
    public Reply answer(ApiCall call) {
        call.pause().run();
        RowFilters filters = new RowFilters(call);
        Refusal refusal = filters.objection(Set.of("zone", "quota-type"));
        return refusal == null
                ? new Answer(world.with(market -> quotas(market, call, filters)))
                : refusal;
    }

    private ObjectNode quotas(SpotMarket market, ApiCall call, RowFilters filters) {
        ObjectNode fields =
                JsonNodeFactory.instance.objectNode().put("AppId", call.account().appId());
        ObjectNode overview = fields.putObject("AccountQuotaOverview").put("Region", call.region());
        ObjectNode quota = overview.putObject("AccountQuota");
        ArrayNode spot = quota.putArray(SPOT);
        ArrayNode hourly = quota.putArray(HOURLY);
        EMPTY_SETS.forEach(quota::putArray);
        Scenario.Region region = world.scenario().region(call.region());
        List<Scenario.Zone> zones = region == null ? List.of() : region.zones();
        String owner = call.account().uin();
        int running = live(market, call);
        for (Scenario.Zone zone : zones) {
            if (!filters.accept("zone", zone.name())) {
                continue;
            }
            if (filters.accept("quota-type", SPOT) && !zone.spot().isEmpty()) {
                int total = market.quotas().spotVcpus(owner, zone.name());
                spot.add(row(zone, total, Quotas.usedSpotVcpus(market, owner, zone.name())));
            }
            if (filters.accept("quota-type", HOURLY)) {
                hourly.add(row(zone, market.quotas().instances(owner), running));
            }
        }
        return fields;
    }

    private static int live(SpotMarket market, ApiCall call) {
        return (int)
                market.all().stream()
                        .filter(instance -> instance.owner().equals(call.account().uin()))
                        .filter(instance -> instance.pool().region().equals(call.region()))
                        .filter(instance -> instance.pool().market() == Market.ON_DEMAND)
                        .map(Instance::state)
                        .filter(state -> state.isLive())
                        .count();
    }

    private static ObjectNode row(Scenario.Zone zone, int total, int used) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("Zone", zone.name())
                .put("TotalQuota", total)
                .put("UsedQuota", used)
                .put("RemainingQuota", Math.max(0, total - used));
    }
}
