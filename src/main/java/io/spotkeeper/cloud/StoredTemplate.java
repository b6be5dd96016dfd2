package io.spotkeeper.cloud;

import io.spotkeeper.fleet.LaunchTemplate;
import java.util.List;

/** What a launch template that is kept at the cloud says ({@link CloudProvider#storedTemplate}). */
public sealed interface StoredTemplate {
    /**
     * It can be bought from.
     *
     * @param template the same in the core's words
     * @param subnetIds the subnets it names; empty = none
     */
    record Found(LaunchTemplate template, List<String> subnetIds) implements StoredTemplate {
        public Found {
            subnetIds = List.copyOf(subnetIds);
        }
    }

    /**
     * There is none of that id and version, or it asks for something that a launch here cannot
     * have.
     *
     * @param message what is wrong, without a full stop
     */
    record Unusable(String message) implements StoredTemplate {}

    /** The cloud could not answer. */
    record Failed(CloudFailure failure) implements StoredTemplate {}
}
