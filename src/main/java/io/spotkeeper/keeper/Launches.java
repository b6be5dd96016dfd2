package io.spotkeeper.keeper;

import io.spotkeeper.cloud.LaunchOutcome;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.RequestBudget;
import io.spotkeeper.fleet.Action;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.GroupTerms;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.Ledger;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.fleet.PoolRule;
import io.spotkeeper.fleet.RequestProgress;
import io.spotkeeper.fleet.Spending;
import java.time.Duration;
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
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);
    private static final Duration ANSWER_UNDER_WAY = Duration.ofSeconds(5);
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
        // A clock that is behind the one that dated the intent must not stretch the window.
        boolean fromTheFuture = intent.createdAt().isAfter(pass.now.plus(CLOCK_SKEW));
        GroupTerms group = pass.fleet.group();
        return pass.fleet.deleting()
                || group != null && group.ended(pass.record.ledger(), pass.now)
                || windowOver
                || fromTheFuture
                || request == null
                || !pass.cloud.provider().requestHash(request).equals(intent.requestHash());
    }

    /**
     * An answer that was lost is asked for again soon, then ever more slowly. So is one that nobody
     * recorded: another replica may be waiting for it still, and a second attempt would take away
     * the meaning of a refusal.
     */
    private boolean due(LaunchIntent intent) {
        Duration wait =
                intent.outcome() == LaunchIntent.Outcome.OPEN
                        ? ANSWER_UNDER_WAY
                        : Duration.ofSeconds(1L << Math.min(intent.attempts() - 1, 5));
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
        int before = allowed.size();
        for (Action action : actions) {
            if (action instanceof Action.Launch launch
                    && hasBudget(launch.rule().pool().region(), launch.purpose())) {
                open(launch);
            }
        }
        if (allowed.size() > before) {
            // A status restored from before these intents has to look older than they are.
            pass.record = pass.record.with(pass.record.ledger().settled());
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
        LaunchTemplate template = pass.fleet.template(intent.pool().region());
        Map<String, String> tags = new HashMap<>(template.tags());
        tags.putAll(
                Ownership.tags(
                        pass.cloud.cluster(), pass.fleet.id(), intent.id(), intent.weight()));
        tags.put(Ownership.TEMPLATE, pass.fingerprint(intent.pool().region()));
        return new LaunchRequest(
                intent.id(),
                intent.pool(),
                rule.vpcId(),
                intent.subnetId(),
                intent.count(),
                intent.partialDelivery(),
                intent.maxPrice(),
                template,
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
    LaunchAnswers send(SendLimit deadline) {
        LaunchAnswers answers = new LaunchAnswers(pass);
        Set<CapacityPool> refusing = new HashSet<>();
        for (LaunchRequest request : allowed) {
            LaunchIntent intent = pass.record.ledger().intent(request.token()).orElseThrow();
            LaunchOutcome outcome =
                    intent.attempts() == 1 && refusing.contains(request.pool())
                            ? LaunchAnswers.NOT_SENT
                            : pass.cloud.provider().launch(request, deadline);
            if (outcome instanceof LaunchOutcome.Refused) {
                refusing.add(request.pool());
            }
            answers.add(intent, outcome);
        }
        return answers;
    }

    private void change(String intentId, java.util.function.UnaryOperator<LaunchIntent> change) {
        pass.record = pass.record.with(pass.record.ledger().changing(intentId, change));
    }
}
