package io.spotkeeper.operator.cloudgroup;

import io.spotkeeper.api.v1alpha1.CapacityStatus;
import io.spotkeeper.api.v1alpha1.CloudGroupStatus;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.api.v1alpha1.InstanceCounts;
import io.spotkeeper.api.v1alpha1.InstanceState;
import io.spotkeeper.api.v1alpha1.InstanceStatus;
import io.spotkeeper.api.v1alpha1.Market;
import io.spotkeeper.api.v1alpha1.RequestStatus;
import io.spotkeeper.cloud.CloudGroups;
import io.spotkeeper.cloud.GroupFacts;
import io.spotkeeper.cloud.GroupOrder;
import io.spotkeeper.operator.status.Words;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A group as the cloud shows it, in the words of the status. Pure.
 *
 * @param wanted what is to be
 * @param facts what the cloud tells of the group
 * @param members its instances
 */
record GroupMirror(GroupOrder wanted, GroupFacts facts, List<CloudGroups.Member> members) {
    private static final int MAX_INSTANCES = 200;
    private static final int DECIMALS = 3;

    // ---- capacity ----

    private BigDecimal weight(CloudGroups.Member member) {
        return wanted.source().pools().stream()
                .filter(pool -> pool.zone().equals(member.zone()))
                .filter(pool -> pool.instanceType().equals(member.instanceType()))
                .map(GroupOrder.Pool::weight)
                .findFirst()
                .orElse(BigDecimal.ONE);
    }

    private BigDecimal sum(Predicate<CloudGroups.Member> which) {
        return members.stream()
                .filter(which)
                .map(this::weight)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** What the cloud says that it has bought; its instances' weights where it says nothing. */
    private BigDecimal live() {
        return facts.current() != null ? facts.current() : sum(_ -> true);
    }

    private BigDecimal stableLive() {
        return facts.currentStable() != null
                ? facts.currentStable()
                : sum(member -> Boolean.FALSE.equals(member.spot()));
    }

    private BigDecimal running() {
        return sum(member -> state(member.status()) == InstanceState.Running);
    }

    /** Whether what is wanted was bought. */
    boolean met() {
        return reaches(live(), wanted.terms().target())
                && reaches(stableLive(), wanted.terms().stable());
    }

    /** Whether what is wanted runs. */
    boolean runs() {
        return met() && reaches(running(), wanted.terms().target());
    }

    private static boolean reaches(BigDecimal capacity, int target) {
        return capacity.compareTo(BigDecimal.valueOf(target)) >= 0;
    }

    // ---- status ----

    /** The status with what the cloud shows in place of what it showed before. */
    FleetStatus in(FleetStatus before) {
        CloudGroupStatus group = Objects.requireNonNull(before.group(), "only of what was asked");
        return counted(before).toBuilder()
                .group(
                        new CloudGroupStatus(
                                group.id(),
                                facts.name() == null ? group.name() : facts.name(),
                                facts.status(),
                                facts.taskState(),
                                null,
                                group.endingSince(),
                                group.order()))
                .build();
    }

    private FleetStatus counted(FleetStatus before) {
        int omitted = members.size() - MAX_INSTANCES;
        return before.toBuilder()
                .replicas(live().setScale(0, RoundingMode.DOWN).intValue())
                .capacity(
                        new CapacityStatus(
                                String.valueOf(wanted.terms().target()),
                                String.valueOf(wanted.terms().stable()),
                                text(live()),
                                text(stableLive()),
                                text(
                                        sum(member ->
                                                state(member.status()) == InstanceState.Pending)),
                                text(running())))
                .counts(
                        new InstanceCounts(
                                count(InstanceState.Pending),
                                count(InstanceState.Running),
                                count(InstanceState.Terminating),
                                count(InstanceState.Failed),
                                null))
                .instances(rows())
                .instancesOmitted(omitted > 0 ? omitted : null)
                .build();
    }

    /** The status of a group that the cloud does not have any more. */
    static FleetStatus gone(FleetStatus before, GroupOrder wanted) {
        CloudGroupStatus group = Objects.requireNonNull(before.group(), "only of what was asked");
        return without(wanted, group.name()).in(before);
    }

    /** The status where no group was asked for yet, or none is to be: it holds nothing. */
    static FleetStatus nothing(FleetStatus before, GroupOrder wanted) {
        return without(wanted, null).counted(before);
    }

    private static GroupMirror without(GroupOrder wanted, @Nullable String name) {
        GroupFacts nothing =
                new GroupFacts(
                        CloudGroups.DELETED,
                        null,
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        name,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
        return new GroupMirror(wanted, nothing, List.of());
    }

    private static String text(BigDecimal capacity) {
        return Words.capacity(
                capacity.setScale(DECIMALS, RoundingMode.DOWN).unscaledValue().longValue());
    }

    private int count(InstanceState state) {
        return (int) members.stream().filter(m -> state(m.status()) == state).count();
    }

    private List<InstanceStatus> rows() {
        return members.stream()
                .map(this::row)
                .sorted(
                        Comparator.comparing(
                                        (InstanceStatus r) -> r.state() == InstanceState.Running)
                                .thenComparing(InstanceStatus::id))
                .limit(MAX_INSTANCES)
                .toList();
    }

    private InstanceStatus row(CloudGroups.Member member) {
        return new InstanceStatus(
                member.id(),
                wanted.source().region(),
                member.zone(),
                member.instanceType(),
                member.spot() == null ? null : member.spot() ? Market.Spot : Market.OnDemand,
                state(member.status()),
                text(weight(member)),
                null,
                null,
                null);
    }

    /** States of ECS; what has no word here is alive all the same. */
    private static InstanceState state(String status) {
        return switch (status) {
            case "BUILD" -> InstanceState.Pending;
            case "ACTIVE" -> InstanceState.Running;
            case "SHUTOFF" -> InstanceState.Stopped;
            case "ERROR" -> InstanceState.Failed;
            case "DELETED" -> InstanceState.Terminating;
            default -> InstanceState.Other;
        };
    }

    // ---- a request, which is made once ----

    /**
     * How the one attempt fares. An attempt that was fulfilled stays so, whatever becomes of its
     * instances.
     *
     * @param before what was told of it, or of the one before
     */
    RequestStatus request(@Nullable RequestStatus before, long generation, Instant now) {
        String fingerprint = ProviderOrder.fingerprint(wanted);
        RequestStatus same =
                before != null && fingerprint.equals(before.fingerprint()) ? before : null;
        if (same != null && same.completedAt() != null) {
            return same;
        }
        boolean over = met() && "FULFILLED".equals(facts.taskState());
        return new RequestStatus(
                same == null ? (Long) generation : same.generation(),
                fingerprint,
                String.valueOf(wanted.terms().target()),
                text(live()),
                List.of(),
                over ? now : null);
    }

    // ---- conditions ----

    /** What is to be said of a group whose window is open and that nothing holds back. */
    Verdict verdict(@Nullable RequestStatus request) {
        if (wanted.once() && request != null && request.completedAt() != null) {
            return new Verdict(
                    ConditionReason.RequestCompleted,
                    true,
                    "The cloud's group delivered "
                            + request.delivered()
                            + " of "
                            + request.asked()
                            + " units of capacity; now: "
                            + summary());
        }
        if (runs() && !"HANDLING".equals(facts.taskState())) {
            return new Verdict(ConditionReason.AtTarget, true, summary());
        }
        if (!met() && "ERROR".equals(facts.taskState())) {
            return failed();
        }
        return new Verdict(
                runs() && surplus() ? ConditionReason.ScalingIn : ConditionReason.Launching,
                runs(),
                summary());
    }

    private Verdict failed() {
        String causes =
                ". Usual causes: no stock, a bid below the market price, a quota, a launch"
                        + " template that names what does not exist";
        return wanted.once()
                ? Verdict.notReady(
                        ConditionReason.RequestFailed,
                        "The cloud's one attempt is over and fell short, and it names no cause: "
                                + summary()
                                + causes
                                + ". Change the spec to make another request")
                : Verdict.notReady(
                        ConditionReason.NoCapacity,
                        "The cloud cannot buy what is missing, names no cause, and goes on trying: "
                                + summary()
                                + causes);
    }

    private boolean surplus() {
        return live().compareTo(BigDecimal.valueOf(wanted.terms().target())) > 0;
    }

    /** The group in a sentence. */
    String summary() {
        return "the cloud's group "
                + wanted.terms().name()
                + " has "
                + text(live())
                + " of "
                + wanted.terms().target()
                + " units, "
                + text(stableLive())
                + " of "
                + wanted.terms().stable()
                + " on demand; it is "
                + Objects.requireNonNullElse(facts.status(), "in no state that is told")
                + (facts.taskState() == null ? "" : " and " + facts.taskState());
    }
}
