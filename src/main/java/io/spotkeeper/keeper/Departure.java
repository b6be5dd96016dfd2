package io.spotkeeper.keeper;

import io.spotkeeper.fleet.Explanation;
import io.spotkeeper.fleet.Explanation.NextAction;
import io.spotkeeper.fleet.Farewell;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetPlanner;
import io.spotkeeper.fleet.FleetView;
import io.spotkeeper.fleet.Ledger;
import io.spotkeeper.fleet.Member;
import io.spotkeeper.fleet.Reason;
import java.util.List;

/**
 * Deletion of a fleet (rule 11): nothing is sent again, everything is given up, and the object is
 * let go when two complete empty listings agree.
 */
final class Departure {
    private final Timing timing;
    private final Pass pass;

    Departure(Timing timing, Pass pass) {
        this.timing = timing;
        this.pass = pass;
    }

    /** Whether nothing was ever bought, so that nothing has to be looked for. */
    static boolean neverLaunched(Pass pass) {
        Ledger ledger = pass.record.ledger();
        return !pass.record.everLaunched()
                && pass.fleet.adoptedUid() == null
                && ledger.intents().isEmpty()
                && ledger.known().isEmpty()
                && ledger.terminations().isEmpty()
                && ledger.releases().isEmpty()
                && ledger.suspectSince() == null;
    }

    /** Gives up the members of this view, as many at a time as the ledger has room for. */
    void giveUp(Farewells farewells, FleetView view) {
        Ledger ledger = pass.record.ledger();
        int room =
                FleetPlanner.MAX_TERMINATIONS
                        - ledger.terminations().size()
                        - ledger.releases().size();
        List<Member> members =
                view.members().stream()
                        .filter(m -> !m.guarded() && whereabouts(m))
                        .limit(Math.max(0, room))
                        .toList();
        if (pass.fleet.deletionPolicy() == Fleet.DeletionPolicy.RETAIN) {
            farewells.release(members, Farewell.Reason.FLEET_DELETED);
        } else {
            farewells.terminate(members, Farewell.Reason.FLEET_DELETED);
        }
    }

    /** Whether it is known in which region an instance is. */
    private boolean whereabouts(Member member) {
        return member.instance() != null || pass.regions().size() == 1;
    }

    /**
     * Whether this round is the second of two empty ones, which both began after the last thing was
     * settled and confirmed.
     */
    boolean complete(Round round, FleetView view) {
        pass.lookAtNextListing();
        Evidence evidence = pass.evidence;
        if (!nothingLeft(round, view)) {
            evidence.emptyAt = null;
            evidence.emptyListing = null;
            return false;
        }
        if (evidence.emptyAt == null) {
            evidence.emptyAt = pass.time.monotonicNanos();
            evidence.emptyListing = null;
        }
        if (round.startedNanos() <= evidence.emptyAt) {
            return false;
        }
        if (evidence.emptyListing == null) {
            evidence.emptyListing = round.startedNanos();
        }
        return round.startedNanos() - evidence.emptyListing >= timing.visibilityGrace().toNanos();
    }

    private boolean nothingLeft(Round round, FleetView view) {
        Ledger ledger = pass.record.ledger();
        boolean confirmed = ledger.suspectSince() == null;
        for (Farewell farewell : ledger.terminations()) {
            confirmed &= goneBefore(farewell, round);
        }
        for (Farewell farewell : ledger.releases()) {
            confirmed &= goneBefore(farewell, round);
        }
        return ledger.intents().isEmpty()
                && ledger.known().isEmpty()
                && view.members().isEmpty()
                && confirmed
                && round.owned().stream().noneMatch(i -> i.state().live());
    }

    private boolean goneBefore(Farewell farewell, Round round) {
        Long goneAt = pass.evidence.farewell(farewell.instanceId()).goneAt;
        return goneAt != null && round.startedNanos() > goneAt;
    }

    /** What is told while it goes on. */
    Explanation explanation(FleetView view) {
        Ledger ledger = pass.record.ledger();
        String message =
                "Deleting: "
                        + view.members().size()
                        + " instances live, "
                        + ledger.terminations().size()
                        + " terminating, "
                        + ledger.releases().size()
                        + " being released, "
                        + ledger.intents().size()
                        + " launches to settle; then two empty listings "
                        + timing.visibilityGrace().toSeconds()
                        + " s apart have to agree";
        return Explanation.of(
                Reason.DELETING,
                message,
                new NextAction("Terminate", Reason.DELETING.label(), null));
    }
}
