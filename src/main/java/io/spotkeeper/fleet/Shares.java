package io.spotkeeper.fleet;

import io.spotkeeper.fleet.allocation.Objective;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How far the shares of a group are covered. Every member counts for the share of its region and
 * market; one in a region or of a market that has no share any more counts for what the others
 * lack.
 */
final class Shares {
    private Shares() {}

    /**
     * What a share lacks.
     *
     * @param share the share
     * @param missing thousandths, 0 or more
     */
    record Lack(GroupTerms.Share share, long missing) {}

    /** What each share lacks, after what is live and landing: in the order of the shares. */
    static List<Lack> lacking(GroupTerms group, Situation situation) {
        List<Lack> lacks = new ArrayList<>();
        for (Market market : List.of(Market.ON_DEMAND, Market.SPOT)) {
            List<GroupTerms.Share> shares = group.shares(market);
            long spare = seen(situation, pool -> strays(group, market, pool));
            for (GroupTerms.Share share : shares) {
                long over = held(situation, share::covers) - share.target();
                // Spilled capacity stays where it is, as long as it is needed somewhere.
                spare += group.spillAfter() == null ? 0 : Math.max(0, over);
            }
            for (GroupTerms.Share share : shares) {
                long missing = Math.max(0, share.target() - held(situation, share::covers));
                long covered = Math.min(spare, missing);
                spare -= covered;
                lacks.add(new Lack(share, missing - covered));
            }
        }
        return lacks;
    }

    /** Live and landing capacity; what was never seen may be anywhere, so it counts everywhere. */
    static long held(Situation situation, Predicate<CapacityPool> where) {
        long unseen =
                situation.view().members().stream()
                        .filter(m -> m.instance() == null)
                        .mapToLong(Member::weight)
                        .sum();
        return unseen + seen(situation, where);
    }

    private static long seen(Situation situation, Predicate<CapacityPool> where) {
        return capacity(in(situation.view().members(), where)) + Landing.capacity(situation, where);
    }

    private static boolean strays(GroupTerms group, Market market, CapacityPool pool) {
        return group.counted(pool) == market
                && group.shares(market).stream().noneMatch(s -> s.covers(pool));
    }

    /** Members that the target does not need, the parts of the target each for itself. */
    static List<Member> surplus(GroupTerms group, Situation situation, List<Member> members) {
        List<Member> victims = new ArrayList<>();
        for (Market market : List.of(Market.ON_DEMAND, Market.SPOT)) {
            List<Member> part = in(members, pool -> group.counted(pool) == market);
            if (group.spillAfter() != null) {
                victims.addAll(victims(group, situation, part, group.target(market)));
            } else {
                victims.addAll(byRegion(group, market, situation, part));
            }
        }
        return victims;
    }

    private static List<Member> victims(
            GroupTerms group, Situation situation, List<Member> members, long target) {
        return group.objective() == Objective.DIVERSIFIED
                ? ScaleIn.spreadVictims(situation, members, target)
                : ScaleIn.victims(situation, members, target);
    }

    private static List<Member> byRegion(
            GroupTerms group, Market market, Situation situation, List<Member> part) {
        List<Member> victims = new ArrayList<>();
        List<Member> strays = new ArrayList<>(part);
        long lacking = 0;
        for (GroupTerms.Share share : group.shares(market)) {
            List<Member> here = in(part, share::covers);
            strays.removeAll(here);
            victims.addAll(victims(group, situation, here, share.target()));
            lacking += Math.max(0, share.target() - capacity(here));
        }
        victims.addAll(victims(group, situation, strays, lacking));
        return victims;
    }

    private static List<Member> in(List<Member> members, Predicate<CapacityPool> where) {
        return members.stream()
                .filter(m -> m.instance() != null && where.test(m.instance().pool()))
                .toList();
    }

    private static long capacity(List<Member> members) {
        return members.stream().mapToLong(Member::weight).sum();
    }

    /** Whether what runs meets every part of the target. */
    static boolean run(GroupTerms group, FleetView view) {
        Map<Market, Long> running = new EnumMap<>(Market.class);
        for (Member member : view.members()) {
            if (member.ready() && member.instance() != null) {
                running.merge(group.counted(member.instance().pool()), member.weight(), Long::sum);
            }
        }
        return List.of(Market.values()).stream()
                .allMatch(m -> running.getOrDefault(m, 0L) >= group.target(m));
    }
}
