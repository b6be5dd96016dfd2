package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.tencent.Reply.Answer;
import io.spotkeeper.emulator.world.Scenario;
import io.spotkeeper.emulator.world.World;
import java.util.List;

/** Shows regions, and the zones of one region. */
final class DescribePlaces {
    private static final String AVAILABLE = "AVAILABLE";

    private final World world;

    DescribePlaces(World world) {
        this.world = world;
    }

    Reply regions(ApiCall call) {
        call.pause().run();
        List<Scenario.Region> regions = world.scenario().regions();
        ObjectNode fields = JsonNodeFactory.instance.objectNode().put("TotalCount", regions.size());
        ArrayNode set = fields.putArray("RegionSet");
        for (Scenario.Region region : regions) {
            set.addObject()
                    .put("Region", region.name())
                    .put("RegionName", region.displayName())
                    .put("RegionState", AVAILABLE);
        }
        return new Answer(fields);
    }

    Reply zones(ApiCall call) {
        call.pause().run();
        Scenario.Region region = world.scenario().region(call.region());
        List<Scenario.Zone> zones = region == null ? List.of() : region.zones();
        ObjectNode fields = JsonNodeFactory.instance.objectNode().put("TotalCount", zones.size());
        ArrayNode set = fields.putArray("ZoneSet");
        for (Scenario.Zone zone : zones) {
            set.addObject()
                    .put("Zone", zone.name())
                    .put("ZoneName", zone.displayName())
                    .put("ZoneId", zone.id())
                    .put("ZoneState", AVAILABLE);
        }
        return new Answer(fields);
    }
}
