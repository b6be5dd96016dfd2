package io.spotkeeper.fleet;

import io.spotkeeper.fleet.Explanation.NextAction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a fleet does next. Pure and total: it sees no clock and no randomness, and it has an
 * answer for every situation. It never sees a fleet whose instances it cannot trust, nor one that
 * is being deleted: the keeper deals with those.
 */
public final class FleetPlanner {
    /** An instance that is pending for longer is terminated and held against its pool. */
    public static final Duration PENDING_LIMIT = Duration.ofMinutes(15);

    /** An instance that ends sooner after its launch is held against its pool. */
    public static final Duration YOUNG = Duration.ofMinutes(10);

    /** Launched-but-unseen instances at most; the rest waits its turn. Keeps the status bounded. */
    public static final int MAX_LANDING = 500;

    /** Terminations in flight at most; the rest waits its turn. */
    public static final int MAX_TERMINATIONS = 200;

    private FleetPlanner() {}

    /** The next actions of a fleet and why. */
    public static Decision decide(Fleet fleet, Situation situation) {
        Decision decision = next(fleet, situation);
        TypeSelection selection = fleet.selection();
        return selection == null || selection.remark() == null
                ? decision
                : new Decision(
                        decision.actions(), decision.explanation().adding(selection.remark()));
    }

    private static Decision next(Fleet fleet, Situation situation) {
        if (fleet.paused()) {
            return nothing(
                    fleet,
                    situation,
                    Reason.PAUSED,
                    "Paused: nothing is launched or terminated until spec.paused is false",
                    null);
        }
        GroupTerms group = fleet.group();
        if (group != null && group.dryRun()) {
            return fleet.obstacle() == null
                    ? GroupPurchase.told(fleet, situation, group)
                    : hindered(fleet, situation, fleet.obstacle());
        }
        List<Member> stuck = stuck(situation);
        List<Member> sound = new ArrayList<>(situation.view().members());
        sound.removeAll(Set.copyOf(stuck));
        long spare = roomForFarewells(situation.record().ledger());
        List<Action> actions = new ArrayList<>();
        // It may run by now: a listing that says pending can be old.
        if (!stuck.isEmpty() && spare > 0 && !situation.view().confirmed()) {
            actions.add(new Action.Confirm());
        } else if (!stuck.isEmpty() && spare > 0) {
            List<Member> now = stuck.subList(0, (int) Math.min(spare, stuck.size()));
            actions.add(new Action.Terminate(now, Farewell.Reason.STUCK_PENDING));
            spare -= now.size();
        }
        Surplus surplus = Surplus.of(fleet, situation, sound);
        if (!surplus.members().isEmpty()) {
            return scaleIn(fleet, situation, actions, surplus, spare);
        }
        if (!actions.isEmpty()) {
            return giveUpFirst(fleet, situation, actions, stuck.size());
        }
        if (group != null && !group.buys(situation.record().ledger(), situation.now())) {
            return closed(fleet, situation, group);
        }
        if (fleet.obstacle() != null) {
            return hindered(fleet, situation, fleet.obstacle());
        }
        if (fleet.requestType() == Fleet.RequestType.ONE_TIME) {
            return OneTime.decide(fleet, situation);
        }
        return group == null
                ? Purchase.decide(fleet, situation)
                : GroupPurchase.decide(fleet, situation, group);
    }

    private static Decision nothing(
            Fleet fleet,
            Situation situation,
            Reason reason,
            String message,
            @Nullable NextAction next) {
        return new Decision(
                List.of(), new Explanation(reason, message, Verdicts.held(fleet, situation), next));
    }

    private static Decision hindered(Fleet fleet, Situation situation, Fleet.Obstacle obstacle) {
        return nothing(
                fleet,
                situation,
                obstacle.reason(),
                obstacle.message(),
                new NextAction("Launch", obstacle.reason().label(), null));
    }

    /** Before or after its window a group buys nothing. */
    private static Decision closed(Fleet fleet, Situation situation, GroupTerms group) {
        if (group.ended(situation.record().ledger(), situation.now())) {
            return nothing(
                    fleet,
                    situation,
                    Reason.EXPIRED,
                    "The group ended at " + group.until() + " (spec.validUntil)",
                    null);
        }
        return nothing(
                fleet,
                situation,
                Reason.NOT_YET_VALID,
                "The group begins to buy at " + group.since() + " (spec.validSince)",
                new NextAction("Launch", Reason.NOT_YET_VALID.label(), group.since()));
    }

    /** Replacements are bought when their pool has been held to account: in the next pass. */
    private static Decision giveUpFirst(
            Fleet fleet, Situation situation, List<Action> actions, int stuck) {
        return new Decision(
                actions,
                new Explanation(
                        Reason.LAUNCHING,
                        "Terminating " + stuck + " that stayed pending for too long",
                        Verdicts.held(fleet, situation),
                        new NextAction("Launch", Reason.LAUNCHING.label(), null)));
    }

    /** Those that stayed pending for too long, and that the cloud does not protect. */
    private static List<Member> stuck(Situation situation) {
        Instant limit = situation.now().minus(PENDING_LIMIT);
        return situation.view().members().stream()
                .filter(m -> m.state() == InstanceState.PENDING && !m.guarded())
                .filter(m -> !m.createdAt().isAfter(limit))
                .toList();
    }

    private static Decision scaleIn(
            Fleet fleet, Situation situation, List<Action> actions, Surplus surplus, long spare) {
        if (!situation.view().confirmed()) {
            if (actions.isEmpty()) {
                actions.add(new Action.Confirm());
            }
        } else if (spare > 0) {
            actions.add(surplus.leaving((int) Math.min(spare, surplus.members().size())));
        }
        return new Decision(
                actions,
                new Explanation(
                        surplus.state(),
                        surplus.message(),
                        Verdicts.held(fleet, situation),
                        new NextAction(surplus.verb(), surplus.state().label(), null)));
    }

    private static long roomForFarewells(Ledger ledger) {
        return Math.max(
                0, MAX_TERMINATIONS - ledger.terminations().size() - ledger.releases().size());
    }
}
