package io.spotkeeper.operator.fleet;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.operator.account.FleetOwners;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object that was restored under a new UID says whose instances are its own now (rule 15). While
 * an object with that UID lives, they are that one's: both would count, replace and terminate them.
 *
 * @param uid whose tags count as the object's too; absent where none are adopted
 * @param refused why the annotation has no effect
 */
public record Adoption(@Nullable String uid, Optional<Fleet.Obstacle> refused) {
    /** Nothing is adopted. */
    public static final Adoption NONE = new Adoption(null, Optional.empty());

    /** Reason of the Event that tells of a refusal. */
    static final String REFUSED = "AdoptionRefused";

    /**
     * What this object adopts.
     *
     * @param living every object there is that may own the instances of a UID, of every kind; asked
     *     for only where something is adopted; one that is being deleted lives until it is gone
     */
    static Adoption of(HasMetadata object, Function<String, Stream<? extends HasMetadata>> living) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        String uid = annotations == null ? null : annotations.get(FleetOwners.ADOPT);
        if (uid == null || uid.equals(object.getMetadata().getUid())) {
            return NONE;
        }
        return living.apply(uid)
                .filter(other -> uid.equals(other.getMetadata().getUid()))
                .findFirst()
                .map(owner -> new Adoption(null, Optional.of(livesStill(uid, owner))))
                .orElseGet(() -> new Adoption(uid, Optional.empty()));
    }

    private static Fleet.Obstacle livesStill(String uid, HasMetadata owner) {
        return new Fleet.Obstacle(
                Reason.INVALID_TEMPLATE,
                "The annotation "
                        + FleetOwners.ADOPT
                        + " names "
                        + uid
                        + ", but that is the "
                        + owner.getKind()
                        + " "
                        + owner.getMetadata().getName()
                        + " in namespace "
                        + owner.getMetadata().getNamespace()
                        + ", which exists: its instances are its own. Remove the annotation, or"
                        + " correct the UID; nothing is launched until then");
    }
}
