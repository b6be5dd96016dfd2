package io.spotkeeper.simulation;

import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.fleet.Farewell;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Ledger;
import io.spotkeeper.fleet.Ownership;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The promises I1 to I11, watched at every step of a run against the truth of the market and the
 * store. A broken one is a {@link Violation}. What can only be judged once all is calm (I2, I5) is
 * in {@link #calm}.
 */
public final class Oracles implements Observer {
    /** Put into user data: it must never be told to anybody (I10). */
    public static final String CANARY = "canary-5f1d";

    private static final int STATUS_LIMIT = 256 * 1024;
    private static final long SECOND = 1_000_000_000L;
    private static final Duration HOUR = Duration.ofHours(1);

    /** For how long a death may be unknown to a process that is about to give up a surplus. */
    private static final Duration UNNOTICED = Duration.ofMinutes(15);

    private static final Map<Call, Integer> RATES =
            Map.of(Call.LAUNCH, 10, Call.TERMINATE, 10, Call.UNTAG, 10, Call.TAG, 10);

    private record Target(long nanos, long capacity) {}

    private static final class Subject {
        private final Deque<Target> targets = new ArrayDeque<>();
        private final Deque<Long> launches = new ArrayDeque<>();
        private FleetObject object;
        private boolean gone;
        private boolean lost;

        Subject(FleetObject object) {
            this.object = object;
        }
    }

    private record Lane(String process, Call call) {}

    private final Map<String, Subject> subjects = new HashMap<>();
    private final Map<String, String> bodies = new HashMap<>();
    private final Set<String> leaving = new HashSet<>();
    private final Map<String, Long> lastAlive = new HashMap<>();
    private final Map<String, Map<String, Long>> weights = new HashMap<>();
    private final Map<Lane, Deque<Long>> calls = new HashMap<>();
    private final Duration memory;
    private @Nullable Simulation simulation;
    private Damage damage = Damage.NONE;
    private long measuredAt;
    private long lastMutation;
    private long mutations;
    private long lastSale;

    /**
     * Watches one run.
     *
     * @param memory how long after the decision to launch the last send of it may take effect
     */
    public Oracles(Duration memory) {
        this.memory = memory;
    }

    /** The run to watch; to be called before anything happens in it. */
    public void watch(Simulation run) {
        simulation = run;
    }

    private Simulation run() {
        return Objects.requireNonNull(simulation, "an oracle without a run to watch");
    }

    private long now() {
        return run().timeline().nanos();
    }

    /** What the run has cost so far. */
    public Damage damage() {
        return damage;
    }

    /** When a process last wrote to the store or changed the cloud, in nanoseconds. */
    public long lastMutation() {
        return lastMutation;
    }

    /** When the cloud last sold an instance, in nanoseconds. */
    public long lastSale() {
        return lastSale;
    }

    /** Writes and mutating cloud calls so far. */
    public long mutations() {
        return mutations;
    }

    /** The object is taken away with everything in it, as by a lost etcd: no promise covers it. */
    public void excuse(String uid) {
        Subject subject = subjects.get(uid);
        if (subject != null) {
            subject.lost = true;
        }
    }

    // ---- what is seen ----

    @Override
    public void called(OperatorProcess process, Call call) {
        if (call == Call.WRITE || call.mutatesCloud()) {
            lastMutation = now();
            mutations++;
        }
        Integer limit = RATES.get(call);
        if (limit != null) {
            Deque<Long> recent =
                    calls.computeIfAbsent(new Lane(process.name(), call), _ -> new ArrayDeque<>());
            recent.add(now());
            while (recent.getFirst() <= now() - SECOND) {
                recent.removeFirst();
            }
            check(recent.size() <= limit, "I7", recent.size() + " " + call + " in a second");
        }
    }

    @Override
    public void changed(@Nullable FleetObject before, @Nullable FleetObject after) {
        if (after == null) {
            removed(Objects.requireNonNull(before));
            return;
        }
        Subject subject = subjects.computeIfAbsent(after.uid(), _ -> new Subject(after));
        subject.object = after;
        if (after.record() == null) {
            subject.launches.clear(); // whoever wipes the books wipes what was launched lately
        }
        long target = after.fleet().deleting() ? 0 : after.fleet().target();
        if (subject.targets.isEmpty() || subject.targets.getLast().capacity() != target) {
            subject.targets.add(new Target(now(), target));
        }
        FleetRecord record = after.record();
        if (record != null) {
            record.ledger().terminations().forEach(f -> leaving.add(f.instanceId()));
            record.ledger().releases().forEach(f -> leaving.add(f.instanceId()));
            // A protected instance is kept after all.
            leaving.removeAll(record.ledger().known());
            checkStatus(after, record);
        }
    }

    private static void checkStatus(FleetObject object, FleetRecord record) {
        String text = record.toString();
        check(text.length() <= STATUS_LIMIT, "I8", "a status of " + text.length() + " characters");
        check(!text.contains(CANARY), "I10", "a secret in the record of " + object.name());
        check(
                object.report() == null
                        || !object.report().explanation().toString().contains(CANARY),
                "I10",
                "a secret in the explanation of " + object.name());
    }

    private void removed(FleetObject object) {
        Subject subject = Objects.requireNonNull(subjects.get(object.uid()));
        subject.gone = true;
        List<Instance> left = run().cloud().owned(object.uid());
        check(
                left.isEmpty() || subject.lost,
                "I9",
                object.name() + " is gone and left " + ids(left));
    }

    @Override
    public void told(String text) {
        check(!text.contains(CANARY), "I10", "a secret in an activity");
    }

    @Override
    public void decided(OperatorProcess process, FleetObject before, FleetObject after) {
        FleetRecord old = before.record();
        FleetRecord record = after.record();
        if (record == null) {
            return;
        }
        Ledger earlier = old == null ? Ledger.EMPTY : old.ledger();
        Ledger ledger = record.ledger();
        boolean launches =
                ledger.intents().stream().anyMatch(i -> earlier.intent(i.id()).isEmpty());
        List<Farewell> scaledIn =
                ledger.terminations().stream()
                        .filter(f -> f.reason() == Farewell.Reason.SCALE_IN)
                        .filter(f -> !earlier.terminating(f.instanceId()))
                        .toList();
        if (launches) {
            Fleet fleet = after.fleet();
            check(ledger.suspectSince() == null, "I4", "a launch from suspect books");
            check(after.finalizer(), "I4", "a launch without a finalizer");
            check(!fleet.paused() && !fleet.deleting(), "I4", "a launch of a resting fleet");
        }
        if (launches || !scaledIn.isEmpty()) {
            for (String region : after.fleet().regions()) {
                check(
                        process.listing(region).isPresent(),
                        "I4",
                        process.name() + " decided without a listing of " + region);
            }
        }
        if (!scaledIn.isEmpty()) {
            checkSurplus(after, ledger);
        }
    }

    // What died a moment ago may be thought alive; what we ourselves are giving up never may.
    private void checkSurplus(FleetObject object, Ledger ledger) {
        Map<String, Long> ofFleet = weights.getOrDefault(object.uid(), Map.of());
        long left = 0;
        for (Map.Entry<String, Long> bought : ofFleet.entrySet()) {
            String id = bought.getKey();
            boolean thoughtAlive =
                    lastAlive.getOrDefault(id, Long.MIN_VALUE / 2) > now() - UNNOTICED.toNanos();
            if (thoughtAlive && !ledger.leaving(id)) {
                left += bought.getValue();
            }
        }
        check(
                left >= object.fleet().target() || object.fleet().adoptedUid() != null,
                "I4",
                "a surplus given up that was none: " + left + " are left of " + object.name());
    }

    @Override
    public void arrived(LaunchRequest request, String hash) {
        String body = bodies.putIfAbsent(request.token(), hash);
        check(body == null || body.equals(hash), "I11", "token " + request.token() + " reused");
    }

    @Override
    public void sold(LaunchRequest request, List<Instance> instances) {
        String uid = Objects.requireNonNullElse(request.tags().get(Ownership.FLEET), "");
        Subject subject = subjects.get(uid);
        if (subject == null) {
            throw new Violation("I3", "a purchase for nobody");
        }
        check(!subject.gone || subject.lost, "I9", "a purchase for an object that is gone");
        lastSale = now();
        Map<String, Long> ofFleet = weights.computeIfAbsent(uid, _ -> new HashMap<>());
        for (Instance instance : instances) {
            lastAlive.put(instance.id(), now());
            ofFleet.put(instance.id(), weight(instance));
        }
        checkTarget(subject);
        checkLimits(subject, instances.size());
    }

    // Only a purchase can break it: the owner may lower the target at any time.
    private void checkTarget(Subject subject) {
        long counted = 0;
        for (Instance instance : live(subject.object.fleet())) {
            counted += leaving.contains(instance.id()) ? 0 : weight(instance);
        }
        while (subject.targets.size() > 1
                && second(subject.targets).nanos() <= now() - memory.toNanos()) {
            subject.targets.removeFirst();
        }
        long most = subject.targets.stream().mapToLong(Target::capacity).max().orElse(0);
        check(
                counted <= most || subject.lost,
                "I1",
                counted
                        + " live of at most "
                        + most
                        + " thousandths: "
                        + ids(live(subject.object.fleet())));
    }

    private static Target second(Deque<Target> targets) {
        var all = targets.iterator();
        all.next();
        return all.next();
    }

    private void checkLimits(Subject subject, int bought) {
        Integer most = subject.object.fleet().limits().maxLaunchesPerHour();
        for (int i = 0; i < bought; i++) {
            subject.launches.add(now());
        }
        while (!subject.launches.isEmpty()
                && subject.launches.getFirst() <= now() - HOUR.toNanos()) {
            subject.launches.removeFirst();
        }
        check(
                most == null || subject.launches.size() <= most,
                "I6",
                subject.launches.size() + " launches in an hour");
    }

    @Override
    public void handled(Call call, Instance instance) {
        boolean bought =
                instance.details() instanceof MarketCloud.Purchase p
                        && subjects.containsKey(p.fleet());
        check(bought, "I3", call + " of somebody else's " + instance.id());
        check(
                call != Call.TERMINATE
                        || Account.CLUSTER.equals(instance.tags().get(Ownership.CLUSTER))
                        || leaving.contains(instance.id()),
                "I3",
                "termination of " + instance.id() + ", which was given away");
    }

    // ---- the damage ----

    @Override
    public void stepped() {
        long elapsed = now() - measuredAt;
        if (elapsed < SECOND) {
            return;
        }
        measuredAt = now();
        long leaking = 0;
        long over = 0;
        long below = 0;
        for (Subject subject : subjects.values()) {
            long live = 0;
            for (Instance instance : run().cloud().owned(subject.object.uid())) {
                lastAlive.put(instance.id(), now());
                live++;
                leaking += accounted(subject, instance) ? 0 : 1;
            }
            long target = subject.gone ? 0 : subject.targets.getLast().capacity() / Fleet.UNIT;
            over += Math.max(0, live - target);
            below += Math.max(0, target - live);
        }
        damage = damage.plus(Duration.ofNanos(elapsed), leaking, over, below);
    }

    private static boolean accounted(Subject subject, Instance instance) {
        FleetRecord record = subject.object.record();
        if (subject.gone || record == null) {
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

    // ---- once all is calm ----

    /**
     * Whether nothing is open any more, and everything that lives is accounted for and wanted (I2,
     * I5).
     *
     * @return what is not as it should be; absent when all is
     */
    public @Nullable String calm() {
        for (Subject subject : subjects.values()) {
            String complaint = complaint(subject);
            if (complaint != null) {
                return complaint;
            }
        }
        return null;
    }

    private @Nullable String complaint(Subject subject) {
        FleetObject object = subject.object;
        List<Instance> live = live(object.fleet());
        if (subject.gone) {
            boolean adopted =
                    subjects.values().stream()
                            .anyMatch(s -> object.uid().equals(s.object.fleet().adoptedUid()));
            return live.isEmpty() || adopted || subject.lost ? null : "leaked " + ids(live);
        }
        FleetRecord record = object.record();
        if (record == null) {
            return object.name() + " has no books";
        }
        Ledger ledger = record.ledger();
        if (!ledger.intents().isEmpty()
                || !ledger.terminations().isEmpty()
                || !ledger.releases().isEmpty()
                || ledger.suspectSince() != null) {
            return object.name() + " has open books: " + ledger;
        }
        for (Instance instance : live) {
            if (!accounted(subject, instance)) {
                return instance.id() + " is in no books";
            }
        }
        boolean persistent = object.fleet().requestType() == Fleet.RequestType.PERSISTENT;
        long capacity = live.stream().mapToLong(Oracles::weight).sum();
        boolean right =
                object.fleet().paused()
                        || (persistent
                                ? capacity == object.fleet().target()
                                : capacity <= object.fleet().target());
        return right && !object.fleet().deleting()
                ? null
                : object.name() + " has " + capacity + " of " + object.fleet().target();
    }

    private List<Instance> live(Fleet fleet) {
        return run().cloud().owned().stream()
                .filter(i ->
                        i.details() instanceof MarketCloud.Purchase p && belongs(fleet, p.fleet()))
                .toList();
    }

    private static boolean belongs(Fleet fleet, String uid) {
        return fleet.owns(uid);
    }

    private static long weight(Instance instance) {
        String tag = instance.launchTags().get(Ownership.WEIGHT);
        return tag == null ? Fleet.UNIT : Long.parseLong(tag);
    }

    private static List<String> ids(List<Instance> instances) {
        return instances.stream().map(Instance::id).toList();
    }

    private static void check(boolean holds, String oracle, String complaint) {
        if (!holds) {
            throw new Violation(oracle, complaint);
        }
    }
}
