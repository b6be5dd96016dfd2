package io.spotkeeper.cloud;

import io.spotkeeper.fleet.LaunchTemplate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a launch template that is kept at the cloud says ({@link CloudProvider#storedTemplate}). */
public sealed interface StoredTemplate {
    /**
     * It can be bought from.
     *
     * @param template the same in the core's words
     * @param network the network it names; null = none
     */
    record Found(LaunchTemplate template, @Nullable Network network) implements StoredTemplate {}

    /**
     * A network that a template names.
     *
     * @param zone the zone that its subnets lie in; null where they lie in every zone of the region
     * @param vpcId the network; null where the cloud's templates name none
     * @param subnetIds at least one subnet of it
     */
    record Network(@Nullable String zone, @Nullable String vpcId, List<String> subnetIds) {
        public Network {
            subnetIds = List.copyOf(subnetIds);
            if (subnetIds.isEmpty()) {
                throw new IllegalArgumentException("a network has a subnet");
            }
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
