package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.world.HuaweiDomain;
import io.spotkeeper.emulator.world.Scenario;
import io.spotkeeper.emulator.world.World;
import java.util.Comparator;
import java.util.List;

/** What the SDKs ask the identity service: which project a region has, and whose key it is. */
final class Identity {
    private final World world;

    Identity(World world) {
        this.world = world;
    }

    /**
     * A project is named after its region; one that stands for several has a row for each, after
     * those that stand for fewer, so that who asks by name gets the region's own.
     */
    Reply projects(HuaweiCall call) {
        call.pause().run();
        String name = call.query("name");
        ObjectNode answer = Reply.object();
        ArrayNode rows = answer.putArray("projects");
        List<HuaweiDomain.Project> projects =
                call.domain().projects().stream()
                        .sorted(Comparator.comparingInt(project -> project.regions().size()))
                        .toList();
        for (HuaweiDomain.Project project : projects) {
            for (String region : project.regions()) {
                if (name == null || name.equals(region)) {
                    rows.addObject()
                            .put("id", project.id())
                            .put("name", region)
                            .put("domain_id", call.domain().domainId())
                            .put("parent_id", call.domain().domainId())
                            .put("is_domain", false)
                            .put("enabled", true)
                            .put("description", "");
                    if (name != null) {
                        return Reply.ok(answer); // clients refuse to choose between two
                    }
                }
            }
        }
        return Reply.ok(answer);
    }

    Reply domains(HuaweiCall call) {
        call.pause().run();
        ObjectNode answer = Reply.object();
        answer.putArray("domains")
                .addObject()
                .put("id", call.domain().domainId())
                .put("name", call.domain().domainId())
                .put("description", "")
                .put("enabled", true);
        return Reply.ok(answer);
    }

    Reply regions(HuaweiCall call) {
        call.pause().run();
        ObjectNode answer = Reply.object();
        ArrayNode rows = answer.putArray("regions");
        for (Scenario.Region region : world.scenario().huawei().regions()) {
            rows.addObject()
                    .put("id", region.name())
                    .put("description", region.displayName())
                    .put("type", "public");
        }
        return Reply.ok(answer);
    }
}
