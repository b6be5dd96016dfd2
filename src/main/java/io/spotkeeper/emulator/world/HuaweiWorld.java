package io.spotkeeper.emulator.world;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotkeeper.emulator.market.InstanceType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of the world that Huawei Cloud's wire sells.
 *
 * @param flavors its sizes
 * @param regions its regions with their zones and pools
 * @param launchTemplates templates that exist in every region and account
 * @param rules what Huawei's documentation leaves open
 */
public record HuaweiWorld(
        List<InstanceType> flavors,
        List<Scenario.Region> regions,
        List<LaunchTemplate> launchTemplates,
        HuaweiRules rules) {
    public HuaweiWorld {
        flavors = List.copyOf(flavors);
        regions = List.copyOf(regions);
        launchTemplates = List.copyOf(launchTemplates);
    }

    /**
     * A launch template.
     *
     * @param id UUID
     * @param name its name
     * @param versions contents of version 1, 2, …, each as the field {@code template_data} of the
     *     API
     */
    public record LaunchTemplate(String id, String name, List<JsonNode> versions) {
        public LaunchTemplate {
            versions = List.copyOf(versions);
            if (versions.isEmpty()) {
                throw new IllegalArgumentException("a launch template needs a version");
            }
        }
    }

    /** The region that a zone lies in; null if there is no such zone. */
    public Scenario.@Nullable Region regionOfZone(String zone) {
        return regions.stream()
                .filter(region -> region.zones().stream().anyMatch(z -> z.name().equals(zone)))
                .findFirst()
                .orElse(null);
    }
}
