package io.spotkeeper.emulator.huawei;

import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.Market;
import io.spotkeeper.emulator.market.SpotMarket;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One auto launch group as it lives. To be used under the world's lock. */
final class LaunchGroup {
    /** The documented states of a group. One that is deleted is simply no longer there. */
    enum Status {
        SUBMITTED,
        ACTIVE,
        DELETING
    }

    /** The documented states of its buying. Nothing tells the cause of an error. */
    enum TaskState {
        HANDLING,
        FULFILLED,
        ERROR
    }

    /**
     * An instance of the group.
     *
     * @param id its id
     * @param market how it was bought
     * @param zone where it is
     * @param weight its capacity in thousandths
     * @param price its price when it was bought, in ten-thousandths
     */
    record Member(String id, Market market, String zone, int weight, long price) {}

    private final String id;
    private final String owner;
    private final Instant createdAt;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private GroupSpec spec;
    private Status status = Status.SUBMITTED;
    private TaskState taskState = TaskState.HANDLING;
    private boolean hasBought;
    private boolean endsMembers;

    LaunchGroup(String id, String owner, Instant createdAt, GroupSpec spec) {
        this.id = id;
        this.owner = owner;
        this.createdAt = createdAt;
        this.spec = spec;
    }

    String id() {
        return id;
    }

    String owner() {
        return owner;
    }

    Instant createdAt() {
        return createdAt;
    }

    GroupSpec spec() {
        return spec;
    }

    void change(GroupSpec changed) {
        spec = changed;
    }

    Status status() {
        return status;
    }

    TaskState taskState() {
        return taskState;
    }

    void activate() {
        status = Status.ACTIVE;
    }

    /** Begins the group's end. */
    void delete(boolean withMembers) {
        status = Status.DELETING;
        endsMembers = withMembers;
        if (!withMembers) {
            members.clear();
        }
    }

    boolean endsMembers() {
        return endsMembers;
    }

    /** Whether a group that buys only once has done so. */
    boolean hasBought() {
        return hasBought;
    }

    void bought() {
        hasBought = true;
    }

    void report(TaskState state) {
        taskState = state;
    }

    List<Member> members() {
        return List.copyOf(members.values());
    }

    void add(Member member) {
        members.put(member.id(), member);
    }

    void remove(String memberId) {
        members.remove(memberId);
    }

    /** Forgets members that are no longer alive, whoever ended them. */
    void observe(SpotMarket market) {
        members.values()
                .removeIf(member -> {
                    Instance instance = market.find(member.id());
                    return instance == null || !instance.state().isLive();
                });
    }

    /** Capacity bought in one market, in thousandths. */
    int capacity(Market market) {
        return members.values().stream()
                .filter(member -> member.market() == market)
                .mapToInt(Member::weight)
                .sum();
    }

    /** What a market is to supply, in thousandths. */
    int target(Market market) {
        return switch (market) {
            case ON_DEMAND -> spec.stable();
            case SPOT -> spec.target() - spec.stable();
        };
    }

    Map<String, Integer> capacityByZone() {
        Map<String, Integer> zones = new LinkedHashMap<>();
        members.values().forEach(m -> zones.merge(m.zone(), m.weight(), Integer::sum));
        return zones;
    }

    boolean isFulfilled() {
        return capacity(Market.ON_DEMAND) >= target(Market.ON_DEMAND)
                && capacity(Market.SPOT) >= target(Market.SPOT);
    }
}
