package io.spotkeeper.operator.environment;

import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.operator.account.FleetOwners;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object that was restored under a new UID says whose instances are its own now (rule 15). While
 * an object with that UID lives, they are that one's: both would count, replace and terminate them.
 *
 * @param uid whose tags count as the environment's too; absent where none are adopted
 * @param refused why the annotation has no effect
 */
record Adoption(@Nullable String uid, Optional<Fleet.Obstacle> refused) {
    /** Reason of the Event that tells of a refusal. */
    static final String REFUSED = "AdoptionRefused";

    /**
     * What this environment adopts.
     *
     * @param living every environment there is, asked for only where something is adopted; one that
     *     is being deleted lives until it is gone
     */
    static Adoption of(
            ComputeEnvironment environment, Supplier<Stream<ComputeEnvironment>> living) {
        Map<String, String> annotations = environment.getMetadata().getAnnotations();
        String uid = annotations == null ? null : annotations.get(FleetOwners.ADOPT);
        if (uid == null || uid.equals(environment.getMetadata().getUid())) {
            return new Adoption(null, Optional.empty());
        }
        return living.get()
                .filter(other -> uid.equals(other.getMetadata().getUid()))
                .findFirst()
                .map(owner -> new Adoption(null, Optional.of(livesStill(uid, owner))))
                .orElseGet(() -> new Adoption(uid, Optional.empty()));
    }

    private static Fleet.Obstacle livesStill(String uid, ComputeEnvironment owner) {
        return new Fleet.Obstacle(
                Reason.INVALID_TEMPLATE,
                "The annotation "
                        + FleetOwners.ADOPT
                        + " names "
                        + uid
                        + ", but that is the ComputeEnvironment "
                        + owner.getMetadata().getName()
                        + " in namespace "
                        + owner.getMetadata().getNamespace()
                        + ", which exists: its instances are its own. Remove the annotation, or"
                        + " correct the UID; nothing is launched until then");
    }
}
