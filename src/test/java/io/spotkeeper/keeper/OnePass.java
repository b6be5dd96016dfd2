package io.spotkeeper.keeper;

import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Farewell;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Ledger;
import io.spotkeeper.fleet.Member;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.inventory.Inventory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One pass taken apart: a test lays out the fleet, its books, what is listed and what was seen
 * before, and asks one part of the pass what it makes of that.
 */
final class OnePass {
    /** Created so long ago that nothing of it can lag. */
    static final Instant LONG_AGO = FakeTime.START.minus(Duration.ofDays(1));

    final FakeTime time = new FakeTime();
    final ScriptedCloud cloud = new ScriptedCloud(time);
    final Evidence evidence = new Evidence(World.G);
    final Replica process;
    private final StoredObject object;
    Fleet fleet;
    FleetRecord record = FleetRecord.EMPTY;

    OnePass(Fleet fleet) {
        this.fleet = fleet;
        this.object = new StoredObject(fleet);
        this.process = new Replica(object, cloud, time, World.TIMING, 42);
    }

    // ---- the pass ----

    /** A pass over these books that begins now. */
    Pass pass() {
        evidence.read(record.ledger(), time.monotonicNanos());
        return new Pass(
                fleet,
                process.account,
                new MemoryStore(object, object.latest(), process.effects),
                evidence,
                record,
                time);
    }

    void books(UnaryOperator<Ledger> change) {
        record = record.with(change.apply(record.ledger()));
    }

    /** A listing of the usual region that begins now. */
    Round round(Instance... listed) {
        long now = time.monotonicNanos();
        return Round.of(
                fleet,
                record.ledger(),
                List.of(new Inventory(Fleets.REGION, now, now, time.now(), List.of(listed))));
    }

    SendLimit deadline() {
        return SendLimit.startingNow(time, World.TIMING);
    }

    // ---- the cloud ----

    /** A by-id answer shows it. */
    void exists(Instance instance) {
        long now = time.monotonicNanos();
        Vm vm = new Vm(instance.id(), instance.pool(), null, now, instance.createdAt());
        vm.is(instance.state(), now);
        vm.tagged(now, instance.tags());
        cloud.vms.put(instance.id(), vm);
    }

    /** An instance of another fleet, which by-id answers show: listed, it is their control. */
    Instance control() {
        Instance other =
                tagged("control", Map.of(Ownership.CLUSTER, Replica.CLUSTER, Ownership.FLEET, "x"));
        exists(other);
        return other;
    }

    // ---- what stands in books and listings ----

    /** A running instance of the fleet. */
    static Instance ours(String id) {
        return boughtBy("bought-before", id);
    }

    static Instance boughtBy(String intent, String id) {
        return tagged(id, Ownership.tags(Replica.CLUSTER, Fleets.of(1).id(), intent, Fleet.UNIT));
    }

    /** A running instance that carries none of our tags. */
    static Instance bare(String id) {
        return tagged(id, Map.of());
    }

    static Instance tagged(String id, Map<String, String> tags) {
        return new Instance(
                id, Fleets.A, InstanceState.RUNNING, tags, LONG_AGO, null, null, false, null);
    }

    static Instance in(CapacityPool pool, Instance instance) {
        return new Instance(
                instance.id(),
                pool,
                instance.state(),
                instance.tags(),
                instance.createdAt(),
                null,
                null,
                false,
                null);
    }

    static Instance is(InstanceState state, Instance instance) {
        return new Instance(
                instance.id(),
                instance.pool(),
                state,
                instance.tags(),
                instance.createdAt(),
                null,
                null,
                false,
                null);
    }

    static Member member(Instance instance) {
        return new Member(instance.id(), instance, Fleet.UNIT, false, false);
    }

    /** An intent for pool A that was allowed once, with the ids that its answer named. */
    static LaunchIntent intent(String id, int count, String... instanceIds) {
        return new LaunchIntent(
                id,
                Fleets.A,
                null,
                count,
                Fleet.UNIT,
                null,
                true,
                LaunchIntent.Purpose.GROWTH,
                "hash",
                FakeTime.START,
                1,
                FakeTime.START,
                false,
                null,
                instanceIds.length == 0 ? LaunchIntent.Outcome.OPEN : LaunchIntent.Outcome.LAUNCHED,
                List.of(instanceIds));
    }

    /** An instance of the usual region that an earlier pass began to give up. */
    static Farewell farewell(String id) {
        return new Farewell(id, Fleets.REGION, Farewell.Reason.SCALE_IN, LONG_AGO);
    }
}
