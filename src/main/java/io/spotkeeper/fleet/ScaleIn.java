package io.spotkeeper.fleet;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which instances go when there are too many: the sick first, then the dearest per unit of
 * capacity, then the youngest. What is spread over zones loses those that do not run nor start
 * first, and then one after the other from the zone that is fullest at the time. An instance goes
 * only if the capacity without it still meets the target.
 */
final class ScaleIn {
    private ScaleIn() {}

    static List<Member> victims(Situation situation, List<Member> members, long target) {
        long live = members.stream().mapToLong(Member::weight).sum();
        if (live <= target) {
            return List.of();
        }
        List<Member> ordered = new ArrayList<>(members);
        ordered.sort(order(situation));
        List<Member> victims = new ArrayList<>();
        for (Member member : ordered) {
            if (!member.guarded() && live - member.weight() >= target) {
                victims.add(member);
                live -= member.weight();
            }
        }
        return victims;
    }

    /** The same so that the zones stay as even as they can be. */
    static List<Member> spreadVictims(Situation situation, List<Member> members, long target) {
        long live = members.stream().mapToLong(Member::weight).sum();
        List<Member> left = new ArrayList<>(members.stream().filter(m -> !m.guarded()).toList());
        left.sort(order(situation));
        Map<String, Long> fill = new HashMap<>();
        members.forEach(m -> fill.merge(zone(m), m.weight(), Long::sum));
        Comparator<Member> order =
                Comparator.comparing(ScaleIn::sound)
                        .thenComparing(
                                m -> fill.getOrDefault(zone(m), 0L), Comparator.reverseOrder());
        List<Member> victims = new ArrayList<>();
        while (live > target) {
            long spare = live - target;
            Member victim = left.stream().filter(m -> m.weight() <= spare).min(order).orElse(null);
            if (victim == null) {
                break;
            }
            left.remove(victim);
            victims.add(victim);
            fill.merge(zone(victim), -victim.weight(), Long::sum);
            live -= victim.weight();
        }
        return victims;
    }

    private static String zone(Member member) {
        return member.instance() == null ? "" : member.instance().pool().zone();
    }

    private static boolean sound(Member member) {
        return switch (member.state()) {
            case PENDING, RUNNING -> true;
            case FAILED, TERMINATING, RECYCLED, STOPPED, OTHER -> false;
        };
    }

    private static Comparator<Member> order(Situation situation) {
        return Comparator.comparingInt(ScaleIn::health)
                .thenComparing(m -> pricePerUnit(situation, m), Comparator.reverseOrder())
                .thenComparing(Member::createdAt, Comparator.reverseOrder())
                .thenComparing(Member::id);
    }

    private static int health(Member member) {
        return switch (member.state()) {
            case FAILED, TERMINATING, RECYCLED -> 0;
            case STOPPED -> 1;
            case OTHER -> 2;
            case PENDING -> 3;
            case RUNNING -> 4;
        };
    }

    private static BigDecimal pricePerUnit(Situation situation, Member member) {
        if (member.instance() == null) {
            return BigDecimal.ZERO;
        }
        BigDecimal price = situation.offer(member.instance().pool()).price();
        return price == null
                ? BigDecimal.ZERO
                : price.multiply(BigDecimal.valueOf(Fleet.UNIT))
                        .divide(
                                BigDecimal.valueOf(member.weight()),
                                java.math.MathContext.DECIMAL64);
    }
}
