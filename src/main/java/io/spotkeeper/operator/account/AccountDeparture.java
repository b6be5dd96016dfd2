package io.spotkeeper.operator.account;

import io.fabric8.kubernetes.client.CustomResource;
import io.spotkeeper.api.v1alpha1.CloudAccount;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.api.v1alpha1.FleetSpec;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.inventory.Inventory;
import io.spotkeeper.keeper.AccountCloud;
import io.spotkeeper.operator.account.AccountStatusFactory.Told;
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
    /** Annotation that gives up on what the cloud may still hold; its value is the object's UID. */
    private static final String ABANDON = "spotkeeper.io/abandon";

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

    /**
     * What is still in the way; empty when the account may go.
     *
     * @param fleets those of its namespace, of every kind, from a live list
     */
    Optional<Told> obstacle(
            CloudAccount account,
            AccountState state,
            List<? extends CustomResource<? extends FleetSpec, ?>> fleets) {
        long users =
                fleets.stream()
                        .map(fleet -> fleet.getSpec().accountRef().name())
                        .filter(name -> name.equals(account.getMetadata().getName()))
                        .count();
        if (users > 0) {
            forget(account);
            return waiting("Waiting for " + users + " fleets that use this account to go");
        }
        List<String> regions = CloudAccountReconciler.regions(account);
        if (regions.isEmpty() || abandoned(account)) {
            return Optional.empty();
        }
        if (state.cloud().isEmpty()) {
            return Optional.of(
                    new Told(
                            false,
                            ConditionReason.CredentialsLost,
                            "Whether anything of this account's fleets is left cannot be seen: "
                                    + Told.of(state).message()
                                    + ". Restore the credentials, or give up what may be left with"
                                    + " the annotation "
                                    + ABANDON
                                    + "="
                                    + account.getMetadata().getUid()));
        }
        Set<String> live =
                fleets.stream().map(f -> f.getMetadata().getUid()).collect(Collectors.toSet());
        return unproven(account, state.cloud().get(), regions, live)
                .flatMap(AccountDeparture::waiting);
    }

    private static Optional<Told> waiting(String message) {
        return Optional.of(new Told(false, ConditionReason.Deleting, message));
    }

    private static boolean abandoned(CloudAccount account) {
        Map<String, String> annotations = account.getMetadata().getAnnotations();
        return annotations != null
                && account.getMetadata().getUid().equals(annotations.get(ABANDON));
    }

    private Optional<String> unproven(
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
