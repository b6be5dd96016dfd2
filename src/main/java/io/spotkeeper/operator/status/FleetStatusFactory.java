package io.spotkeeper.operator.status;

import io.spotkeeper.api.v1alpha1.AllocationStatus;
import io.spotkeeper.api.v1alpha1.CapacityStatus;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.api.v1alpha1.CostEstimate;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.api.v1alpha1.FleetStatusBuilder;
import io.spotkeeper.api.v1alpha1.InstanceCounts;
import io.spotkeeper.api.v1alpha1.InstanceState;
import io.spotkeeper.api.v1alpha1.InstanceStatus;
import io.spotkeeper.api.v1alpha1.InterruptionSummary;
import io.spotkeeper.api.v1alpha1.NextAction;
import io.spotkeeper.api.v1alpha1.Optimality;
import io.spotkeeper.api.v1alpha1.PoolStatus;
import io.spotkeeper.api.v1alpha1.PriceSource;
import io.spotkeeper.fleet.Explanation;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.FleetView;
import io.spotkeeper.fleet.GroupTerms;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Member;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.keeper.FleetReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the status of a fleet from its record and from what a pass had to tell. */
final class FleetStatusFactory {
    /** Rows of the instance list. */
    private static final int MAX_INSTANCES = 200;

    /** Rows of the pool list. */
    private static final int MAX_POOLS = 100;

    private FleetStatusFactory() {}

    /**
     * What identifies the object that the status belongs to.
     *
     * @param uid its UID
     * @param generation its generation
     * @param currency currency of its account's prices
     */
    record Subject(String uid, long generation, String currency) {}

    /** The durable part alone; what was told before stands. */
    static FleetStatus recorded(FleetStatus before, FleetRecord record) {
        return before.toBuilder()
                .ledger(RecordCodec.encode(record.ledger()))
                .request(record.request() == null ? null : RecordCodec.encode(record.request()))
                .everLaunched(record.everLaunched())
                .regionsInUse(List.copyOf(record.regionsInUse()))
                .activities(record.activities().stream().map(RecordCodec::encode).toList())
                .interruptions(
                        new InterruptionSummary(
                                (long) record.interruptions(), record.lastInterruptionAt()))
                .build();
    }

    /** The whole status of a fleet that was looked at. */
    static FleetStatus told(
            FleetStatus before,
            Subject subject,
            Fleet fleet,
            FleetRecord record,
            FleetReport report,
            Instant now) {
        Explanation explanation = report.explanation();
        FleetStatusBuilder status = recorded(before, record).toBuilder();
        status.observedGeneration(subject.generation())
                .selector(Conditions.selector(subject.uid()))
                .nextAction(next(explanation));
        FleetView view = report.view();
        if (view != null) {
            status.replicas((int) (view.live() / Fleet.UNIT))
                    .capacity(capacity(fleet, view))
                    .counts(counts(view, report.departing()))
                    .cost(cost(report.cost(), view, subject))
                    .allocation(allocation(before, explanation, now));
            rows(status, view, report.departing(), record);
        }
        ConditionReason reason = ConditionReason.valueOf(explanation.reason().label());
        status.conditions(
                Conditions.of(
                        before.conditions(),
                        ready(before, fleet, record, view, explanation.reason()),
                        reason,
                        explanation.message(),
                        subject.generation(),
                        now));
        if (StandingRefusal.standsThrough(before, subject.generation(), record, explanation)) {
            status.conditions(before.conditions())
                    .allocation(before.allocation())
                    .nextAction(before.nextAction());
        }
        return Room.fit(status.build());
    }

    private static boolean ready(
            FleetStatus before,
            Fleet fleet,
            FleetRecord record,
            @Nullable FleetView view,
            Reason reason) {
        if (fleet.deleting() || reason.needsPerson() && reason != Reason.REQUEST_FAILED) {
            return false;
        }
        if (fleet.requestType() == Fleet.RequestType.ONE_TIME) {
            return reason == Reason.REQUEST_COMPLETED
                    && view != null
                    && record.ledger().intents().isEmpty();
        }
        if (view == null) {
            return Conditions.find(before.conditions(), "Ready")
                    .map(c -> "True".equals(c.getStatus()))
                    .orElse(false);
        }
        return fleet.runs(view) && record.ledger().intents().isEmpty();
    }

    private static @Nullable NextAction next(Explanation explanation) {
        Explanation.NextAction next = explanation.next();
        if (next == null) {
            return null;
        }
        // A price or a budget is looked at again every minute: a time that ticks is not told.
        boolean ticks =
                explanation.reason() == Reason.PRICE_BELOW_MARKET
                        || explanation.reason() == Reason.BUDGET_REACHED;
        return new NextAction(next.action(), next.reason(), ticks ? null : next.at());
    }

    private static CapacityStatus capacity(Fleet fleet, FleetView view) {
        GroupTerms group = fleet.group();
        return new CapacityStatus(
                Words.capacity(fleet.target()),
                group == null ? null : Words.capacity(group.target(Market.ON_DEMAND)),
                Words.capacity(view.live()),
                group == null ? null : Words.capacity(stable(view)),
                Words.capacity(view.landing()),
                Words.capacity(view.ready()));
    }

    /** Live capacity on demand, as far as it was ever seen. */
    private static long stable(FleetView view) {
        return view.members().stream()
                .filter(m ->
                        m.instance() != null && m.instance().pool().market() == Market.ON_DEMAND)
                .mapToLong(Member::weight)
                .sum();
    }

    private static InstanceCounts counts(FleetView view, List<Instance> departing) {
        int pending = 0;
        int running = 0;
        int outdated = 0;
        for (Member member : view.members()) {
            switch (member.state()) {
                case PENDING -> pending++;
                case RUNNING -> running++;
                default -> {}
            }
            outdated += member.outdated() ? 1 : 0;
        }
        int failed = 0;
        int terminating = 0;
        for (Instance instance : departing) {
            if (instance.state() == io.spotkeeper.fleet.InstanceState.FAILED) {
                failed++;
            } else {
                terminating++;
            }
        }
        return new InstanceCounts(pending, running, terminating, failed, outdated);
    }

    // No price at all is not a price of nothing.
    private static @Nullable CostEstimate cost(
            FleetReport.@Nullable Cost cost, FleetView view, Subject subject) {
        if (cost == null || cost.source() == null && !view.members().isEmpty()) {
            return null;
        }
        return new CostEstimate(
                Words.money(cost.hourly()),
                subject.currency(),
                cost.source() == null ? null : PriceSource.valueOf(cost.source().label()),
                cost.quotedAt());
    }

    private static AllocationStatus allocation(
            FleetStatus before, Explanation explanation, Instant now) {
        if (explanation.pools().isEmpty() && before.allocation() != null) {
            return before.allocation();
        }
        List<PoolStatus> rows =
                explanation.pools().stream()
                        .limit(MAX_POOLS)
                        .map(FleetStatusFactory::pool)
                        .toList();
        int omitted = explanation.pools().size() - rows.size();
        return new AllocationStatus(
                Words.message(explanation.message()),
                now,
                optimality(before, explanation),
                rows,
                omitted == 0 ? null : omitted);
    }

    /** A plan's proof stands until there is another plan: what buys nothing proves nothing. */
    private static @Nullable Optimality optimality(FleetStatus before, Explanation explanation) {
        Explanation.Optimality proof = explanation.optimality();
        if (proof == null || proof.cost().signum() == 0) {
            return before.allocation() == null ? null : before.allocation().optimality();
        }
        return new Optimality(Words.money(proof.cost()), Words.money(proof.lowerBound()));
    }

    private static PoolStatus pool(Explanation.PoolVerdict row) {
        return new PoolStatus(
                row.pool().region(),
                row.pool().zone(),
                row.pool().instanceType(),
                Words.market(row.pool().market()),
                io.spotkeeper.api.v1alpha1.PoolVerdict.valueOf(row.verdict().label()),
                row.count(),
                row.price() == null ? null : Words.money(row.price()),
                row.source() == null ? null : PriceSource.valueOf(row.source().label()),
                row.reason(),
                row.until());
    }

    private static void rows(
            FleetStatusBuilder status,
            FleetView view,
            List<Instance> departing,
            FleetRecord record) {
        List<InstanceStatus> rows = new ArrayList<>();
        for (Member member : view.members()) {
            rows.add(row(member.id(), member.instance(), state(member), member.weight()));
        }
        for (Instance instance : departing) {
            boolean releasing = record.ledger().releasing(instance.id());
            InstanceState state =
                    !instance.state().live()
                            ? InstanceState.valueOf(instance.state().label())
                            : releasing ? InstanceState.Releasing : InstanceState.Terminating;
            long weight = Ownership.weightOf(instance).orElse(Fleet.UNIT);
            rows.add(row(instance.id(), instance, state, weight));
        }
        rows.sort(
                Comparator.comparing((InstanceStatus r) -> r.state() == InstanceState.Running)
                        .thenComparing(InstanceStatus::id));
        int omitted = rows.size() - MAX_INSTANCES;
        status.instances(omitted > 0 ? rows.subList(0, MAX_INSTANCES) : rows)
                .instancesOmitted(omitted > 0 ? omitted : null);
    }

    private static InstanceState state(Member member) {
        return member.instance() == null
                ? InstanceState.Missing
                : InstanceState.valueOf(member.state().label());
    }

    private static InstanceStatus row(
            String id, @Nullable Instance instance, InstanceState state, long weight) {
        return new InstanceStatus(
                id,
                instance == null ? null : instance.pool().region(),
                instance == null ? null : instance.pool().zone(),
                instance == null ? null : instance.pool().instanceType(),
                instance == null ? null : Words.market(instance.pool().market()),
                state,
                Words.capacity(weight),
                instance == null ? null : instance.privateIp(),
                instance == null ? null : instance.publicIp(),
                instance == null ? null : instance.createdAt());
    }
}
