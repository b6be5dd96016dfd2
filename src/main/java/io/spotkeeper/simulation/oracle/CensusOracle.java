package io.spotkeeper.simulation.oracle;

import static io.spotkeeper.simulation.oracle.Promise.check;

import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.Member;
import io.spotkeeper.inventory.Inventory;
import io.spotkeeper.keeper.FleetReport;
import io.spotkeeper.simulation.Decision;
import io.spotkeeper.simulation.Observer;
import java.util.Collection;

/**
 * I1, of what is counted: an instance that the listing shows dead or dying, or that the books are
 * giving up, is told as a member by no status. The scale subresource reads it.
 */
final class CensusOracle implements Observer {
    @Override
    public void decided(Decision decision) {
        FleetReport report = decision.after().report();
        FleetRecord record = decision.after().record();
        if (record == null
                || report == null
                || report.view() == null
                || report.equals(decision.before().report())) {
            return;
        }
        for (Member member : report.view().members()) {
            check(
                    !record.ledger().leaving(member.id()),
                    "I1",
                    member.id() + " counts, which is being given up");
            check(
                    !dying(member.id(), decision.listings().values()),
                    "I1",
                    member.id() + " counts, which the listing shows dying or dead");
        }
    }

    private static boolean dying(String id, Collection<Inventory> listings) {
        return listings.stream()
                .flatMap(listing -> listing.instance(id).stream())
                .anyMatch(CensusOracle::dying);
    }

    // Said once more here: what is judged does not say what is right.
    private static boolean dying(Instance instance) {
        return switch (instance.state()) {
            case FAILED, TERMINATING, RECYCLED -> true;
            case PENDING, RUNNING, STOPPED, OTHER -> false;
        };
    }
}
