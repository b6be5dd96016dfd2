package io.spotkeeper.operator;

import io.spotkeeper.cloud.CoolDownPolicy;
import io.spotkeeper.keeper.Timing;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the operator runs.
 *
 * @param namespaces namespaces watched; empty = all
 * @param allowedEndpoints {@code host:port} that accounts may name besides the vendors' own hosts
 * @param clusterId value of the cluster tag; absent = UID of the kube-system namespace
 * @param timing periods of the launch protocol
 * @param coolDowns how long pools that refused are left alone
 * @param orphanAge how old an instance without an owner must be to be collected
 * @param orphanReportOnly how long after the start orphans are only reported
 * @param regionShortfallAfter how long a region has to refuse before a group that spills over buys
 *     its share in the others
 * @param accountInterval how often credentials are read again
 * @param lease how long the Lease lasts that decides which replica works, when its holder does not
 *     renew it; absent = every replica works
 * @param concurrency passes at the same time
 * @param drain how long a stop waits for the passes under way
 */
public record OperatorSettings(
        Set<String> namespaces,
        Set<String> allowedEndpoints,
        @Nullable String clusterId,
        Timing timing,
        CoolDownPolicy coolDowns,
        Duration orphanAge,
        Duration orphanReportOnly,
        Duration regionShortfallAfter,
        Duration accountInterval,
        @Nullable Duration lease,
        int concurrency,
        Duration drain) {
    public OperatorSettings {
        namespaces = Set.copyOf(namespaces);
        allowedEndpoints = Set.copyOf(allowedEndpoints);
    }
}
