package io.spotkeeper.operator.fleet;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.spotkeeper.api.v1alpha1.DeletionPolicy;
import io.spotkeeper.api.v1alpha1.FleetLimits;
import io.spotkeeper.api.v1alpha1.FleetSpec;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.api.v1alpha1.SecretKeyReference;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetId;
import io.spotkeeper.operator.account.AccountState;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a kind of custom resource means as a fleet.
 *
 * @param <R> the custom resource
 */
public interface FleetKind<R extends CustomResource<? extends FleetSpec, FleetStatus>> {
    /** Its class. */
    Class<R> type();

    /** Where its spec has it launch. */
    Set<String> regions(R object);

    /** Keys of Secrets that its instances get their user data from. */
    List<SecretKeyReference> userData(R object);

    /**
     * The fleet, with what the API's schema could not refuse as its obstacle.
     *
     * @param userData what became of {@link #userData}
     */
    Fleet fleet(R object, AccountState.Usable account, UserDataSecrets userData, Adoption adoption);

    /** What its owner should know of its spec, though nothing is wrong with it. */
    default List<String> remarks(R object) {
        return List.of();
    }

    // ---- what all kinds write in the same words ----

    /** Which object it is. */
    static FleetId id(HasMetadata object) {
        return new FleetId(
                object.getMetadata().getUid(),
                object.getKind(),
                object.getMetadata().getNamespace(),
                object.getMetadata().getName());
    }

    /** Limits of money and rate; none where there are none. */
    static Fleet.Limits limits(@Nullable FleetLimits limits) {
        if (limits == null) {
            return Fleet.Limits.NONE;
        }
        String cost = limits.maxHourlyCost();
        return new Fleet.Limits(
                cost == null ? null : new BigDecimal(cost), limits.maxLaunchesPerHour());
    }

    /** What becomes of the instances of a deleted object. */
    static Fleet.DeletionPolicy deletionPolicy(DeletionPolicy policy) {
        return switch (policy) {
            case Terminate -> Fleet.DeletionPolicy.TERMINATE;
            case Retain -> Fleet.DeletionPolicy.RETAIN;
        };
    }
}
