package io.spotkeeper.fleet;

import io.spotkeeper.fleet.Explanation.NextAction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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
        if (fleet.paused()) {
            return new Decision(
                    List.of(),
                    new Explanation(
                            Reason.PAUSED,
                            "Paused: nothing is launched or terminated until spec.paused is false",
                            Purchase.held(fleet, situation),
                            null));
        }
        List<Member> stuck = stuck(situation);
        List<Member> sound = new ArrayList<>(situation.view().members());
        sound.removeAll(Set.copyOf(stuck));
        long spare = roomForTerminations(situation.record().ledger());
        List<Action> actions = new ArrayList<>();
        // It may run by now: a listing that says pending can be old.
        if (!stuck.isEmpty() && spare > 0 && !situation.view().confirmed()) {
            actions.add(new Action.Confirm());
        } else if (!stuck.isEmpty() && spare > 0) {
            List<Member> now = stuck.subList(0, (int) Math.min(spare, stuck.size()));
            actions.add(new Action.Terminate(now, Farewell.Reason.STUCK_PENDING));
            spare -= now.size();
        }
        List<Member> surplus = ScaleIn.victims(situation, sound, fleet.target());
        if (!surplus.isEmpty()) {
            return scaleIn(fleet, situation, actions, surplus, spare);
        }
        if (!actions.isEmpty()) {
            return giveUpFirst(fleet, situation, actions, stuck.size());
        }
        if (fleet.obstacle() != null) {
            return new Decision(
                    List.of(),
                    new Explanation(
                            fleet.obstacle().reason(),
                            fleet.obstacle().message(),
                            Purchase.held(fleet, situation),
                            new NextAction("Launch", fleet.obstacle().reason().label(), null)));
        }
        return fleet.requestType() == Fleet.RequestType.ONE_TIME
                ? OneTime.decide(fleet, situation)
                : Purchase.decide(fleet, situation);
    }

    /** Replacements are bought when their pool has been held to account: in the next pass. */
    private static Decision giveUpFirst(
            Fleet fleet, Situation situation, List<Action> actions, int stuck) {
        return new Decision(
                actions,
                new Explanation(
                        Reason.LAUNCHING,
                        "Terminating " + stuck + " that stayed pending for too long",
                        Purchase.held(fleet, situation),
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
            Fleet fleet,
            Situation situation,
            List<Action> actions,
            List<Member> surplus,
            long spare) {
        if (!situation.view().confirmed()) {
            if (actions.isEmpty()) {
                actions.add(new Action.Confirm());
            }
        } else if (spare > 0) {
            actions.add(
                    new Action.Terminate(
                            surplus.subList(0, (int) Math.min(spare, surplus.size())),
                            Farewell.Reason.SCALE_IN));
        }
        return new Decision(
                actions,
                new Explanation(
                        Reason.SCALING_IN,
                        "Terminating " + surplus.size() + " more than the target needs",
                        Purchase.held(fleet, situation),
                        new NextAction("Terminate", Reason.SCALING_IN.label(), null)));
    }

    private static long roomForTerminations(Ledger ledger) {
        return Math.max(0, MAX_TERMINATIONS - ledger.terminations().size());
    }
}
