package io.spotkeeper.fleet;

import java.util.List;

/**
 * What counts for a fleet now.
 *
 * @param members live instances that are not being given up
 * @param landing capacity of open intents that was not seen yet, thousandths
 * @param landingCount the same as instances
 * @param confirmed whether every member was confirmed live by id in this very pass
 */
public record FleetView(List<Member> members, long landing, int landingCount, boolean confirmed) {
    public FleetView {
        members = List.copyOf(members);
    }

    /** Live capacity, thousandths. */
    public long live() {
        return members.stream().mapToLong(Member::weight).sum();
    }

    /** Running capacity, thousandths. */
    public long ready() {
        return members.stream().filter(Member::ready).mapToLong(Member::weight).sum();
    }
}
