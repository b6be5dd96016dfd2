package io.spotkeeper.simulation.oracle;

import static io.spotkeeper.simulation.oracle.Promise.check;

import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.simulation.FleetObject;
import io.spotkeeper.simulation.Observer;
import org.jspecify.annotations.Nullable;

/** I8: a status stays small. I10: no secret is told to anybody. */
final class DisclosureOracle implements Observer {
    private static final int STATUS_LIMIT = 256 * 1024;

    @Override
    public void changed(@Nullable FleetObject before, @Nullable FleetObject after) {
        FleetRecord record = after == null ? null : after.record();
        if (after == null || record == null) {
            return;
        }
        String text = record.toString();
        check(text.length() <= STATUS_LIMIT, "I8", "a status of " + text.length() + " characters");
        check(!text.contains(Oracles.CANARY), "I10", "a secret in the record of " + after.name());
        check(
                after.report() == null
                        || !after.report().explanation().toString().contains(Oracles.CANARY),
                "I10",
                "a secret in the explanation of " + after.name());
    }

    @Override
    public void told(String text) {
        check(!text.contains(Oracles.CANARY), "I10", "a secret in an activity");
    }
}
