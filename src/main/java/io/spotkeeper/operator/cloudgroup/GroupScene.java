package io.spotkeeper.operator.cloudgroup;

import io.spotkeeper.api.v1alpha1.ActivityType;
import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import io.spotkeeper.api.v1alpha1.AutoLaunchGroupSpec;
import io.spotkeeper.api.v1alpha1.CloudGroupStatus;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.api.v1alpha1.NextAction;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.CloudGroups;
import io.spotkeeper.cloud.GroupOrder;
import io.spotkeeper.cloud.RequestBudget;
import io.spotkeeper.cloud.SendDeadline;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.keeper.SendLimit;
import io.spotkeeper.keeper.Timing;
import io.spotkeeper.operator.status.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one look at one group works with.
 *
 * @param store its object
 * @param cloud its account
 * @param memory what this process has seen of it
 * @param news who is told what happened, once it is written
 * @param time both clocks
 * @param timing periods of the launch protocol, for this cloud
 */
record GroupScene(
        GroupStore store,
        Cloud cloud,
        GroupMemory memory,
        Consumer<GroupNews> news,
        TimeSource time,
        Timing timing) {
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int REST = 6;

    /**
     * The account, as far as groups are concerned.
     *
     * @param groups its groups
     * @param budget how often it may be called
     * @param limited whether it has limits over all its fleets
     */
    record Cloud(CloudGroups groups, RequestBudget budget, boolean limited) {}

    /** What is asked of the cloud for a group. */
    enum Call {
        CREATE(ActivityType.Launch, "CreateGroup"),
        UPDATE(ActivityType.Update, "UpdateGroup"),
        DELETE(ActivityType.Terminate, "DeleteGroup");

        private final ActivityType type;
        private final String action;

        Call(ActivityType type, String action) {
            this.type = type;
            this.action = action;
        }

        ActivityType type() {
            return type;
        }

        String action() {
            return action;
        }
    }

    // ---- what is ----

    AutoLaunchGroup object() {
        return store.object();
    }

    AutoLaunchGroupSpec spec() {
        return object().getSpec();
    }

    boolean deleting() {
        return object().isMarkedForDeletion();
    }

    GroupOrder wanted() {
        return ProviderOrder.of(object());
    }

    CloudGroups groups() {
        return cloud.groups();
    }

    CloudGroupStatus group() {
        return Objects.requireNonNull(store.group(), "the first write makes it");
    }

    /** Milliseconds are what a status keeps. */
    Instant now() {
        return time.now().truncatedTo(ChronoUnit.MILLIS);
    }

    long nanos() {
        return time.monotonicNanos();
    }

    /** After it, whatever a send did is visible to a listing. */
    Duration settleWait() {
        return timing.settleWait();
    }

    // ---- when to look again ----

    Next soon() {
        return new Next.Again(SOON);
    }

    Next underWay() {
        return new Next.Again(timing.inventoryInterval());
    }

    Next atRest() {
        return after(timing.inventoryInterval().multipliedBy(REST));
    }

    /** After a refusal: the group is looked at meanwhile. */
    Next meanwhile(Duration pause) {
        Duration rest = timing.inventoryInterval().multipliedBy(REST);
        return after(pause.compareTo(rest) < 0 ? pause : rest);
    }

    Next after(Duration wait) {
        Duration capped = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
        return new Next.Again(capped.compareTo(SOON) < 0 ? SOON : capped);
    }

    // ---- what is told ----

    /** The status with these conditions. */
    FleetStatus told(FleetStatus status, Verdict verdict, @Nullable NextAction next) {
        return Conditions.told(
                status,
                object().getMetadata(),
                verdict.ready(),
                verdict.reason(),
                verdict.message(),
                next,
                time.now());
    }

    boolean tell(FleetStatus status, Verdict verdict) {
        return store.write(told(status, verdict, null));
    }

    /**
     * Writes that something is asked. While the cloud has refused it, the refusal stands as it was
     * told: nobody is alarmed anew by each try.
     */
    boolean tellAsking(FleetStatus status, Verdict verdict) {
        return memory.standing() ? store.write(status) : tell(status, verdict);
    }

    /** Writes news, and tells them as an Event once they are written. */
    boolean tell(FleetStatus status, Verdict verdict, GroupNews what) {
        boolean written = store.write(told(what.in(status, now()), verdict, null));
        if (written) {
            news.accept(what);
        }
        return written;
    }

    /** What could not be found out, or was not taken: told, and asked again ever more rarely. */
    Next refused(Call call, FleetStatus status, CloudFailure failure) {
        Duration atLeast =
                failure instanceof CloudFailure.Throttled throttled
                                && throttled.retryAfter() != null
                        ? throttled.retryAfter()
                        : Duration.ZERO;
        Duration pause = memory.refused(nanos(), timing.inventoryInterval(), atLeast);
        ConditionReason reason = Verdict.reason(failure);
        String text = failure.message() + " (" + failure.code() + ")";
        String message = "The cloud refused: " + text + "; asked again, ever more rarely";
        FleetStatus after = status;
        boolean other = memory.news(call.action() + text);
        GroupNews told = GroupNews.bad(call.type(), call.action(), reason.name(), message);
        if (other) {
            after = told.in(status, now());
        }
        Instant at = now().plus(pause).truncatedTo(ChronoUnit.SECONDS);
        boolean written =
                store.write(
                        told(
                                after,
                                Verdict.notReady(reason, message),
                                new NextAction(call.action(), reason.name(), at)));
        if (written && other) {
            news.accept(told);
        }
        return written ? meanwhile(pause) : soon();
    }

    /** A look that brought nothing: what was told of the group stands, but nobody can say more. */
    Next unseen(CloudFailure failure) {
        ConditionReason known = Verdict.reason(failure);
        ConditionReason reason =
                switch (known) {
                    case CredentialsInvalid, AccountBlocked, Throttled -> known;
                    default -> ConditionReason.InventoryUntrusted;
                };
        Duration pause = memory.refused(nanos(), timing.inventoryInterval(), Duration.ZERO);
        boolean written =
                tell(
                        store.status(),
                        Verdict.notReady(
                                reason,
                                "The cloud's group cannot be looked at: "
                                        + failure.message()
                                        + " ("
                                        + failure.code()
                                        + ")"));
        return written ? after(pause) : soon();
    }

    // ---- what is sent ----

    /**
     * How long this call has to wait, because the cloud refused the last one or the account's
     * request budget is used up; zero when it may be made, and then it has its share.
     */
    Duration pause(RequestBudget.Action action) {
        Duration pause = memory.pause(nanos());
        return pause.isPositive()
                ? pause
                : cloud.budget().take("", action, RequestBudget.Priority.FILL);
    }

    SendDeadline deadline() {
        return SendLimit.startingNow(time, timing);
    }
}
