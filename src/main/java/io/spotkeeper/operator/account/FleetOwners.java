package io.spotkeeper.operator.account;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import io.spotkeeper.inventory.OrphanCollector;
import java.util.ArrayList;
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

    @Override
    public Optional<Set<String>> live() {
        try {
            Set<String> uids = new HashSet<>();
            for (ComputeEnvironment environment : environments()) {
                uids.add(environment.getMetadata().getUid());
                Map<String, String> annotations = environment.getMetadata().getAnnotations();
                if (annotations != null && annotations.get(ADOPT) != null) {
                    uids.add(annotations.get(ADOPT));
                }
            }
            return Optional.of(uids);
        } catch (KubernetesClientException e) {
            log.atWarn().log("owners cannot be listed, no orphan is collected: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private List<ComputeEnvironment> environments() {
        var all = client.resources(ComputeEnvironment.class);
        if (namespaces.isEmpty()) {
            return all.inAnyNamespace().list().getItems();
        }
        List<ComputeEnvironment> environments = new ArrayList<>();
        for (String namespace : namespaces) {
            environments.addAll(all.inNamespace(namespace).list().getItems());
        }
        return environments;
    }
}
