package io.spotkeeper.operator;

import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which replica works. The Lease keeps two replicas from doing the same work; it is not what makes
 * that safe: the launch protocol is.
 */
final class Leadership {
    private static final Logger log = LoggerFactory.getLogger(Leadership.class);
    private static final AtomicBoolean STOPPING = new AtomicBoolean();

    private Leadership() {}

    /**
     * The Lease {@code spotkeeper} in the operator's own namespace.
     *
     * @param ownNamespace that of the pod's account or of the kubeconfig, where the environment
     *     names none
     * @param lease how long it lasts; its holder renews it in time, in the proportions of client-go
     *     (15 s, 10 s, 2 s)
     */
    static LeaderElectionConfiguration configuration(
            @Nullable String ownNamespace, Duration lease) {
        String pod = System.getenv("POD_NAME");
        String identity = (pod == null ? "spotkeeper" : pod) + "-" + UUID.randomUUID();
        LeaderElectionConfigurationBuilder builder =
                LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration("spotkeeper")
                        .withIdentity(identity)
                        .withLeaseDuration(lease)
                        .withRenewDeadline(lease.multipliedBy(2).dividedBy(3))
                        .withRetryPeriod(lease.multipliedBy(2).dividedBy(15))
                        .withLeaderCallbacks(
                                new LeaderCallbacks(
                                        () -> log.atInfo().log("leading"),
                                        Leadership::lost,
                                        leader ->
                                                log.atInfo()
                                                        .addKeyValue("leader", leader)
                                                        .log("leader changed")));
        String given = System.getenv("POD_NAMESPACE");
        String namespace = given != null ? given : ownNamespace;
        return builder.withLeaseNamespace(namespace == null ? "default" : namespace).build();
    }

    /** From now on, losing the lease is no accident. */
    static void stopping() {
        STOPPING.set(true);
    }

    // JOSDK 5.3.2 goes on reconciling without the lease unless the process ends here.
    private static void lost() {
        if (!STOPPING.get()) {
            log.atError().log("the lease was lost, ending");
            Runtime.getRuntime().halt(1);
        }
    }
}
