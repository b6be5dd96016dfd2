package io.spotkeeper.operator.status;

import io.spotkeeper.api.v1alpha1.ActivityState;
import io.spotkeeper.api.v1alpha1.ActivityStatus;
import io.spotkeeper.api.v1alpha1.ActivityType;
import io.spotkeeper.api.v1alpha1.DepartureStatus;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.api.v1alpha1.InterruptionSummary;
import io.spotkeeper.api.v1alpha1.LaunchIntentStatus;
import io.spotkeeper.api.v1alpha1.LaunchOutcome;
import io.spotkeeper.api.v1alpha1.LaunchPurpose;
import io.spotkeeper.api.v1alpha1.LedgerStatus;
import io.spotkeeper.api.v1alpha1.PoolRefusal;
import io.spotkeeper.api.v1alpha1.RecentLaunches;
import io.spotkeeper.api.v1alpha1.RequestStatus;
import io.spotkeeper.fleet.Activity;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Farewell;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.LaunchCount;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Ledger;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Refusal;
import io.spotkeeper.fleet.RefusalKind;
import io.spotkeeper.fleet.RequestProgress;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The durable record of a fleet as fields of its status, and back, without loss. */
final class RecordCodec {
    private static final int MAX_CODE = 128;
    private static final int MAX_REFUSAL = 200;
    private static final int MAX_ACTIVITY = 512;

    private RecordCodec() {}

    /** The record in a status; absent while the ledger is not initialised. */
    static @Nullable FleetRecord decode(@Nullable FleetStatus status) {
        if (status == null || status.ledger() == null || !status.ledger().initialised()) {
            return null;
        }
        InterruptionSummary interruptions = status.interruptions();
        return new FleetRecord(
                ledger(status.ledger()),
                status.request() == null ? null : request(status.request()),
                Boolean.TRUE.equals(status.everLaunched()),
                new TreeSet<>(status.regionsInUse()),
                interruptions == null || interruptions.total() == null
                        ? 0
                        : interruptions.total().intValue(),
                interruptions == null ? null : interruptions.lastAt(),
                status.activities().stream().map(RecordCodec::activity).toList());
    }

    // ---- ledger ----

    private static Ledger ledger(LedgerStatus status) {
        return new Ledger(
                Objects.requireNonNullElse(status.settlement(), 0L),
                new TreeSet<>(status.known()),
                status.intents().stream().map(RecordCodec::intent).toList(),
                status.terminations().stream().map(RecordCodec::farewell).toList(),
                status.releases().stream().map(RecordCodec::farewell).toList(),
                status.recentLaunches().stream()
                        .map(b -> new LaunchCount(b.at(), b.count()))
                        .toList(),
                status.suspectSince());
    }

    static LedgerStatus encode(Ledger ledger) {
        return new LedgerStatus(
                ledger.settlement(),
                List.copyOf(ledger.known()),
                ledger.intents().stream().map(RecordCodec::encode).toList(),
                ledger.terminations().stream().map(RecordCodec::encode).toList(),
                ledger.releases().stream().map(RecordCodec::encode).toList(),
                ledger.recentLaunches().stream()
                        .map(b -> new RecentLaunches(b.at(), b.count()))
                        .toList(),
                ledger.suspectSince());
    }

    private static Farewell farewell(DepartureStatus status) {
        return new Farewell(
                status.instanceId(),
                status.region(),
                named(
                        Farewell.Reason.values(),
                        Farewell.Reason::label,
                        status.reason(),
                        Farewell.Reason.SCALE_IN),
                known(status.since()));
    }

    private static DepartureStatus encode(Farewell farewell) {
        return new DepartureStatus(
                farewell.instanceId(),
                farewell.region(),
                farewell.reason().label(),
                farewell.since());
    }

    private static LaunchIntent intent(LaunchIntentStatus status) {
        String maxPrice = status.maxPrice();
        return new LaunchIntent(
                status.id(),
                new CapacityPool(
                        status.region(),
                        status.zone(),
                        status.instanceType(),
                        Words.market(status.market())),
                status.subnetId(),
                status.count(),
                status.weight(),
                maxPrice == null ? null : new BigDecimal(maxPrice),
                status.partialDelivery(),
                named(
                        LaunchIntent.Purpose.values(),
                        LaunchIntent.Purpose::label,
                        status.purpose() == null ? null : status.purpose().name(),
                        LaunchIntent.Purpose.BELOW_TARGET),
                Objects.requireNonNullElse(status.requestHash(), ""),
                known(status.createdAt()),
                Objects.requireNonNullElse(status.attempts(), 1),
                known(status.allowedAt()),
                status.noMoreSends(),
                status.operationId(),
                status.outcome() == null
                        ? LaunchIntent.Outcome.OPEN
                        : switch (status.outcome()) {
                            case Launched -> LaunchIntent.Outcome.LAUNCHED;
                            case Unknown -> LaunchIntent.Outcome.UNKNOWN;
                        },
                status.instanceIds());
    }

    private static LaunchIntentStatus encode(LaunchIntent intent) {
        return new LaunchIntentStatus(
                intent.id(),
                intent.pool().region(),
                intent.pool().zone(),
                intent.subnetId(),
                intent.pool().instanceType(),
                Words.market(intent.pool().market()),
                intent.count(),
                intent.weight(),
                intent.maxPrice() == null ? null : intent.maxPrice().toPlainString(),
                intent.requestHash(),
                intent.partialDelivery(),
                LaunchPurpose.valueOf(intent.purpose().label()),
                intent.createdAt(),
                intent.attempts(),
                intent.allowedAt(),
                intent.noMoreSends(),
                intent.operationId(),
                switch (intent.outcome()) {
                    case OPEN -> null;
                    case LAUNCHED -> LaunchOutcome.Launched;
                    case UNKNOWN -> LaunchOutcome.Unknown;
                },
                intent.instanceIds());
    }

    // ---- one-time request ----

    private static RequestProgress request(RequestStatus status) {
        return new RequestProgress(
                Objects.requireNonNullElse(status.generation(), 0L),
                Objects.requireNonNullElse(status.fingerprint(), ""),
                capacity(status.asked()),
                capacity(status.delivered()),
                status.refusals().stream().map(RecordCodec::refusal).toList(),
                status.completedAt());
    }

    static RequestStatus encode(RequestProgress request) {
        return new RequestStatus(
                request.generation(),
                request.fingerprint(),
                Words.capacity(request.asked()),
                Words.capacity(request.delivered()),
                request.refusals().stream().map(RecordCodec::encode).toList(),
                request.completedAt());
    }

    private static long capacity(@Nullable String units) {
        return units == null ? 0 : new BigDecimal(units).movePointRight(3).longValue();
    }

    private static RequestProgress.PoolRefusal refusal(PoolRefusal status) {
        return new RequestProgress.PoolRefusal(
                new CapacityPool(
                        status.region(),
                        status.zone(),
                        status.instanceType(),
                        status.market() == null ? Market.SPOT : Words.market(status.market())),
                new Refusal(
                        named(
                                RefusalKind.values(),
                                RefusalKind::label,
                                status.reason(),
                                RefusalKind.TRANSIENT),
                        Objects.requireNonNullElse(status.code(), ""),
                        Objects.requireNonNullElse(status.message(), "")),
                known(status.at()));
    }

    private static PoolRefusal encode(RequestProgress.PoolRefusal refusal) {
        return new PoolRefusal(
                refusal.pool().region(),
                refusal.pool().zone(),
                refusal.pool().instanceType(),
                null,
                Words.market(refusal.pool().market()),
                refusal.refusal().kind().label(),
                Words.shortened(refusal.refusal().code(), MAX_CODE),
                Words.shortened(refusal.refusal().message(), MAX_REFUSAL),
                refusal.at());
    }

    // ---- activities ----

    private static Activity activity(ActivityStatus status) {
        List<String> ids = status.instanceIds();
        return new Activity(
                named(
                        Activity.Type.values(),
                        Activity.Type::label,
                        status.type().name(),
                        Activity.Type.SETTLE),
                status.state() == ActivityState.Succeeded,
                Objects.requireNonNullElse(status.cause(), ""),
                Objects.requireNonNullElse(status.reason(), ""),
                Objects.requireNonNullElse(status.message(), ""),
                ids,
                Objects.requireNonNullElse(status.instanceCount(), ids.size()),
                known(status.startedAt()),
                known(status.endedAt()));
    }

    static ActivityStatus encode(Activity activity) {
        return new ActivityStatus(
                ActivityType.valueOf(activity.type().label()),
                activity.succeeded() ? ActivityState.Succeeded : ActivityState.Failed,
                Words.shortened(activity.cause(), MAX_ACTIVITY),
                activity.reason(),
                Words.shortened(activity.message(), MAX_ACTIVITY),
                activity.instanceIds(),
                activity.instanceCount(),
                activity.startedAt(),
                activity.endedAt());
    }

    // A time that somebody edited away is long ago: what depends on it is then settled, not sent.
    private static Instant known(@Nullable Instant time) {
        return Objects.requireNonNullElse(time, Instant.EPOCH);
    }

    /** The constant with this label; {@code other} for a word of a later version, or none. */
    private static <E> E named(
            E[] values, Function<E, String> label, @Nullable String word, E other) {
        return Arrays.stream(values)
                .filter(value -> label.apply(value).equals(word))
                .findFirst()
                .orElse(other);
    }
}
