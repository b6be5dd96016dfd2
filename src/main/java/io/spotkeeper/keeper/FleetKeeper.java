package io.spotkeeper.keeper;

import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.fleet.Action;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Decision;
import io.spotkeeper.fleet.Explanation;
import io.spotkeeper.fleet.Explanation.NextAction;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetPlanner;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.FleetView;
import io.spotkeeper.fleet.Ledger;
import io.spotkeeper.fleet.Member;
import io.spotkeeper.fleet.Offer;
import io.spotkeeper.fleet.OneTime;
import io.spotkeeper.fleet.PoolRule;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.fleet.RefusalKind;
import io.spotkeeper.fleet.RequestProgress;
import io.spotkeeper.fleet.Situation;
import io.spotkeeper.inventory.Inventory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps fleets at their declared size, one pass at a time: observe → settle → decide → record → act
 * → record. Passes of one fleet must not overlap; passes of different fleets may.
 */
public final class FleetKeeper {
    private static final int OUTCOME_WRITES = 5;

    private final Timing timing;
    private final TimeSource time;
    private final RandomGenerator random;
    private final Map<String, Evidence> evidences = new ConcurrentHashMap<>();

    /**
     * A keeper that has seen nothing yet.
     *
     * @param random where intent ids come from: secure in production, seeded in the simulator
     */
    public FleetKeeper(Timing timing, TimeSource time, RandomGenerator random) {
        this.timing = timing;
        this.time = time;
        this.random = random;
    }

    /** Forgets a fleet whose object is gone. */
    public void forget(String fleetUid) {
        evidences.remove(fleetUid);
    }

    /** One pass over one fleet. */
    public PassResult pass(Fleet fleet, AccountCloud cloud, LedgerStore store) {
        Evidence evidence = evidences.computeIfAbsent(fleet.id().uid(), _ -> new Evidence());
        FleetRecord current = store.current();
        if (current == null) {
            return initialise(store);
        }
        Pass pass = new Pass(fleet, cloud, store, evidence, current, time);
        if (current.ledger().settlement() < evidence.counter()) {
            return distrust(pass);
        }
        evidence.read(current.ledger(), pass.nanos);
        if (fleet.deleting() && Departure.neverLaunched(pass)) {
            return pass.result(true);
        }
        Optional<Round> round = round(pass);
        return round.isPresent() ? trusted(pass, round.get()) : untrusted(pass);
    }

    // A finalizer is only ever there after an initialised ledger: without one, it was wiped.
    private PassResult initialise(LedgerStore store) {
        FleetRecord fresh = FleetRecord.EMPTY;
        if (store.finalizerPresent()) {
            fresh =
                    fresh.with(
                            fresh.ledger()
                                    .withSettlement(time.now().getEpochSecond())
                                    .suspectedSince(time.now()));
        }
        store.write(fresh, null);
        return PassResult.restart(List.of());
    }

    private PassResult distrust(Pass pass) {
        Ledger doubted =
                pass.record
                        .ledger()
                        .withSettlement(pass.evidence.counter() + 1)
                        .suspectedSince(pass.now);
        pass.store.write(pass.record.with(doubted), null);
        return PassResult.restart(List.of());
    }

    // ---- observe ----

    /** The latest listings of all the fleet's regions, when each is fit to decide on. */
    private Optional<Round> round(Pass pass) {
        List<Inventory> inventories = new ArrayList<>();
        for (String region : pass.regions()) {
            Optional<Inventory> inventory =
                    pass.cloud.inventories().latest(region).filter(i -> fit(pass, i));
            if (inventory.isEmpty()) {
                return Optional.empty();
            }
            inventories.add(inventory.get());
        }
        return Optional.of(Round.of(pass.fleet, pass.record.ledger(), inventories));
    }

    private boolean fit(Pass pass, Inventory inventory) {
        long age = pass.nanos - inventory.completedNanos();
        return inventory.startedNanos() > pass.evidence.counterReadAt()
                && age <= timing.inventoryAge().toNanos();
    }

    // ---- without a listing to decide on ----

    /**
     * Open intents may be sent again, because their token makes that safe; nothing else is done.
     */
    private PassResult untrusted(Pass pass) {
        pass.lookAtOnce();
        Launches launches = new Launches(timing, random, pass);
        launches.resend(!pass.fleet.paused());
        FleetReport report = new FleetReport(null, List.of(), mistrust(pass), null);
        SendLimit deadline = SendLimit.startingNow(time, timing);
        if (!pass.store.write(pass.record, report)) {
            return PassResult.restart(List.of());
        }
        pass.evidence.read(pass.record.ledger(), pass.nanos);
        if (launches.anyAllowed()) {
            finish(pass, launches, deadline, Set.of(), report);
        }
        return pass.result(false);
    }

    private Explanation mistrust(Pass pass) {
        for (String region : pass.regions()) {
            Optional<CloudFailure> failure = pass.cloud.inventories().failure(region);
            if (failure.isPresent()) {
                RefusalKind kind = failure.get().refusal().kind();
                Reason reason =
                        kind == RefusalKind.UNAUTHORIZED || kind == RefusalKind.ACCOUNT_BLOCKED
                                ? Reason.of(kind)
                                : kind == RefusalKind.THROTTLED
                                        ? Reason.THROTTLED
                                        : Reason.INVENTORY_UNTRUSTED;
                return Explanation.of(
                        pass.fleet.deleting() && !reason.needsPerson() ? Reason.DELETING : reason,
                        "The instances of "
                                + region
                                + " cannot be listed: "
                                + failure.get().message()
                                + " ("
                                + failure.get().code()
                                + "); nothing is decided until they can",
                        new NextAction("Wait", reason.label(), null));
            }
        }
        return Explanation.of(
                pass.fleet.deleting() ? Reason.DELETING : Reason.INVENTORY_UNTRUSTED,
                "Waiting for a complete listing of the region's instances",
                new NextAction("Wait", Reason.INVENTORY_UNTRUSTED.label(), null));
    }

    // ---- with one ----

    private PassResult trusted(Pass pass, Round round) {
        long before = pass.record.ledger().settlement();
        boolean concluded = Settlement.settle(timing, pass, round);
        if (pass.record.ledger().suspectSince() != null) {
            Suspicion.weigh(timing, pass, round);
            concluded |= pass.record.ledger().settlement() > before;
        }
        FleetView view = Census.take(pass, round);
        pass.evidence.saw(
                round.owned(), view.members().stream().map(Member::id).collect(Collectors.toSet()));
        holdAgainstPools(pass);
        Map<CapacityPool, Offer> offers = offers(pass, view);
        Launches launches = new Launches(timing, random, pass);
        Farewells farewells = new Farewells(pass, round);
        if (!resting(pass)) {
            farewells.recycle();
        }
        Explanation explanation;
        boolean letGo = false;
        if (pass.fleet.deleting()) {
            launches.resend(false);
            Departure departure = new Departure(timing, pass);
            departure.giveUp(farewells, view);
            FleetView left = Census.take(pass, round);
            letGo = departure.complete(round, left);
            explanation = departure.explanation(left);
        } else if (pass.record.ledger().suspectSince() != null) {
            explanation = Suspicion.explanation();
        } else {
            explanation = decide(pass, round, view, offers, launches, farewells);
        }
        FleetReport report =
                Reporting.report(pass, round, Census.take(pass, round), explanation, offers);
        return record(pass, round, launches, farewells, report, concluded, letGo);
    }

    /** Paused: nothing is launched or terminated, unless the fleet is being deleted. */
    private static boolean resting(Pass pass) {
        return pass.fleet.paused() && !pass.fleet.deleting();
    }

    private void holdAgainstPools(Pass pass) {
        pass.failedPools()
                .forEach((pool, refusal) -> pass.cloud.coolDowns().failed(pool, refusal, pass.now));
    }

    private Map<CapacityPool, Offer> offers(Pass pass, FleetView view) {
        Set<CapacityPool> pools = new LinkedHashSet<>();
        pass.fleet.pools().forEach(rule -> pools.add(rule.pool()));
        for (Member member : view.members()) {
            if (member.instance() != null) {
                pools.add(member.instance().pool());
            }
        }
        Map<CapacityPool, Offer> offers = new HashMap<>(pass.cloud.offers().offers(pools));
        for (PoolRule rule : pass.fleet.pools()) {
            Offer offer = offers.getOrDefault(rule.pool(), Offer.UNKNOWN);
            offers.put(
                    rule.pool(), pass.cloud.coolDowns().apply(pass.fleet, rule, offer, pass.now));
        }
        return offers;
    }

    // ---- decide ----

    private Explanation decide(
            Pass pass,
            Round round,
            FleetView view,
            Map<CapacityPool, Offer> offers,
            Launches launches,
            Farewells farewells) {
        boolean oneTime = pass.fleet.requestType() == Fleet.RequestType.ONE_TIME;
        launches.resend(!pass.fleet.paused());
        RequestProgress progress = oneTime ? OneTime.progress(pass.fleet, pass.record, view) : null;
        Decision decision = FleetPlanner.decide(pass.fleet, situation(pass, view, offers));
        if (decision.actions().stream().anyMatch(Action.Confirm.class::isInstance)) {
            decision = confirmed(pass, round, view, offers, decision);
        }
        farewells.record(decision.actions());
        if (progress != null && !pass.fleet.paused()) {
            Reason reason = decision.explanation().reason();
            launches.request(
                    progress,
                    reason == Reason.REQUEST_COMPLETED || reason == Reason.REQUEST_FAILED);
        }
        launches.open(decision.actions());
        lookAgain(pass, view, decision.explanation());
        return decision.explanation();
    }

    private static Situation situation(Pass pass, FleetView view, Map<CapacityPool, Offer> offers) {
        return new Situation(
                pass.record,
                view,
                offers,
                pass.cloud.coolDowns().subnets(pass.now),
                pass.evidence.lost,
                pass.now);
    }

    /**
     * A surplus is believed only when every member answers by id; nothing is bought on that view.
     */
    private static Decision confirmed(
            Pass pass,
            Round round,
            FleetView view,
            Map<CapacityPool, Offer> offers,
            Decision unconfirmed) {
        pass.lookAtNextListing();
        FleetView sure = Census.confirm(pass, round, view);
        Decision decision = FleetPlanner.decide(pass.fleet, situation(pass, sure, offers));
        List<Action> actions =
                decision.actions().stream()
                        .filter(action -> action instanceof Action.Terminate)
                        .toList();
        return new Decision(actions, unconfirmed.explanation());
    }

    private static void lookAgain(Pass pass, FleetView view, Explanation explanation) {
        NextAction next = explanation.next();
        if (next != null && next.at() != null) {
            pass.lookAgain(Duration.between(pass.now, next.at()));
        }
        if (view.landingCount() > 0) {
            pass.lookAtNextListing();
        }
        if (explanation.reason() == Reason.AT_TARGET) {
            pass.evidence.lost = 0;
        }
        // Nothing announces that a pending instance has been pending for too long.
        view.members().stream()
                .filter(m -> m.state() == io.spotkeeper.fleet.InstanceState.PENDING)
                .map(m -> m.createdAt().plus(FleetPlanner.PENDING_LIMIT))
                .min(Instant::compareTo)
                .ifPresent(at -> pass.lookAgain(Duration.between(pass.now, at)));
    }

    // ---- record, act, record ----

    private PassResult record(
            Pass pass,
            Round round,
            Launches launches,
            Farewells farewells,
            FleetReport report,
            boolean concluded,
            boolean letGo) {
        SendLimit deadline = SendLimit.startingNow(time, timing);
        if (!pass.store.write(pass.record, report)) {
            return PassResult.restart(List.of());
        }
        pass.evidence.read(pass.record.ledger(), pass.nanos);
        if (concluded) {
            pass.evidence.concluded(pass.record.ledger().settlement(), round.startedNanos());
        }
        Set<String> guarded = resting(pass) ? Set.of() : farewells.act(deadline);
        farewells.tellGuarded(guarded, time.now());
        if (launches.anyAllowed() || !guarded.isEmpty()) {
            finish(pass, launches, deadline, guarded, report);
        }
        return pass.result(letGo);
    }

    /**
     * Sends what was recorded and records what came back. The answers are money: they are applied
     * to the object as it is then, again after every conflict. Should even that fail, the tokens
     * bring them back in a later pass.
     */
    private void finish(
            Pass pass,
            Launches launches,
            SendLimit deadline,
            Set<String> guarded,
            FleetReport report) {
        Launches.Answers answers = launches.send(deadline);
        int told = pass.news().size();
        answers.tell(time.now());
        pass.lookAtOnce();
        List<io.spotkeeper.fleet.Activity> news = pass.news().subList(told, pass.news().size());
        FleetRecord base = pass.record;
        for (int write = 0; write < OUTCOME_WRITES; write++) {
            FleetRecord next = Farewells.returned(answers.apply(base), guarded);
            if (pass.store.write(next, report)) {
                pass.record = next;
                pass.evidence.read(next.ledger(), time.monotonicNanos());
                return;
            }
            FleetRecord present = pass.store.refresh() ? pass.store.current() : null;
            if (present == null) {
                return;
            }
            base = present.logging(List.copyOf(news));
        }
        pass.lookAgain(Duration.ofSeconds(1));
    }

    /**
     * Whether a fleet has something under way that only this process watches; for tests and
     * metrics.
     */
    @Nullable Evidence evidence(String fleetUid) {
        return evidences.get(fleetUid);
    }
}
