package io.spotkeeper.operator.account;

import io.spotkeeper.api.v1alpha1.CloudAccount;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.inventory.Inventory;
import io.spotkeeper.keeper.AccountCloud;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Whether a deleted account may be let go (rule 11 of the launch protocol): with it goes the last
 * way to find what its fleets may have left behind. Two complete listings of every region ever
 * used, begun after the last fleet was gone and a grace apart, have to agree that nothing is left.
 */
final class AccountDeparture {
    private static final int NAMED = 5;

    private record Evidence(long since, Map<String, Long> firstEmpty) {}

    private final Duration grace;
    private final TimeSource time;
    private final Map<String, Evidence> evidences = new ConcurrentHashMap<>();

    /**
     * Nothing is known yet.
     *
     * @param grace how far apart two listings must be to agree
     */
    AccountDeparture(Duration grace, TimeSource time) {
        this.grace = grace;
        this.time = time;
    }

    /** Forgets an account that is gone, or that fleets use again. */
    void forget(CloudAccount account) {
        evidences.remove(account.getMetadata().getUid());
    }

    /** What is still in the way; empty when the account may go. */
    Optional<String> obstacle(
            CloudAccount account,
            AccountCloud cloud,
            Collection<String> regions,
            Set<String> live) {
        Evidence evidence =
                evidences.computeIfAbsent(
                        account.getMetadata().getUid(),
                        _ -> new Evidence(time.monotonicNanos(), new HashMap<>()));
        Optional<String> obstacle = Optional.empty();
        for (String region : regions) {
            List<String> left =
                    cloud.inventories()
                            .latest(region)
                            .filter(listing -> listing.startedNanos() > evidence.since())
                            .map(listing -> look(account, cloud, listing, live, evidence))
                            .orElse(List.of());
            if (!left.isEmpty()) {
                return Optional.of(leftovers(region, left));
            }
            if (!proven(evidence, cloud, region)) {
                obstacle =
                        Optional.of(
                                "Waiting for two listings of "
                                        + region
                                        + ", "
                                        + grace.toSeconds()
                                        + " s apart, that show nothing of this account's fleets");
            }
        }
        return obstacle;
    }

    private static List<String> look(
            CloudAccount account,
            AccountCloud cloud,
            Inventory listing,
            Set<String> live,
            Evidence evidence) {
        String namespace = Ownership.namespaceTag(account.getMetadata().getNamespace());
        List<String> left =
                StreamSupport.stream(listing.instances().spliterator(), false)
                        .filter(i -> i.state().live())
                        .filter(i -> cloud.cluster().equals(i.tags().get(Ownership.CLUSTER)))
                        .filter(i -> namespace.equals(i.tags().get(Ownership.NAMESPACE)))
                        .filter(i -> !live.contains(i.tags().getOrDefault(Ownership.FLEET, "")))
                        .map(Instance::id)
                        .sorted()
                        .toList();
        if (left.isEmpty()) {
            evidence.firstEmpty().putIfAbsent(listing.region(), listing.startedNanos());
        } else {
            evidence.firstEmpty().remove(listing.region());
        }
        return left;
    }

    private boolean proven(Evidence evidence, AccountCloud cloud, String region) {
        Long first = evidence.firstEmpty().get(region);
        return first != null
                && cloud.inventories()
                        .latest(region)
                        .filter(listing -> listing.startedNanos() - first >= grace.toNanos())
                        .isPresent();
    }

    private static String leftovers(String region, List<String> ids) {
        return ids.size()
                + " instances of fleets that are gone still run in "
                + region
                + " ("
                + ids.stream().limit(NAMED).collect(Collectors.joining(", "))
                + (ids.size() > NAMED ? ", …" : "")
                + "): they are terminated as orphans when they are old enough";
    }
}
