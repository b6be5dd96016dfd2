package io.spotkeeper.fleet;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which instances go when there are too many: the sick first, then the dearest per unit of
 * capacity, then the youngest. An instance goes only if the capacity without it still meets the
 * target.
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
