package io.spotkeeper.keeper;

import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.fleet.AccountRoom;
import io.spotkeeper.fleet.Action;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Decision;
import io.spotkeeper.fleet.Explanation;
import io.spotkeeper.fleet.Explanation.NextAction;
import io.spotkeeper.fleet.Farewell;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetPlanner;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.FleetView;
import io.spotkeeper.fleet.GroupTerms;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.Ledger;
import io.spotkeeper.fleet.Member;
import io.spotkeeper.fleet.Offer;
import io.spotkeeper.fleet.OneTime;
import io.spotkeeper.fleet.PoolRule;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.fleet.RequestProgress;
import io.spotkeeper.fleet.Situation;
import io.spotkeeper.fleet.Spending;
import io.spotkeeper.inventory.Inventory;
import io.spotkeeper.inventory.OfferBook;
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
    private static final Duration NO_FINALIZER = Duration.ofSeconds(1);

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
        Evidence evidence =
                evidences.computeIfAbsent(
                        fleet.id().uid(), _ -> new Evidence(timing.visibilityGrace()));
        FleetRecord current = store.current();
        if (current == null) {
            return initialise(fleet, store, evidence);
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

    // A finalizer is only ever there after an initialised ledger: without one, it was wiped. What
    // adopts another's instances has no books of them either: one wrong listing would buy them
    // anew.
    private PassResult initialise(Fleet fleet, LedgerStore store, Evidence evidence) {
        FleetRecord fresh = FleetRecord.EMPTY;
        if (store.finalizerPresent() || fleet.adoptedUid() != null) {
            long counter = Math.max(time.now().getEpochSecond(), evidence.counter() + 1);
            fresh = fresh.with(fresh.ledger().withSettlement(counter).suspectedSince(time.now()));
        }
        return store.write(fresh, null)
                ? PassResult.restart(Duration.ZERO)
                : PassResult.restart(evidence.afterFailedWrite());
    }

    // A lower counter than remembered is an older status, restored, or a cache that is behind.
    private PassResult distrust(Pass pass) {
        FleetRecord present = pass.store.refresh() ? pass.store.current() : null;
        if (present == null || present.ledger().settlement() >= pass.evidence.counter()) {
            return pass.conflict();
        }
        return pass.store.write(pass.doubted(present), null)
                ? PassResult.restart(Duration.ZERO)
                : pass.conflict();
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
        // The monotonic clock may have stood still while the machine slept.
        Duration monotonic = Duration.ofNanos(pass.nanos - inventory.startedNanos());
        Duration wall = Duration.between(inventory.completedAt(), pass.now);
        Duration age = monotonic.compareTo(wall) > 0 ? monotonic : wall;
        return inventory.startedNanos() > pass.evidence.counterReadAt()
                && age.compareTo(timing.inventoryAge()) <= 0;
    }

    // ---- without a listing to decide on ----

    /**
     * Open intents may be sent again, because their token makes that safe; nothing else is done.
     * What was told last stands, unless it is known why there is no listing.
     */
    private PassResult untrusted(Pass pass) {
        boolean failing =
                pass.regions().stream()
                        .anyMatch(region -> Reporting.failure(pass, region).isPresent());
        if (failing) {
            pass.lookAtNextListing();
        } else {
            pass.lookAtOnce();
        }
        Launches launches = new Launches(timing, random, pass);
        launches.resend(maySend(pass) && pass.record.ledger().suspectSince() == null);
        FleetReport report =
                failing ? new FleetReport(null, List.of(), Reporting.mistrust(pass), null) : null;
        return new Enactment(timing, pass, report).resend(launches);
    }

    // ---- with one ----

    private PassResult trusted(Pass pass, Round round) {
        long before = pass.record.ledger().settlement();
        Timing settling = timing.accepting(pass.cloud.provider().signatureAge());
        Settlement.settle(settling, pass, round);
        if (pass.record.ledger().suspectSince() != null) {
            Suspicion.weigh(settling, pass, round);
        }
        FleetView view = Census.take(pass, round);
        Ledger counted = pass.record.ledger();
        pass.evidence.saw(
                round.owned(), view.members().stream().map(Member::id).collect(Collectors.toSet()));
        pass.holdAgainstPools();
        Map<CapacityPool, Offer> offers = offers(pass, view);
        AccountRoom room = count(pass, view, offers);
        Launches launches = new Launches(timing, random, pass);
        Farewells farewells = new Farewells(pass, round);
        if (!pass.resting()) {
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
            launches.resend(false);
            explanation = Suspicion.explanation();
        } else {
            explanation = decide(pass, round, view, offers, room, launches, farewells);
        }
        FleetReport report =
                Reporting.report(
                        pass,
                        round,
                        pass.record.ledger() == counted ? view : Census.take(pass, round),
                        Reporting.troubled(pass, explanation),
                        offers);
        pass.concluded = pass.record.ledger().settlement() > before;
        return new Enactment(timing, pass, report).of(launches, farewells, letGo);
    }

    private static boolean maySend(Pass pass) {
        GroupTerms group = pass.fleet.group();
        return !pass.fleet.paused()
                && pass.fleet.obstacle() == null
                && (group == null || group.buys(pass.record.ledger(), pass.now));
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
                    rule.pool(),
                    pass.cloud
                            .coolDowns()
                            .apply(pass.fleet, rule, offer, pass.now)
                            .bounded(rule.maxPrice()));
        }
        return offers;
    }

    /**
     * Tells the account what this fleet is committed to. Books that may be missing something tell
     * too little.
     */
    private static AccountRoom count(Pass pass, FleetView view, Map<CapacityPool, Offer> offers) {
        AccountAllowance allowance = pass.cloud.allowance();
        if (pass.record.ledger().suspectSince() != null) {
            return allowance.room(pass.fleet.id().uid());
        }
        return allowance.count(
                pass.fleet.id().uid(),
                new AccountAllowance.Use(
                        view.members().size() + view.landingCount(),
                        Spending.spent(pass.fleet, situation(pass, view, offers)).orElse(null)));
    }

    // ---- decide ----

    private Explanation decide(
            Pass pass,
            Round round,
            FleetView view,
            Map<CapacityPool, Offer> offers,
            AccountRoom room,
            Launches launches,
            Farewells farewells) {
        boolean oneTime = pass.fleet.requestType() == Fleet.RequestType.ONE_TIME;
        launches.resend(maySend(pass));
        // What is open from before this was a one-time fleet is not its request's.
        boolean foreign =
                pass.record.request() == null && !pass.record.ledger().intents().isEmpty();
        RequestProgress progress =
                oneTime && !foreign ? OneTime.progress(pass.fleet, pass.record, view) : null;
        Decision decision =
                FleetPlanner.decide(pass.fleet, situation(pass, view, offers).within(room));
        if (decision.actions().stream().anyMatch(Action.Confirm.class::isInstance)) {
            decision = confirmed(pass, round, view, offers, decision);
        }
        farewells.record(decision.actions());
        pass.holdAgainstPools();
        if (progress != null && maySend(pass)) {
            Reason reason = decision.explanation().reason();
            launches.request(
                    progress,
                    reason == Reason.REQUEST_COMPLETED || reason == Reason.REQUEST_FAILED);
        }
        if (pass.store.finalizerPresent()) {
            launches.open(decision.actions(), offers);
        } else {
            pass.lookAgain(NO_FINALIZER);
        }
        lookAgain(pass, view, decision);
        awaitRoom(pass, room, decision.explanation().reason());
        return decision.explanation();
    }

    private static void awaitRoom(Pass pass, AccountRoom seen, Reason reason) {
        boolean uncounted = reason == Reason.INVENTORY_UNTRUSTED && !seen.counted();
        if (uncounted) {
            pass.lookAtNextListing();
        }
        boolean waits = uncounted || reason == Reason.ACCOUNT_LIMIT_REACHED;
        if (waits && !pass.cloud.allowance().await(pass.fleet.id().uid(), seen)) {
            pass.lookAgain(Duration.ZERO);
        }
    }

    private static Situation situation(Pass pass, FleetView view, Map<CapacityPool, Offer> offers) {
        return new Situation(
                pass.record,
                view,
                offers,
                pass.cloud.coolDowns().subnets(pass.now),
                pass.lost(),
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
                        .filter(a -> a instanceof Action.Terminate || a instanceof Action.Release)
                        .toList();
        return new Decision(actions, unconfirmed.explanation());
    }

    private static void lookAgain(Pass pass, FleetView view, Decision decision) {
        Explanation explanation = decision.explanation();
        NextAction next = explanation.next();
        if (next != null && next.at() != null) {
            pass.lookAgain(Duration.between(pass.now, next.at()));
        }
        if (decision.actions().stream().anyMatch(FleetKeeper::givesUpStuck)) {
            pass.lookAgain(Duration.ZERO);
        }
        Reason reason = explanation.reason();
        if (reason == Reason.AT_TARGET) {
            pass.evidence.lost = 0;
        }
        GroupTerms group = pass.fleet.group();
        if (group != null && group.until() != null && !group.expired(pass.now)) {
            pass.lookAgain(Duration.between(pass.now, group.until()));
        }
        // Advice grows old without anything happening.
        if (reason == Reason.PRICE_BELOW_MARKET
                || reason == Reason.BUDGET_REACHED
                || reason == Reason.ACCOUNT_LIMIT_REACHED) {
            pass.lookAgain(OfferBook.REFRESH);
        }
        // Nothing announces that a pending instance has been pending for too long, or that a
        // protected one may be tried again.
        view.members().stream()
                .filter(m -> m.state() == InstanceState.PENDING)
                .map(m -> m.createdAt().plus(FleetPlanner.PENDING_LIMIT))
                .filter(at -> at.isAfter(pass.now))
                .min(Instant::compareTo)
                .ifPresent(at -> pass.lookAgain(Duration.between(pass.now, at)));
        pass.evidence
                .guardEnds()
                .ifPresent(at -> pass.lookAgain(Duration.ofNanos(at - pass.nanos)));
    }

    private static boolean givesUpStuck(Action action) {
        return action instanceof Action.Terminate terminate
                && terminate.reason() == Farewell.Reason.STUCK_PENDING;
    }

    /**
     * Whether a fleet has something under way that only this process watches; for tests and
     * metrics.
     */
    @Nullable Evidence evidence(String fleetUid) {
        return evidences.get(fleetUid);
    }
}
