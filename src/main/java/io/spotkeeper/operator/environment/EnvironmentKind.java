package io.spotkeeper.operator.environment;

import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import io.spotkeeper.api.v1alpha1.ComputeEnvironmentSpec;
import io.spotkeeper.api.v1alpha1.SecretKeyReference;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.inventory.TypeBook;
import io.spotkeeper.operator.account.AccountState;
import io.spotkeeper.operator.fleet.Adoption;
import io.spotkeeper.operator.fleet.FleetKind;
import io.spotkeeper.operator.fleet.UserDataSecrets;
import java.util.List;
import java.util.Set;

/** ComputeEnvironment as a kind of fleet. */
final class EnvironmentKind implements FleetKind<ComputeEnvironment> {
    private final TypeBook types;

    /** Environments whose requirements are compared with this book. */
    EnvironmentKind(TypeBook types) {
        this.types = types;
    }

    @Override
    public Class<ComputeEnvironment> type() {
        return ComputeEnvironment.class;
    }

    @Override
    public Set<String> regions(ComputeEnvironment environment) {
        return Set.of(environment.getSpec().region());
    }

    @Override
    public List<SecretKeyReference> userData(ComputeEnvironment environment) {
        SecretKeyReference reference = environment.getSpec().template().userDataSecretRef();
        return reference == null ? List.of() : List.of(reference);
    }

    @Override
    public Fleet fleet(
            ComputeEnvironment environment,
            AccountState.Usable account,
            UserDataSecrets userData,
            Adoption adoption) {
        ComputeEnvironmentSpec spec = environment.getSpec();
        Fleet meant =
                EnvironmentFleet.of(
                        environment,
                        zone ->
                                types.types(
                                        account.key(),
                                        account.account().provider(),
                                        spec.region(),
                                        zone,
                                        Market.of(spec.market().name())),
                        userData,
                        adoption);
        return EnvironmentFleet.order(environment)
                .broken(account.spec(), userData)
                .map(meant::hinderedBy)
                .orElse(meant);
    }
}
