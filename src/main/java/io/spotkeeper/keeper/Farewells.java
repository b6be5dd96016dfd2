package io.spotkeeper.keeper;

import io.spotkeeper.cloud.CallOutcome;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.RequestBudget;
import io.spotkeeper.fleet.Action;
import io.spotkeeper.fleet.Activity;
import io.spotkeeper.fleet.Farewell;
import io.spotkeeper.fleet.FleetPlanner;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.Member;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.fleet.Refusal;
import io.spotkeeper.fleet.RefusalKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Gives instances up (rules 10 and 12): records first, then asks the cloud, again and again until
 * the settlement has seen them gone.
 */
final class Farewells {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LAST_RETRY = Duration.ofMinutes(1);
    private static final int QUICK_TRIES = 10;
    private static final Duration FAILED_KEPT = Duration.ofMinutes(30);
    private static final Duration GUARD = Duration.ofMinutes(30);

    private final Pass pass;
    private final Round round;

    Farewells(Pass pass, Round round) {
        this.pass = pass;
        this.round = round;
    }

    // ---- before the write ----

    /** Records whom the planner gives up. */
    void record(List<Action> actions) {
        for (Action action : actions) {
            if (action instanceof Action.Terminate(var members, var reason)) {
                terminate(members, reason);
            } else if (action instanceof Action.Release(var members, var reason)) {
                release(members, reason);
            }
        }
    }

    /** Records the termination of these members. */
    void terminate(List<Member> members, Farewell.Reason reason) {
        if (members.isEmpty()) {
            return;
        }
        pass.record =
                pass.record.with(pass.record.ledger().terminating(farewells(members, reason)));
        if (reason == Farewell.Reason.STUCK_PENDING) {
            for (Member member : members) {
                if (member.instance() != null) {
                    pass.hold(
                            member.instance(),
                            new Refusal(
                                    RefusalKind.STUCK_PENDING,
                                    "StuckPending",
                                    "an instance stayed pending for too long"));
                }
            }
        }
        pass.tell(
                Activity.Type.TERMINATE,
                true,
                reason.label(),
                "Terminating",
                "Terminating " + members.size() + ": " + reason.label(),
                members.stream().map(Member::id).toList());
    }

    /** Records the release of these members; only of those whose tags have been seen. */
    void release(List<Member> members, Farewell.Reason reason) {
        List<Member> tagged =
                members.stream()
                        .filter(m ->
                                m.instance() != null
                                        && round.ours(m.instance(), pass.cloud.cluster()))
                        .toList();
        if (tagged.isEmpty()) {
            return;
        }
        pass.record = pass.record.with(pass.record.ledger().releasing(farewells(tagged, reason)));
        pass.tell(
                Activity.Type.RELEASE,
                true,
                reason.label(),
                "Released",
                "Released "
                        + tagged.size()
                        + ": out of the fleet, still running and being paid for",
                tagged.stream().map(Member::id).toList());
    }

    /**
     * Recycled instances are dead, but their disks may be paid for until they are terminated again.
     * So may those of a failed one that does not go by itself, as at Huawei.
     */
    void recycle() {
        List<Member> recycled = new ArrayList<>();
        int room = FleetPlanner.MAX_TERMINATIONS - pass.record.ledger().terminations().size();
        for (Instance instance : round.owned()) {
            if (remains(instance)
                    && recycled.size() < room
                    && !pass.record.ledger().leaving(instance.id())) {
                recycled.add(new Member(instance.id(), instance, 1, false, false));
            }
        }
        terminate(recycled, Farewell.Reason.RECYCLED);
    }

    private boolean remains(Instance instance) {
        return instance.state() == InstanceState.RECYCLED
                || instance.state() == InstanceState.FAILED
                        && instance.createdAt().isBefore(pass.now.minus(FAILED_KEPT));
    }

    private List<Farewell> farewells(List<Member> members, Farewell.Reason reason) {
        return members.stream()
                .map(m -> new Farewell(m.id(), region(m), reason, pass.now))
                .toList();
    }

    private String region(Member member) {
        return member.instance() != null
                ? member.instance().pool().region()
                : pass.regions().first();
    }

    // ---- after the write ----

    /** Whether anything is asked for that an earlier pass recorded. */
    boolean repeated() {
        return due(pass.record.ledger().terminations()) || due(pass.record.ledger().releases());
    }

    private boolean due(List<Farewell> farewells) {
        return farewells.stream()
                .filter(f -> !f.since().equals(pass.now))
                .map(f -> pass.evidence.farewell(f.instanceId()))
                .anyMatch(e -> e.goneAt == null && e.nextTryAt <= pass.nanos);
    }

    /** What the cloud's answers mean for the record: protected instances count again. */
    Set<String> act(SendLimit deadline) {
        Set<String> guarded = new TreeSet<>();
        if (pass.record.ledger().terminations().isEmpty()
                && pass.record.ledger().releases().isEmpty()) {
            pass.evidence.trouble = null;
        }
        byRegion(pass.record.ledger().terminations())
                .forEach((region, ids) ->
                        handle(
                                pass.cloud
                                        .provider()
                                        .terminate(region, ids, releases(region), deadline),
                                guarded));
        byRegion(pass.record.ledger().releases())
                .forEach((region, ids) ->
                        handle(
                                pass.cloud.provider().untag(region, ids, Ownership.KEYS, deadline),
                                guarded));
        return guarded;
    }

    /** Whether addresses go with the instances of this region. */
    private boolean releases(String region) {
        LaunchTemplate.PublicIp address = pass.fleet.template(region).publicIp();
        return address == null || address.releaseWithInstance();
    }

    private Map<String, List<String>> byRegion(List<Farewell> farewells) {
        Map<String, List<String>> regions = new LinkedHashMap<>();
        for (Farewell farewell : farewells) {
            Evidence.OfFarewell evidence = pass.evidence.farewell(farewell.instanceId());
            if (evidence.goneAt != null) {
                continue;
            }
            if (evidence.nextTryAt > pass.nanos) {
                pass.lookAgain(Duration.ofNanos(evidence.nextTryAt - pass.nanos));
                continue;
            }
            regions.computeIfAbsent(farewell.region(), _ -> new ArrayList<>())
                    .add(farewell.instanceId());
        }
        Map<String, List<String>> allowed = new LinkedHashMap<>();
        regions.forEach((region, ids) -> {
            Duration wait =
                    pass.cloud
                            .budget()
                            .take(
                                    region,
                                    RequestBudget.Action.GIVE_UP,
                                    RequestBudget.Priority.GROW);
            if (wait.isZero()) {
                allowed.put(region, ids);
            } else {
                pass.lookAgain(wait);
            }
        });
        return allowed;
    }

    private void handle(Map<String, CallOutcome> outcomes, Set<String> guarded) {
        pass.evidence.trouble = null;
        outcomes.forEach((id, outcome) -> {
            Evidence.OfFarewell evidence = pass.evidence.farewell(id);
            evidence.nextTryAt = pass.nanos + pause(evidence.tries).toNanos();
            evidence.tries++;
            if (outcome instanceof CallOutcome.Refused refused) {
                refused(id, refused.failure(), guarded);
            }
        });
        pass.lookAtNextListing();
    }

    private static Duration pause(int tries) {
        if (tries >= QUICK_TRIES) {
            return GUARD;
        }
        Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(tries, 4));
        return wait.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : wait;
    }

    private void refused(String id, CloudFailure failure, Set<String> guarded) {
        pass.evidence.farewell(id).toldGone |= failure instanceof CloudFailure.Gone;
        if (failure instanceof CloudFailure.Protected) {
            guarded.add(id);
            pass.evidence.guard(id, pass.nanos + GUARD.toNanos());
        } else if (!(failure instanceof CloudFailure.Gone)
                && !(failure instanceof CloudFailure.Busy)) {
            pass.evidence.trouble = failure;
        }
    }

    /** Protected instances leave the farewells, if they still stand there, and count again. */
    static FleetRecord returned(FleetRecord record, Set<String> guarded) {
        List<String> back = guarded.stream().filter(record.ledger()::leaving).toList();
        return back.isEmpty()
                ? record
                : record.with(record.ledger().withoutFarewells(back::contains).knowing(back));
    }

    /** Tells which instances could not be given up. */
    static void tellGuarded(Pass pass, Set<String> guarded, Instant now) {
        if (!guarded.isEmpty()) {
            pass.tell(
                    new Activity(
                            Activity.Type.TERMINATE,
                            false,
                            "the cloud protects them",
                            "Protected",
                            guarded.size()
                                    + " instances are protected against termination and count"
                                    + " again; lift the protection in the cloud, they are tried"
                                    + " again in "
                                    + GUARD.toMinutes()
                                    + " minutes",
                            List.copyOf(guarded),
                            guarded.size(),
                            now,
                            now));
        }
    }
}
