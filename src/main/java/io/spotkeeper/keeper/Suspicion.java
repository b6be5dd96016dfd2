package io.spotkeeper.keeper;

import io.spotkeeper.fleet.Activity;
import io.spotkeeper.fleet.Explanation;
import io.spotkeeper.fleet.Explanation.NextAction;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.Ledger;
import io.spotkeeper.fleet.OneTime;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.fleet.RequestProgress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A ledger that may be missing something (rule 13): it was wiped, or an older state was restored.
 * Nothing is launched and no finalizer removed until two complete listings agree on what is there.
 */
final class Suspicion {
    private Suspicion() {}

    /** Takes note of this round; clears the suspicion when it is the second that agrees. */
    static void weigh(Timing timing, Pass pass, Round round) {
        Evidence evidence = pass.evidence;
        long earliest = evidence.suspectReadAt() + timing.settleWait().toNanos();
        pass.lookAtNextListing();
        if (round.startedNanos() < earliest) {
            return;
        }
        Set<String> ids =
                round.owned().stream()
                        .filter(i -> i.state().live())
                        .map(Instance::id)
                        .collect(Collectors.toUnmodifiableSet());
        // Fewer is no disagreement: instances end all the time, and the books find that out by id.
        if (evidence.suspectListing == null || !evidence.suspectIds.containsAll(ids)) {
            evidence.suspectListing = round.startedNanos();
            evidence.suspectIds = ids;
            return;
        }
        if (round.startedNanos() - evidence.suspectListing < timing.visibilityGrace().toNanos()) {
            return;
        }
        Ledger ledger = pass.record.ledger();
        Set<String> members =
                evidence.suspectIds.stream()
                        .filter(id -> !ledger.leaving(id))
                        .collect(Collectors.toSet());
        pass.record = pass.record.with(ledger.knowing(members).suspectedSince(null).settled());
        if (!members.isEmpty()) {
            pass.record = pass.record.launchingIn(pass.regions());
        }
        concludeRequest(pass, round);
        pass.tell(
                Activity.Type.SETTLE,
                true,
                "the status had no ledger to go by",
                "LedgerRebuilt",
                "Two listings agree on " + members.size() + " live instances; work goes on",
                members.stream().sorted().toList());
    }

    /**
     * A one-time request whose progress was lost is over: asking again could buy what was asked
     * for, delivered and taken back long ago.
     */
    private static void concludeRequest(Pass pass, Round round) {
        if (pass.fleet.requestType() == Fleet.RequestType.ONE_TIME
                && pass.record.request() == null) {
            pass.record =
                    pass.record.with(
                            new RequestProgress(
                                    pass.fleet.generation(),
                                    OneTime.fingerprint(pass.fleet),
                                    pass.fleet.target(),
                                    Census.take(pass, round).live(),
                                    List.of(),
                                    pass.now));
        }
    }

    /** What is told meanwhile. */
    static Explanation explanation() {
        return Explanation.of(
                Reason.INVENTORY_UNTRUSTED,
                "The status has no ledger to go by: nothing is launched until two complete listings"
                        + " agree on what exists",
                new NextAction("Wait", Reason.INVENTORY_UNTRUSTED.label(), null));
    }
}
