package io.spotkeeper.fleet;

import io.spotkeeper.fleet.Explanation.NextAction;
import java.util.List;

/**
 * A one-time request: each eligible pool is asked at most once, in the order of the strategy, until
 * the count is reached; what was delivered stands, and what is lost later is not replaced.
 */
public final class OneTime {
    private OneTime() {}

    /**
     * Identifies what is asked: a change of it begins a new attempt, a change of anything else
     * (pausing, limits, deletion policy) does not.
     */
    public static String fingerprint(Fleet fleet) {
        return Integer.toHexString(
                java.util.Objects.hash(
                        fleet.target(),
                        fleet.strategy().name(),
                        // A catalogue moves by itself: that is no change of what is asked.
                        fleet.selection() == null
                                ? fleet.pools().toString()
                                : fleet.selection().asked(),
                        fleet.template().fingerprint(),
                        fleet.group() == null ? "" : fleet.group().toString()));
    }

    /**
     * The attempt that is going on, or the one to begin now. A new one begins only when nothing of
     * the last is open: what that still delivers would be counted twice.
     */
    public static RequestProgress progress(Fleet fleet, FleetRecord record, FleetView view) {
        String fingerprint = fingerprint(fleet);
        RequestProgress current = record.request();
        // Without an edit nothing new is asked, whatever a Secret or a later version makes of it.
        if (current != null
                && (current.generation() == fleet.generation()
                        || current.fingerprint().equals(fingerprint)
                        || !record.ledger().intents().isEmpty())) {
            return current;
        }
        long asked = Math.max(0, fleet.target() - view.live() - view.landing());
        return new RequestProgress(fleet.generation(), fingerprint, asked, 0, List.of(), null);
    }

    static Decision decide(Fleet fleet, Situation situation) {
        FleetRecord record = situation.record();
        RequestProgress progress = progress(fleet, record, situation.view());
        boolean asked =
                progress.generation() == fleet.generation()
                        || progress.fingerprint().equals(fingerprint(fleet));
        if (asked && progress.completedAt() != null) {
            return over(fleet, situation, progress);
        }
        if (!record.ledger().intents().isEmpty()) {
            // One pool at a time: the next is asked only when it is known what this one delivered.
            return new Decision(
                    List.of(),
                    new Explanation(
                            Reason.LAUNCHING,
                            "Waiting for the answer of the last request",
                            Verdicts.held(fleet, situation),
                            new NextAction("Wait", Reason.LAUNCHING.label(), null)));
        }
        long missing = progress.asked() - progress.delivered();
        List<PoolRule> untried =
                fleet.pools().stream().filter(rule -> !progress.tried(rule.pool())).toList();
        if (missing <= 0 || untried.isEmpty()) {
            return over(fleet, situation, progress);
        }
        return fleet.group() == null
                ? firstOnly(Purchase.buy(fleet, situation, untried, missing))
                : GroupPurchase.buy(fleet, situation, fleet.group(), untried, missing);
    }

    private static Decision firstOnly(Decision decision) {
        if (decision.actions().isEmpty()) {
            return decision;
        }
        Action first = decision.actions().getFirst();
        CapacityPool pool = first instanceof Action.Launch launch ? launch.rule().pool() : null;
        List<Action> actions =
                decision.actions().stream()
                        .filter(a ->
                                a instanceof Action.Launch launch
                                        && launch.rule().pool().equals(pool))
                        .toList();
        return new Decision(actions, decision.explanation());
    }

    private static Decision over(Fleet fleet, Situation situation, RequestProgress progress) {
        boolean all = progress.delivered() >= progress.asked();
        String message =
                "The request of generation "
                        + progress.generation()
                        + " delivered "
                        + Fleet.units(progress.delivered())
                        + " of "
                        + Fleet.units(progress.asked())
                        + (all ? "" : "; change what is asked to try again");
        return new Decision(
                List.of(),
                new Explanation(
                        all ? Reason.REQUEST_COMPLETED : Reason.REQUEST_FAILED,
                        message,
                        Verdicts.held(fleet, situation),
                        null));
    }
}
