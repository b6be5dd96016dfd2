package io.spotkeeper.emulator.world;

import java.util.List;

/**
 * The Huawei Cloud account that a key belongs to.
 *
 * @param domainId id of the account; it owns the instances
 * @param projects its projects, which name a region on the wire
 */
public record HuaweiDomain(String domainId, List<Project> projects) {
    public HuaweiDomain {
        projects = List.copyOf(projects);
        if (domainId.isEmpty()) {
            throw new IllegalArgumentException("domainId must not be empty");
        }
    }

    /**
     * A project. In the real cloud it stands for one region; here it may stand for several, which
     * it then shows together.
     *
     * @param id for example {@code emulator-project}
     * @param regions names of its regions, at least one
     */
    public record Project(String id, List<String> regions) {
        public Project {
            regions = List.copyOf(regions);
            if (id.isEmpty() || regions.isEmpty()) {
                throw new IllegalArgumentException("a project needs an id and a region");
            }
        }
    }
}
