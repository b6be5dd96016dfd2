package io.spotkeeper.keeper;

import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.CoolDowns;
import io.spotkeeper.cloud.Description;
import io.spotkeeper.cloud.LaunchOutcome;
import io.spotkeeper.fleet.Activity;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Ledger;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.fleet.PoolRule;
import io.spotkeeper.fleet.Refusal;
import io.spotkeeper.fleet.RefusalKind;
import io.spotkeeper.fleet.RequestProgress;
import io.spotkeeper.fleet.Spending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answers of one pass to the sends that it made (rules 6 to 8): what the account learns from
 * them, what is told of them, and what they do to a record. The last is applied to the record as it
 * is when it is written, which another process may have changed meanwhile, so it must come out
 * right however often it is applied.
 */
final class LaunchAnswers {
    /** A send that was given up before it was made. */
    static final LaunchOutcome NOT_SENT =
            new LaunchOutcome.Refused(
                    new CloudFailure.Transient("NotSent", "the pool refused just before"));

    private record Answer(LaunchIntent sent, LaunchOutcome outcome) {}

    private final Pass pass;
    private final List<Answer> answers = new ArrayList<>();

    LaunchAnswers(Pass pass) {
        this.pass = pass;
    }

    /** Takes an answer in, and lets the account learn from it. */
    void add(LaunchIntent sent, LaunchOutcome outcome) {
        answers.add(new Answer(sent, outcome));
        learn(sent, outcome);
    }

    // ---- what the account learns ----

    private void learn(LaunchIntent sent, LaunchOutcome outcome) {
        PoolRule rule =
                pass.fleet.pools().stream()
                        .filter(r -> r.pool().equals(sent.pool()))
                        .findFirst()
                        .orElseThrow();
        switch (outcome) {
            case LaunchOutcome.Launched launched -> learn(sent, rule, launched);
            case LaunchOutcome.Refused refused -> learn(sent, rule, refused.failure());
            case LaunchOutcome.Unknown _ -> {}
        }
    }

    private void learn(LaunchIntent sent, PoolRule rule, LaunchOutcome.Launched launched) {
        CoolDowns coolDowns = pass.cloud.coolDowns();
        int got = launched.instanceIds().size();
        coolDowns.delivered(pass.fleet, rule, sent.subnetId());
        if (got < sent.count()) {
            CloudFailure few =
                    new CloudFailure.NoCapacity(
                            CloudFailure.Scope.POOL,
                            "PartialDelivery",
                            "delivered " + got + " of the " + sent.count() + " asked for");
            coolDowns.refused(pass.fleet, rule, sent.subnetId(), few, pass.now);
        }
        pass.evidence.lost = Math.max(0, pass.evidence.lost - got);
    }

    private void learn(LaunchIntent sent, PoolRule rule, CloudFailure failure) {
        if (failure.equals(((LaunchOutcome.Refused) NOT_SENT).failure())) {
            return;
        }
        if (failure instanceof CloudFailure.PartialDeliveryUnsupported && sent.partialDelivery()) {
            pass.cloud
                    .wholeOnly()
                    .add(new AccountCloud.WholeOnly(sent.pool().region(), sent.pool().market()));
            pass.lookAgain(Duration.ZERO);
        } else if (wholeTooLarge(sent, failure)) {
            pass.cloud.coolDowns().askFewer(sent.pool(), sent.count() / 2, pass.now);
            pass.lookAgain(Duration.ZERO);
        } else {
            pass.cloud.coolDowns().refused(pass.fleet, rule, sent.subnetId(), failure, pass.now);
        }
    }

    // Where all or nothing is delivered, "no" to many is not "no" to fewer.
    private static boolean wholeTooLarge(LaunchIntent sent, CloudFailure failure) {
        return !sent.partialDelivery()
                && sent.count() > 1
                && failure instanceof CloudFailure.NoCapacity none
                && none.scope() == CloudFailure.Scope.POOL;
    }

    // ---- what they do to a record ----

    /** Records the answers. */
    FleetRecord apply(FleetRecord record) {
        FleetRecord result = record;
        for (Answer answer : answers) {
            LaunchIntent sent = answer.sent();
            LaunchIntent present = result.ledger().intent(sent.id()).orElse(null);
            result =
                    switch (answer.outcome()) {
                        case LaunchOutcome.Launched launched ->
                                present == null
                                        ? enter(result, sent, launched.instanceIds())
                                        : launched(result, sent, present, launched);
                        case LaunchOutcome.Refused refused ->
                                present == null
                                        ? result
                                        : refused(result, sent, present, refused.failure());
                        case LaunchOutcome.Unknown _ -> unknown(result, sent);
                    };
        }
        return result;
    }

    private static FleetRecord unknown(FleetRecord record, LaunchIntent sent) {
        return record.with(
                record.ledger()
                        .changing(
                                sent.id(), i -> i.attempts() == sent.attempts() ? i.unknown() : i));
    }

    private FleetRecord launched(
            FleetRecord record,
            LaunchIntent sent,
            LaunchIntent present,
            LaunchOutcome.Launched launched) {
        List<String> ids = launched.instanceIds();
        int fresh = (int) ids.stream().filter(id -> !present.instanceIds().contains(id)).count();
        Ledger ledger =
                record.ledger().changing(sent.id(), i -> i.launched(ids, launched.operationId()));
        if (fresh == 0) {
            return record.with(ledger);
        }
        int missing = sent.count() - present.instanceIds().size() - fresh;
        FleetRecord counted = record.with(Spending.giveBack(ledger, missing, sent.createdAt()));
        return missing <= 0
                ? delivered(counted, fresh * sent.weight())
                : refusing(
                        delivered(counted, fresh * sent.weight()),
                        sent,
                        new Refusal(
                                RefusalKind.NO_CAPACITY,
                                "PartialDelivery",
                                "delivered " + ids.size() + " of " + sent.count()));
    }

    private FleetRecord refused(
            FleetRecord record, LaunchIntent sent, LaunchIntent present, CloudFailure failure) {
        if (sent.attempts() == 1 && present.attempts() == 1) {
            Ledger closed =
                    Spending.giveBack(
                            record.ledger().closing(sent.id()), sent.count(), sent.createdAt());
            return hadItsTurn(failure)
                    ? refusing(record.with(closed), sent, failure.refusal())
                    : record.with(closed);
        }
        // A later attempt's refusal says nothing of the earlier ones. Where the cloud did not even
        // look at it, it may be sent again under the same token.
        boolean lookedAt =
                !(failure instanceof CloudFailure.Throttled)
                        && !(failure instanceof CloudFailure.Transient);
        return lookedAt
                ? record.with(record.ledger().changing(sent.id(), LaunchIntent::withoutMoreSends))
                : unknown(record, sent);
    }

    /** Whether a pool of a one-time request was truly asked. */
    private static boolean hadItsTurn(CloudFailure failure) {
        return switch (failure) {
            case CloudFailure.PartialDeliveryUnsupported _,
                    CloudFailure.Throttled _,
                    CloudFailure.Busy _,
                    CloudFailure.Transient _ ->
                    false;
            case CloudFailure.NoCapacity _,
                    CloudFailure.PriceTooLow _,
                    CloudFailure.QuotaExceeded _,
                    CloudFailure.NotOffered _,
                    CloudFailure.AccountBlocked _,
                    CloudFailure.Unauthorized _,
                    CloudFailure.InvalidRequest _,
                    CloudFailure.MixedBatch _,
                    CloudFailure.Gone _,
                    CloudFailure.Protected _ ->
                    true;
        };
    }

    private FleetRecord delivered(FleetRecord record, long more) {
        RequestProgress request = oneTime(record);
        return request == null ? record : record.with(request.delivering(more));
    }

    private FleetRecord refusing(FleetRecord record, LaunchIntent sent, Refusal why) {
        RequestProgress request = oneTime(record);
        return request == null
                ? record
                : record.with(
                        request.refusing(
                                new RequestProgress.PoolRefusal(sent.pool(), why, pass.now)));
    }

    private @Nullable RequestProgress oneTime(FleetRecord record) {
        return pass.fleet.requestType() == Fleet.RequestType.ONE_TIME ? record.request() : null;
    }

    /** Ids whose intent is gone enter the books only if the instance says that it is ours. */
    private FleetRecord enter(FleetRecord record, LaunchIntent sent, List<String> ids) {
        List<String> unbooked =
                ids.stream()
                        .filter(id -> !record.ledger().known().contains(id))
                        .filter(id -> !record.ledger().leaving(id))
                        .toList();
        if (unbooked.isEmpty()) {
            return record;
        }
        return switch (pass.cloud.provider().describe(sent.pool().region(), unbooked)) {
            case Description.Found found ->
                    record.with(
                            record.ledger()
                                    .knowing(
                                            unbooked.stream()
                                                    .filter(id -> ours(found.found().get(id)))
                                                    .toList()));
            case Description.Failed _ -> record;
        };
    }

    private boolean ours(@Nullable Instance instance) {
        return instance != null
                && instance.state().live()
                && Ownership.fleetOf(instance, pass.cloud.cluster())
                        .filter(pass.fleet::owns)
                        .isPresent();
    }

    // ---- what is told ----

    /** Tells what was bought and what was refused, once per pool and kind of answer. */
    void tell(Instant endedAt) {
        Map<String, List<Answer>> groups = new LinkedHashMap<>();
        for (Answer answer : answers) {
            if (!answer.outcome().equals(NOT_SENT)) {
                groups.computeIfAbsent(
                                answer.sent().pool() + reason(answer.outcome()),
                                _ -> new ArrayList<>())
                        .add(answer);
            }
        }
        groups.values().forEach(group -> tell(group, endedAt));
    }

    private void tell(List<Answer> group, Instant endedAt) {
        Answer first = group.getFirst();
        List<String> ids = new ArrayList<>();
        int asked = 0;
        for (Answer answer : group) {
            asked += answer.sent().count();
            if (answer.outcome() instanceof LaunchOutcome.Launched launched) {
                ids.addAll(launched.instanceIds());
            }
        }
        boolean launched = first.outcome() instanceof LaunchOutcome.Launched;
        pass.tell(
                new Activity(
                        Activity.Type.LAUNCH,
                        launched,
                        first.sent().purpose().label(),
                        reason(first.outcome()),
                        message(first, asked, ids.size()),
                        ids,
                        launched ? ids.size() : asked,
                        first.sent().allowedAt(),
                        endedAt));
    }

    private static String reason(LaunchOutcome outcome) {
        return switch (outcome) {
            case LaunchOutcome.Launched _ -> "Launched";
            case LaunchOutcome.Refused refused -> refused.failure().refusal().kind().label();
            case LaunchOutcome.Unknown _ -> "AnswerLost";
        };
    }

    private static String message(Answer answer, int asked, int got) {
        CapacityPool pool = answer.sent().pool();
        return switch (answer.outcome()) {
            case LaunchOutcome.Launched _ -> "Launched " + got + " of " + asked + " in " + pool;
            case LaunchOutcome.Refused refused ->
                    "Refused "
                            + asked
                            + " in "
                            + pool
                            + ": "
                            + refused.failure().message()
                            + " ("
                            + refused.failure().code()
                            + ")";
            case LaunchOutcome.Unknown unknown ->
                    "No sure answer to launching " + asked + " in " + pool + ": " + unknown.cause();
        };
    }
}
