package io.spotkeeper.simulation.oracle;

import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Ledger;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.simulation.FleetObject;
import io.spotkeeper.simulation.MarketCloud;

/** One object that there is or was, as it truly is. */
final class Subject {
    private FleetObject object;
    private boolean gone;
    private long goneAt;

    Subject(FleetObject object) {
        this.object = object;
    }

    /** Its last version. */
    FleetObject object() {
        return object;
    }

    void is(FleetObject now) {
        object = now;
    }

    Fleet fleet() {
        return object.fleet();
    }

    /** Capacity that it wants now, in thousandths. */
    long target() {
        return gone || fleet().deleting() ? 0 : fleet().target();
    }

    boolean gone() {
        return gone;
    }

    void goes(long nanos) {
        gone = true;
        goneAt = nanos;
    }

    /** Whether it went with its finalizer: somebody else took it from under the operator. */
    boolean lost() {
        return gone && object.finalizer();
    }

    /** When it went, on the timeline; nothing before it did. */
    long goneAt() {
        return goneAt;
    }

    /** Whether its books tell of this instance, or of the launch that bought it. */
    boolean accountsFor(Instance instance) {
        FleetRecord record = object.record();
        if (gone || record == null) {
            return false;
        }
        Ledger ledger = record.ledger();
        String token =
                instance.details() instanceof MarketCloud.Purchase p ? p.token() : instance.id();
        return ledger.known().contains(instance.id())
                || ledger.leaving(instance.id())
                || ledger.intents().stream().anyMatch(i -> names(i, token, instance.id()));
    }

    private static boolean names(LaunchIntent intent, String token, String instanceId) {
        return intent.id().equals(token) || intent.instanceIds().contains(instanceId);
    }

    /** What an instance counts for, in thousandths. */
    static long weight(Instance instance) {
        String tag = instance.tags().get(Ownership.WEIGHT);
        return tag == null ? Fleet.UNIT : Long.parseLong(tag);
    }
}
