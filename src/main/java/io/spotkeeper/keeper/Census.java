package io.spotkeeper.keeper;

import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetView;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Ledger;
import io.spotkeeper.fleet.Member;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.fleet.PoolRule;
import io.spotkeeper.keeper.Inquiry.Fate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts a fleet (rule 1): what is listed alive or known to live, without what is being given up;
 * and what open intents may still bring.
 */
final class Census {
    private Census() {}

    /** The view of this round, after it was settled. */
    static FleetView take(Pass pass, Round round) {
        Ledger ledger = pass.record.ledger();
        SortedMap<String, Member> members = new TreeMap<>();
        for (Instance instance : round.owned()) {
            if (instance.state().live() && !ledger.leaving(instance.id())) {
                members.put(instance.id(), member(pass, instance.id(), instance));
            }
        }
        Set<String> promised = new HashSet<>(ledger.known());
        ledger.intents().forEach(i -> promised.addAll(i.instanceIds()));
        for (String id : promised) {
            Instance listed = round.instance(id);
            boolean dead = listed != null && !listed.state().live();
            boolean counts = ledger.known().contains(id) || listed != null;
            if (counts && !dead && !ledger.leaving(id)) {
                members.putIfAbsent(
                        id, member(pass, id, listed != null ? listed : pass.evidence.lastSeen(id)));
            }
        }
        long landing = 0;
        int landingCount = 0;
        for (LaunchIntent intent : ledger.intents()) {
            int unseen = unseen(round, ledger, members.keySet(), intent);
            landing += unseen * intent.weight();
            landingCount += unseen;
        }
        return new FleetView(List.copyOf(members.values()), landing, landingCount, false);
    }

    private static int unseen(
            Round round, Ledger ledger, Set<String> members, LaunchIntent intent) {
        if (!intent.instanceIds().isEmpty()) {
            return (int)
                    intent.instanceIds().stream()
                            .filter(id -> !members.contains(id) && !ledger.leaving(id))
                            .count();
        }
        return Math.max(0, intent.count() - round.boughtBy(intent).size());
    }

    /**
     * The view after every member was asked for by id: only those that answer alive and ours are
     * left, and only from these may a surplus be computed.
     */
    static FleetView confirm(Pass pass, Round round, FleetView view) {
        List<String> ids = view.members().stream().map(Member::id).toList();
        Map<String, Fate> fates = Inquiry.ask(pass, round, ids);
        List<Member> confirmed = new ArrayList<>();
        for (Member member : view.members()) {
            if (fates.get(member.id()) instanceof Fate.Alive alive
                    && round.ours(alive.instance(), pass.cloud.cluster())) {
                confirmed.add(member(pass, member.id(), alive.instance()));
            }
        }
        return new FleetView(confirmed, view.landing(), view.landingCount(), true);
    }

    private static Member member(Pass pass, String id, @Nullable Instance instance) {
        Fleet fleet = pass.fleet;
        boolean guarded = pass.evidence.guarded(id);
        if (instance == null) {
            return new Member(id, null, heaviest(fleet), false, guarded);
        }
        PoolRule rule = rule(fleet, instance.pool());
        long weight =
                rule != null ? rule.weight() : Ownership.weightOf(instance).orElse(Fleet.UNIT);
        boolean outdated =
                rule == null && !fleet.uses(instance.pool())
                        || Ownership.outdated(instance, pass.fingerprint(instance.pool().region()));
        return new Member(id, instance, weight, outdated, guarded);
    }

    // What was not seen yet may be of any pool: too high a guess only makes us wait.
    private static long heaviest(Fleet fleet) {
        return fleet.pools().stream().mapToLong(PoolRule::weight).max().orElse(Fleet.UNIT);
    }

    private static @Nullable PoolRule rule(Fleet fleet, CapacityPool pool) {
        for (PoolRule rule : fleet.pools()) {
            if (rule.pool().equals(pool)) {
                return rule;
            }
        }
        return null;
    }
}
