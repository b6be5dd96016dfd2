package io.spotkeeper.keeper;

import io.spotkeeper.cloud.Operation;
import io.spotkeeper.fleet.Activity;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Ledger;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.fleet.Refusal;
import io.spotkeeper.fleet.RefusalKind;
import io.spotkeeper.fleet.RequestProgress;
import io.spotkeeper.keeper.Inquiry.Fate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings the ledger up to date with what the cloud shows: closes intents, notices losses, completes
 * farewells. Everything it concludes is written before anything is decided on it.
 */
final class Settlement {
    private final Timing timing;
    private final Pass pass;
    private final Round round;
    private final Losses losses;
    private final Map<String, Fate> fates = new HashMap<>();
    private boolean concluded;

    private Settlement(Timing timing, Pass pass, Round round) {
        this.timing = timing;
        this.pass = pass;
        this.round = round;
        this.losses = new Losses(pass);
    }

    /** Works out everything that this round lets us conclude. */
    static void settle(Timing timing, Pass pass, Round round) {
        Settlement settlement = new Settlement(timing, pass, round);
        settlement.inquire();
        settlement.intents();
        settlement.known();
        settlement.farewells();
        settlement.strays();
        settlement.losses.tell();
        if (settlement.concluded) {
            pass.record = pass.record.with(pass.record.ledger().settled());
        }
    }

    private Ledger ledger() {
        return pass.record.ledger();
    }

    private void set(Ledger ledger) {
        pass.record = pass.record.with(ledger);
    }

    /** Asks by id, in one go, for everything that the listing does not answer. */
    private void inquire() {
        Set<String> questions = new HashSet<>();
        Ledger ledger = ledger();
        ledger.known().stream()
                .filter(id ->
                        round.instance(id) == null || round.stripped(id, pass.cloud.cluster()))
                .forEach(questions::add);
        for (LaunchIntent intent : ledger.intents()) {
            if (overdue(intent)) {
                intent.instanceIds().stream()
                        .filter(id -> !round.member(id, pass.cloud.cluster()))
                        .forEach(questions::add);
            }
        }
        ledger.terminations().stream()
                .filter(f -> pass.evidence.farewell(f.instanceId()).goneAt == null)
                .filter(f -> round.instance(f.instanceId()) == null)
                .forEach(f -> questions.add(f.instanceId()));
        ledger.releases().stream()
                .filter(f -> pass.evidence.farewell(f.instanceId()).goneAt == null)
                .forEach(f -> questions.add(f.instanceId()));
        fates.putAll(Inquiry.ask(pass, round, questions));
    }

    private boolean overdue(LaunchIntent intent) {
        long since = pass.nanos - pass.evidence.intent(intent.id()).idsReadAt();
        return since > timing.visibilityGrace().toNanos();
    }

    // What the cloud is still making may be absent by id.
    private boolean made(LaunchIntent intent) {
        String operation = intent.operationId();
        return operation == null
                || pass.cloud.provider().operation(intent.pool().region(), operation)
                        instanceof Operation.Ended;
    }

    private Fate fate(String id) {
        return fates.getOrDefault(id, new Fate.Unclear());
    }

    // ---- intents (rule 8) ----

    private void intents() {
        for (LaunchIntent intent : ledger().intents()) {
            if (intent.instanceIds().isEmpty()) {
                settleWithoutIds(intent);
            } else {
                closeWithIds(intent);
            }
            pass.lookAtNextListing();
        }
    }

    private void closeWithIds(LaunchIntent intent) {
        long answered = pass.evidence.intent(intent.id()).idsReadAt();
        List<String> alive = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (String id : intent.instanceIds()) {
            Instance listed = round.instance(id);
            if (ledger().leaving(id)) {
                continue;
            }
            if (listed != null && !listed.state().live()) {
                losses.ended(id, listed);
            } else if (round.member(id, pass.cloud.cluster()) && round.startedNanos() > answered) {
                alive.add(id);
            } else if (fate(id) instanceof Fate.Dead dead) {
                losses.ended(id, dead.instance());
            } else if (fate(id) instanceof Fate.Absent && overdue(intent) && made(intent)) {
                losses.ended(id, null);
            } else {
                open.add(id);
            }
        }
        if (open.isEmpty()) {
            set(ledger().knowing(alive).closing(intent.id()));
            concluded = true;
            return;
        }
        retag(intent, open);
        List<String> left = new ArrayList<>(open);
        left.addAll(alive);
        if (left.size() < intent.instanceIds().size()) {
            // What is dead must not be counted as landing, in this pass or after a crash.
            List<String> inOrder = intent.instanceIds().stream().filter(left::contains).toList();
            set(ledger().changing(intent.id(), i -> i.left(inOrder)));
        }
    }

    /** Tags that never came: put on again, so that a listing can show the instance. */
    private void retag(LaunchIntent intent, List<String> open) {
        List<String> bare =
                open.stream()
                        .filter(id ->
                                fate(id) instanceof Fate.Alive alive
                                        && !round.ours(alive.instance(), pass.cloud.cluster()))
                        .toList();
        Tagging.allow(pass, intent, bare);
    }

    private void settleWithoutIds(LaunchIntent intent) {
        if (!intent.noMoreSends()) {
            return;
        }
        Evidence.OfIntent evidence = pass.evidence.intent(intent.id());
        long earliest = evidence.attemptsReadAt() + timing.settleWait().toNanos();
        if (round.startedNanos() < earliest) {
            return;
        }
        for (Instance instance : round.boughtBy(intent)) {
            evidence.seen.put(instance.id(), instance);
        }
        evidence.seen.keySet().stream().filter(ledger()::leaving).forEach(evidence.givenUp::add);
        if (evidence.firstListing == null) {
            evidence.firstListing = round.startedNanos();
            return;
        }
        if (round.startedNanos() - evidence.firstListing < timing.visibilityGrace().toNanos()) {
            return;
        }
        List<String> alive = new ArrayList<>();
        evidence.seen.forEach((id, instance) -> {
            if (evidence.givenUp.contains(id)) {
                return;
            }
            if (instance.state().live()) {
                alive.add(id);
            } else {
                losses.ended(id, instance);
            }
        });
        java.util.Collections.sort(alive);
        set(ledger().knowing(alive).closing(intent.id()));
        concluded = true;
        countForRequest(intent, evidence.seen.size());
        pass.tell(
                Activity.Type.SETTLE,
                true,
                "no answer to a launch was ever received",
                "IntentSettled",
                "Two listings agree that the launch of "
                        + intent.count()
                        + " in "
                        + intent.pool()
                        + " bought "
                        + evidence.seen.size(),
                alive);
    }

    // A one-time request does not ask a pool twice, whatever became of the first time.
    private void countForRequest(LaunchIntent intent, int bought) {
        RequestProgress request = pass.record.request();
        if (request != null && pass.fleet.requestType() == Fleet.RequestType.ONE_TIME) {
            Refusal lost =
                    new Refusal(RefusalKind.TRANSIENT, "AnswerLost", "no answer was received");
            pass.record =
                    pass.record.with(
                            request.delivering(bought * intent.weight())
                                    .refusing(
                                            new RequestProgress.PoolRefusal(
                                                    intent.pool(), lost, pass.now)));
        }
    }

    // ---- known instances (rule 9) ----

    private void known() {
        Set<String> dropped = new HashSet<>();
        List<String> absent = new ArrayList<>();
        for (String id : ledger().known()) {
            Instance listed = round.instance(id);
            if (listed != null) {
                pass.evidence.present(id);
                if (!listed.state().live()) {
                    dropped.add(id);
                    losses.ended(id, listed);
                } else if (round.stripped(id, pass.cloud.cluster())
                        && fate(id) instanceof Fate.Alive alive
                        && !round.ours(alive.instance(), pass.cloud.cluster())) {
                    dropUntagged(id, alive.instance(), dropped);
                }
                continue;
            }
            pass.lookAtNextListing();
            switch (fate(id)) {
                case Fate.Alive alive -> {
                    if (!round.ours(alive.instance(), pass.cloud.cluster())) {
                        dropUntagged(id, alive.instance(), dropped);
                    }
                }
                case Fate.Dead dead -> {
                    dropped.add(id);
                    losses.ended(id, dead.instance());
                }
                case Fate.Absent _ -> absent.add(id);
                case Fate.Unclear _ -> {}
            }
        }
        dropAbsent(absent, dropped);
        set(ledger().forgetting(dropped));
    }

    // A tag that an open intent will still bring is not a tag that somebody took off.
    private void dropUntagged(String id, Instance instance, Set<String> dropped) {
        pass.lookAtNextListing();
        if (!named(instance) && !pass.evidence.young(id)) {
            dropped.add(id);
            losses.untagged(id);
        }
    }

    /** Whether an open intent names the instance, or the instance an open intent. */
    private boolean named(Instance instance) {
        return ledger().intents().stream()
                .anyMatch(i ->
                        i.instanceIds().contains(instance.id())
                                || Ownership.intentOf(instance).filter(i.id()::equals).isPresent());
    }

    private void dropAbsent(List<String> absent, Set<String> dropped) {
        // Many at once are more often a cloud that answers wrongly than a cloud that took them all.
        int limit = Math.max(3, (int) Math.ceil(ledger().known().size() * 0.2));
        boolean mass = absent.size() > limit;
        for (String id : absent) {
            Evidence.Absence absence = pass.evidence.absence(id);
            absence.mass |= mass;
            if (pass.evidence.young(id)) {
                continue;
            }
            if (absence.absentAt == null) {
                absence.absentAt = pass.nanos;
            }
            boolean believed =
                    !absence.mass
                            || pass.nanos - absence.absentAt >= timing.visibilityGrace().toNanos();
            if (believed) {
                dropped.add(id);
                losses.ended(id, pass.evidence.lastSeen(id));
            }
        }
    }

    // ---- farewells (rules 10 and 12) ----

    private void farewells() {
        Set<String> over = new HashSet<>();
        ledger().terminations().forEach(f -> follow(f.instanceId(), false, over));
        ledger().releases().forEach(f -> follow(f.instanceId(), true, over));
        if (ledger().intents().stream().anyMatch(i -> i.instanceIds().isEmpty())) {
            // An answer to come may name a released instance: its record has to close that intent.
            over.removeIf(ledger()::releasing);
        }
        if (!over.isEmpty()) {
            set(ledger().withoutFarewells(over::contains));
            concluded = true;
        }
    }

    private void follow(String id, boolean release, Set<String> over) {
        pass.lookAtNextListing();
        Evidence.OfFarewell evidence = pass.evidence.farewell(id);
        if (evidence.goneAt == null && gone(id, release)) {
            evidence.goneAt = pass.time.monotonicNanos();
        }
        if (evidence.goneAt == null || round.startedNanos() <= evidence.goneAt) {
            return;
        }
        if (round.live(id)) {
            evidence.firstClean = null;
            // No listing lags for so long: a call that was under way has put its tags on again.
            if (round.startedNanos() - evidence.goneAt > timing.visibilityGrace().toNanos()) {
                evidence.goneAt = null;
            }
        } else if (evidence.firstClean == null) {
            evidence.firstClean = round.startedNanos();
        } else if (round.startedNanos() - evidence.firstClean
                >= timing.visibilityGrace().toNanos()) {
            over.add(id);
        }
    }

    private boolean gone(String id, boolean release) {
        Instance listed = round.instance(id);
        if (listed != null && !listed.state().live()) {
            return release || dead(listed);
        }
        return switch (fate(id)) {
            case Fate.Absent _ -> true;
            case Fate.Dead dead -> release || dead(dead.instance());
            case Fate.Alive alive -> release && Ownership.none(alive.instance());
            case Fate.Unclear _ -> false;
        };
    }

    // Until it leaves the recycle bin its disks may be paid for: it is terminated once more.
    private boolean dead(Instance instance) {
        return instance.state() != InstanceState.RECYCLED
                || pass.evidence.farewell(instance.id()).toldGone;
    }

    // ---- what carries our tags and stands in no book ----

    private void strays() {
        List<String> strays = new ArrayList<>();
        Set<String> regions = new HashSet<>();
        for (Instance instance : round.owned()) {
            String id = instance.id();
            boolean booked =
                    ledger().known().contains(id) || ledger().leaving(id) || named(instance);
            if (!booked && instance.state().live()) {
                strays.add(id);
                regions.add(instance.pool().region());
            }
        }
        if (!strays.isEmpty()) {
            set(ledger().knowing(strays));
            pass.record = pass.record.launchingIn(regions);
            pass.tell(
                    Activity.Type.SETTLE,
                    true,
                    "instances with this fleet's tags stood in no book",
                    "Adopted",
                    strays.size() + " instances with this fleet's tags count from now on",
                    strays);
        }
    }
}
