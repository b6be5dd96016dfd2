package io.spotkeeper.keeper;

import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.Description;
import io.spotkeeper.cloud.LaunchOutcome;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.RequestBudget;
import io.spotkeeper.fleet.Action;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of the launch protocol (rules 2 to 7): which sends a record allows, and what
 * their answers do to it. {@link #prepare} changes the record that the caller then writes; only
 * after that write may {@link #send} be called.
 */
final class Launches {
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);

    private final Timing timing;
    private final RandomGenerator random;
    private final Pass pass;
    private final List<LaunchRequest> allowed = new ArrayList<>();

    Launches(Timing timing, RandomGenerator random, Pass pass) {
        this.timing = timing;
        this.random = random;
        this.pass = pass;
    }

    // ---- before the write ----

    /**
     * Allows what is open to be sent again, or ends its sending.
     *
     * @param sending false while the fleet is paused: then nothing is allowed, only ended
     */
    void resend(boolean sending) {
        for (LaunchIntent intent : pass.record.ledger().intents()) {
            if (!intent.instanceIds().isEmpty() || intent.noMoreSends()) {
                continue;
            }
            LaunchRequest request = request(intent);
            if (mayNotBeSentAgain(intent, request)) {
                change(intent.id(), LaunchIntent::withoutMoreSends);
            } else if (sending && request != null && due(intent) && hasBudget(intent)) {
                change(intent.id(), i -> i.resent(pass.now));
                allowed.add(request);
            }
        }
    }

    private boolean mayNotBeSentAgain(LaunchIntent intent, @Nullable LaunchRequest request) {
        boolean windowOver = !intent.createdAt().plus(timing.resendWindow()).isAfter(pass.now);
        // A clock that was set back must not stretch the window.
        boolean fromTheFuture = intent.createdAt().isAfter(pass.now.plus(timing.signatureAge()));
        return pass.fleet.deleting()
                || windowOver
                || fromTheFuture
                || request == null
                || !pass.cloud.provider().requestHash(request).equals(intent.requestHash());
    }

    /** An answer that was lost is asked for again at once, then ever more slowly. */
    private boolean due(LaunchIntent intent) {
        if (intent.outcome() == LaunchIntent.Outcome.OPEN) {
            return true;
        }
        Duration wait = Duration.ofSeconds(1L << Math.min(intent.attempts() - 1, 5));
        Duration capped = wait.compareTo(MAX_BACKOFF) > 0 ? MAX_BACKOFF : wait;
        long dueAt = pass.evidence.intent(intent.id()).attemptsReadAt() + capped.toNanos();
        if (dueAt > pass.nanos) {
            pass.lookAgain(Duration.ofNanos(dueAt - pass.nanos));
            return false;
        }
        return true;
    }

    private boolean hasBudget(LaunchIntent intent) {
        return hasBudget(intent.pool().region(), intent.purpose());
    }

    private boolean hasBudget(String region, LaunchIntent.Purpose purpose) {
        RequestBudget.Priority priority =
                switch (purpose) {
                    case REPLACE_INTERRUPTION -> RequestBudget.Priority.REPLACE;
                    case BELOW_TARGET -> RequestBudget.Priority.FILL;
                    case GROWTH -> RequestBudget.Priority.GROW;
                };
        Duration wait = pass.cloud.budget().take(region, RequestBudget.Action.LAUNCH, priority);
        if (wait.isZero()) {
            return true;
        }
        pass.lookAgain(wait);
        return false;
    }

    /**
     * Opens an intent for each launch that the planner wants, as far as the request budget goes.
     */
    void open(List<Action> actions) {
        for (Action action : actions) {
            if (action instanceof Action.Launch launch
                    && hasBudget(launch.rule().pool().region(), launch.purpose())) {
                open(launch);
            }
        }
    }

    private void open(Action.Launch launch) {
        PoolRule rule = launch.rule();
        CapacityPool pool = rule.pool();
        boolean partial =
                launch.count() > 1
                        && !pass.cloud
                                .wholeOnly()
                                .contains(new AccountCloud.WholeOnly(pool.region(), pool.market()));
        LaunchIntent draft =
                new LaunchIntent(
                        uuid(),
                        pool,
                        launch.subnetId(),
                        launch.count(),
                        rule.weight(),
                        rule.maxPrice(),
                        partial,
                        launch.purpose(),
                        "",
                        pass.now,
                        1,
                        pass.now,
                        false,
                        null,
                        LaunchIntent.Outcome.OPEN,
                        List.of());
        LaunchRequest request = request(draft, rule);
        LaunchIntent intent =
                new LaunchIntent(
                        draft.id(),
                        draft.pool(),
                        draft.subnetId(),
                        draft.count(),
                        draft.weight(),
                        draft.maxPrice(),
                        draft.partialDelivery(),
                        draft.purpose(),
                        pass.cloud.provider().requestHash(request),
                        draft.createdAt(),
                        draft.attempts(),
                        draft.allowedAt(),
                        draft.noMoreSends(),
                        draft.operationId(),
                        draft.outcome(),
                        draft.instanceIds());
        Ledger ledger =
                Spending.note(
                        pass.fleet, pass.record.ledger().opening(intent), intent.count(), pass.now);
        pass.record = pass.record.with(ledger).launchingIn(List.of(pool.region()));
        allowed.add(request);
    }

    /** Notes a one-time request's beginning, or its end, together with what the planner decided. */
    void request(RequestProgress progress, boolean over) {
        pass.record =
                pass.record.with(
                        over && progress.completedAt() == null
                                ? progress.completed(pass.now)
                                : progress);
    }

    private String uuid() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        long high = 0;
        long low = 0;
        for (int i = 0; i < 8; i++) {
            high = high << 8 | bytes[i] & 0xff;
            low = low << 8 | bytes[i + 8] & 0xff;
        }
        // RFC 9562, version 4: Huawei takes a token only in this form.
        high = high & 0xffffffffffff0fffL | 0x4000L;
        low = low & 0x3fffffffffffffffL | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    /** The request of an intent, rebuilt; absent when the fleet does not use its pool any more. */
    private @Nullable LaunchRequest request(LaunchIntent intent) {
        for (PoolRule rule : pass.fleet.pools()) {
            if (rule.pool().equals(intent.pool())) {
                return request(intent, rule);
            }
        }
        return null;
    }

    private LaunchRequest request(LaunchIntent intent, PoolRule rule) {
        Map<String, String> tags = new HashMap<>(pass.fleet.template().tags());
        tags.putAll(
                Ownership.tags(
                        pass.cloud.cluster(), pass.fleet.id(), intent.id(), intent.weight()));
        return new LaunchRequest(
                intent.id(),
                intent.pool(),
                rule.vpcId(),
                intent.subnetId(),
                intent.count(),
                intent.partialDelivery(),
                intent.maxPrice(),
                pass.fleet.template(),
                tags);
    }

    boolean anyAllowed() {
        return !allowed.isEmpty();
    }

    // ---- after the write ----

    /**
     * Sends what the written record allows, one after the other. Once a pool has refused, later
     * intents of the same pool are not sent in this pass: nothing was bought by them.
     *
     * @return how the answers change a record, to be written next; applied anew after a conflict
     */
    Answers send(SendLimit deadline) {
        Answers answers = new Answers();
        Set<CapacityPool> refusing = new HashSet<>();
        for (LaunchRequest request : allowed) {
            LaunchIntent intent = pass.record.ledger().intent(request.token()).orElseThrow();
            LaunchOutcome outcome =
                    intent.attempts() == 1 && refusing.contains(request.pool())
                            ? new LaunchOutcome.Refused(
                                    new CloudFailure.Transient(
                                            "NotSent", "the pool refused just before"))
                            : pass.cloud.provider().launch(request, deadline);
            if (outcome instanceof LaunchOutcome.Refused) {
                refusing.add(request.pool());
            }
            answers.add(intent, outcome);
            learn(intent, outcome);
        }
        return answers;
    }

    private void learn(LaunchIntent intent, LaunchOutcome outcome) {
        PoolRule rule =
                pass.fleet.pools().stream()
                        .filter(r -> r.pool().equals(intent.pool()))
                        .findFirst()
                        .orElseThrow();
        switch (outcome) {
            case LaunchOutcome.Launched launched -> {
                pass.cloud.coolDowns().delivered(pass.fleet, rule, intent.subnetId());
                if (launched.instanceIds().size() < intent.count()) {
                    pass.cloud
                            .coolDowns()
                            .refused(
                                    pass.fleet,
                                    rule,
                                    intent.subnetId(),
                                    shortDelivery(intent, launched),
                                    pass.now);
                }
                pass.evidence.lost =
                        Math.max(0, pass.evidence.lost - launched.instanceIds().size());
            }
            case LaunchOutcome.Refused refused -> {
                if (refused.failure() instanceof CloudFailure.PartialDeliveryUnsupported) {
                    pass.cloud
                            .wholeOnly()
                            .add(
                                    new AccountCloud.WholeOnly(
                                            intent.pool().region(), intent.pool().market()));
                    pass.lookAgain(Duration.ZERO);
                } else if (wholeTooLarge(intent, refused.failure())) {
                    pass.cloud.coolDowns().askFewer(intent.pool(), intent.count() / 2, pass.now);
                    pass.lookAgain(Duration.ZERO);
                } else if (!refused.failure().code().equals("NotSent")) {
                    pass.cloud
                            .coolDowns()
                            .refused(
                                    pass.fleet,
                                    rule,
                                    intent.subnetId(),
                                    refused.failure(),
                                    pass.now);
                }
            }
            case LaunchOutcome.Unknown _ -> {}
        }
    }

    // Where all or nothing is delivered, "no" to many is not "no" to fewer.
    private static boolean wholeTooLarge(LaunchIntent intent, CloudFailure failure) {
        return !intent.partialDelivery()
                && intent.count() > 1
                && failure instanceof CloudFailure.NoCapacity none
                && none.scope() == CloudFailure.Scope.POOL;
    }

    private static CloudFailure shortDelivery(
            LaunchIntent intent, LaunchOutcome.Launched launched) {
        return new CloudFailure.NoCapacity(
                CloudFailure.Scope.POOL,
                "PartialDelivery",
                "delivered "
                        + launched.instanceIds().size()
                        + " of the "
                        + intent.count()
                        + " asked for");
    }

    /** The answers of one pass, and what they do to a record. */
    final class Answers {
        private record Answer(LaunchIntent sent, LaunchOutcome outcome) {}

        private final List<Answer> answers = new ArrayList<>();

        private void add(LaunchIntent sent, LaunchOutcome outcome) {
            answers.add(new Answer(sent, outcome));
        }

        boolean isEmpty() {
            return answers.isEmpty();
        }

        /**
         * Records the answers; called with the record as it is now, which another may have changed.
         */
        FleetRecord apply(FleetRecord record) {
            FleetRecord result = record;
            for (Answer answer : answers) {
                result = apply(result, answer.sent(), answer.outcome());
            }
            return result;
        }

        private FleetRecord apply(FleetRecord record, LaunchIntent sent, LaunchOutcome outcome) {
            LaunchIntent present = record.ledger().intent(sent.id()).orElse(null);
            return switch (outcome) {
                case LaunchOutcome.Launched launched ->
                        present == null
                                ? record.with(
                                        record.ledger()
                                                .knowing(provenOurs(sent, launched.instanceIds())))
                                : progress(
                                        record.with(
                                                record.ledger()
                                                        .changing(
                                                                sent.id(),
                                                                i ->
                                                                        i.launched(
                                                                                launched
                                                                                        .instanceIds(),
                                                                                launched
                                                                                        .operationId()))),
                                        sent,
                                        launched.instanceIds().size(),
                                        null);
                case LaunchOutcome.Refused refused ->
                        present == null ? record : refuse(record, sent, present, refused.failure());
                case LaunchOutcome.Unknown _ ->
                        record.with(record.ledger().changing(sent.id(), LaunchIntent::unknown));
            };
        }

        private FleetRecord refuse(
                FleetRecord record, LaunchIntent sent, LaunchIntent present, CloudFailure failure) {
            if (sent.attempts() == 1 && present.attempts() == 1) {
                FleetRecord closed = record.with(record.ledger().closing(sent.id()));
                boolean sentAtAll = !failure.code().equals("NotSent");
                return sentAtAll && !(failure instanceof CloudFailure.PartialDeliveryUnsupported)
                        ? progress(closed, sent, 0, failure.refusal())
                        : closed;
            }
            // A later attempt's refusal says nothing of the earlier ones. Where the cloud did not
            // even
            // look at it, it may be sent again under the same token.
            return failure instanceof CloudFailure.Throttled
                            || failure instanceof CloudFailure.Transient
                    ? record.with(record.ledger().changing(sent.id(), LaunchIntent::unknown))
                    : record.with(
                            record.ledger().changing(sent.id(), LaunchIntent::withoutMoreSends));
        }

        private FleetRecord progress(
                FleetRecord record, LaunchIntent sent, int delivered, @Nullable Refusal refusal) {
            RequestProgress request = record.request();
            if (pass.fleet.requestType() != Fleet.RequestType.ONE_TIME || request == null) {
                return record;
            }
            RequestProgress more = request.delivering(delivered);
            if (refusal == null && delivered >= sent.count()) {
                return record.with(more);
            }
            Refusal why =
                    refusal != null
                            ? refusal
                            : new Refusal(
                                    RefusalKind.NO_CAPACITY,
                                    "PartialDelivery",
                                    "delivered " + delivered + " of " + sent.count());
            return record.with(
                    more.refusing(new RequestProgress.PoolRefusal(sent.pool(), why, pass.now)));
        }

        /** Ids whose intent is gone enter the books only if the instance says that it is ours. */
        private List<String> provenOurs(LaunchIntent sent, List<String> ids) {
            return switch (pass.cloud.provider().describe(sent.pool().region(), ids)) {
                case Description.Found found ->
                        ids.stream()
                                .filter(id -> {
                                    Instance instance = found.found().get(id);
                                    return instance != null
                                            && instance.state().live()
                                            && Ownership.fleetOf(instance, pass.cloud.cluster())
                                                    .filter(pass.fleet::owns)
                                                    .isPresent();
                                })
                                .toList();
                case Description.Failed _ -> List.of();
            };
        }

        /** Tells what was bought and what was refused. */
        void tell(Instant endedAt) {
            Map<String, List<Answer>> groups = new java.util.LinkedHashMap<>();
            for (Answer answer : answers) {
                groups.computeIfAbsent(
                                answer.sent().pool() + reason(answer.outcome()),
                                _ -> new ArrayList<>())
                        .add(answer);
            }
            groups.values().forEach(group -> tell(group, endedAt));
        }

        private void tell(List<Answer> group, Instant endedAt) {
            Answer first = group.getFirst();
            if (first.outcome() instanceof LaunchOutcome.Refused refused
                    && refused.failure().code().equals("NotSent")) {
                return;
            }
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
            return switch (answer.outcome()) {
                case LaunchOutcome.Launched _ ->
                        "Launched " + got + " of " + asked + " in " + answer.sent().pool();
                case LaunchOutcome.Refused refused ->
                        "Refused "
                                + asked
                                + " in "
                                + answer.sent().pool()
                                + ": "
                                + refused.failure().message()
                                + " ("
                                + refused.failure().code()
                                + ")";
                case LaunchOutcome.Unknown unknown ->
                        "No sure answer to launching "
                                + asked
                                + " in "
                                + answer.sent().pool()
                                + ": "
                                + unknown.cause();
            };
        }
    }

    private void change(String intentId, java.util.function.UnaryOperator<LaunchIntent> change) {
        pass.record = pass.record.with(pass.record.ledger().changing(intentId, change));
    }
}
