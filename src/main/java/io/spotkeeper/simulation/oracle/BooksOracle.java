package io.spotkeeper.simulation.oracle;

import static io.spotkeeper.simulation.oracle.Promise.check;

import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.simulation.Call;
import io.spotkeeper.simulation.FleetObject;
import io.spotkeeper.simulation.Observer;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** I4: nothing is given up that no books ever said was to be given up. */
final class BooksOracle implements Observer {
    private final Set<String> recorded = new HashSet<>();

    @Override
    public void changed(@Nullable FleetObject before, @Nullable FleetObject after) {
        FleetRecord record = after == null ? null : after.record();
        if (record != null) {
            record.ledger().terminations().forEach(f -> recorded.add(f.instanceId()));
            record.ledger().releases().forEach(f -> recorded.add(f.instanceId()));
        }
    }

    @Override
    public void handled(Call call, Instance instance) {
        boolean givesUp = call == Call.TERMINATE || call == Call.UNTAG;
        check(
                !givesUp || recorded.contains(instance.id()),
                "I4",
                call + " of " + instance.id() + " before it was recorded");
    }
}
