package io.spotkeeper.operator.account;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import io.spotkeeper.api.v1alpha1.CloudAccount;
import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import io.spotkeeper.api.v1alpha1.FleetSpec;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.api.v1alpha1.LedgerStatus;
import io.spotkeeper.api.v1alpha1.Management;
import io.spotkeeper.inventory.OrphanCollector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every object that may own instances, listed live over all namespaces, or over those that are
 * watched: a cache that is behind would make orphans of what was just launched.
 */
public final class FleetOwners implements OrphanCollector.Owners {
    /** Annotation of a restored object: the UID whose tags are its own now. */
    public static final String ADOPT = "spotkeeper.io/adopt-fleet";

    /**
     * Every kind that may own instances: those of a kind that is missing here look like orphans.
     */
    static final List<Class<? extends CustomResource<? extends FleetSpec, FleetStatus>>> KINDS =
            List.of(ComputeEnvironment.class, AutoLaunchGroup.class);

    private static final Logger log = LoggerFactory.getLogger(FleetOwners.class);

    private final KubernetesClient client;
    private final Set<String> namespaces;

    /**
     * Owners in these namespaces.
     *
     * @param namespaces empty = all
     */
    public FleetOwners(KubernetesClient client, Set<String> namespaces) {
        this.client = client;
        this.namespaces = namespaces;
    }

    /** All of them, in the namespaces that are looked at. */
    public List<? extends CustomResource<? extends FleetSpec, FleetStatus>> everywhere() {
        List<CustomResource<? extends FleetSpec, FleetStatus>> owners = new ArrayList<>();
        for (Class<? extends CustomResource<? extends FleetSpec, FleetStatus>> kind : KINDS) {
            var all = client.resources(kind);
            if (namespaces.isEmpty()) {
                owners.addAll(all.inAnyNamespace().list().getItems());
            }
            for (String namespace : namespaces) {
                owners.addAll(all.inNamespace(namespace).list().getItems());
            }
        }
        return owners;
    }

    /** Those of one namespace. */
    List<? extends CustomResource<? extends FleetSpec, FleetStatus>> in(String namespace) {
        List<CustomResource<? extends FleetSpec, FleetStatus>> owners = new ArrayList<>();
        for (Class<? extends CustomResource<? extends FleetSpec, FleetStatus>> kind : KINDS) {
            owners.addAll(client.resources(kind).inNamespace(namespace).list().getItems());
        }
        return owners;
    }

    /**
     * UIDs of the fleets of an account that may have instances which Spotkeeper bought. A group
     * that the cloud itself keeps is none of them: its instances are nobody's here to count.
     */
    List<String> holders(CloudAccount account) {
        return holders(account.getMetadata().getName(), in(account.getMetadata().getNamespace()));
    }

    static List<String> holders(
            String account,
            Collection<? extends CustomResource<? extends FleetSpec, FleetStatus>> fleets) {
        return fleets.stream()
                .filter(fleet -> fleet.getSpec().accountRef().name().equals(account))
                .filter(fleet ->
                        !(fleet instanceof AutoLaunchGroup group
                                && group.getSpec().management() == Management.Provider))
                .filter(FleetOwners::mayHold)
                .map(fleet -> fleet.getMetadata().getUid())
                .toList();
    }

    // Without books: they were wiped, and nobody knows what they named, or it adopts another's.
    private static boolean mayHold(CustomResource<? extends FleetSpec, FleetStatus> fleet) {
        LedgerStatus ledger = fleet.getStatus() == null ? null : fleet.getStatus().ledger();
        return ledger == null
                ? !fleet.getMetadata().getFinalizers().isEmpty() || adopted(fleet).isPresent()
                : !ledger.known().isEmpty()
                        || !ledger.intents().isEmpty()
                        || ledger.suspectSince() != null;
    }

    private static Optional<String> adopted(HasMetadata owner) {
        Map<String, String> annotations = owner.getMetadata().getAnnotations();
        return Optional.ofNullable(annotations == null ? null : annotations.get(ADOPT));
    }

    @Override
    public Optional<Set<String>> live() {
        try {
            Set<String> uids = new HashSet<>();
            for (HasMetadata owner : everywhere()) {
                uids.add(owner.getMetadata().getUid());
                adopted(owner).ifPresent(uids::add);
            }
            return Optional.of(uids);
        } catch (KubernetesClientException e) {
            log.atWarn().log("owners cannot be listed, no orphan is collected: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
