package io.spotkeeper.keeper;

import io.spotkeeper.fleet.Activity;
import io.spotkeeper.fleet.FleetPlanner;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.Refusal;
import io.spotkeeper.fleet.RefusalKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Members that ended without our asking, gathered over one pass and told once per kind: an activity
 * each for the interrupted, the released by hand, the failed at launch and those that lost our
 * tags.
 */
final class Losses {
    private static final Comparator<String> BY_ID = Comparator.naturalOrder();

    private enum Kind {
        INTERRUPTED(
                Activity.Type.INTERRUPTION,
                "Interrupted",
                "the cloud took them back",
                "will be replaced"),
        ENDED_ELSEWHERE(
                Activity.Type.INTERRUPTION,
                "ReleasedByHand",
                "somebody else terminated them",
                "will be replaced"),
        UNTAGGED(
                Activity.Type.INTERRUPTION,
                "TagsRemoved",
                "somebody took our tags off them",
                "run on outside the fleet and will be replaced"),
        LAUNCH_FAILED(
                Activity.Type.LAUNCH, "LaunchFailed", "the cloud could not start them", "are dead");

        final Activity.Type type;
        final String reason;
        final String cause;
        final String consequence;

        Kind(Activity.Type type, String reason, String cause, String consequence) {
            this.type = type;
            this.reason = reason;
            this.cause = cause;
            this.consequence = consequence;
        }
    }

    private final Map<Kind, List<String>> ids = new LinkedHashMap<>();
    private final Set<String> gathered = new HashSet<>();
    private final Pass pass;
    private String failure = "";

    Losses(Pass pass) {
        this.pass = pass;
    }

    /** An instance that is dead by its state, or absent (then as it was last seen, if ever). */
    void ended(String id, @Nullable Instance instance) {
        if (gathered.contains(id)) {
            return;
        }
        Kind kind = Kind.INTERRUPTED;
        if (instance != null && instance.state() == InstanceState.FAILED) {
            kind = Kind.LAUNCH_FAILED;
            failure = instance.failure() == null ? "" : ": " + instance.failure();
            pass.hold(
                    instance,
                    new Refusal(
                            RefusalKind.LAUNCH_FAILED,
                            "LAUNCH_FAILED",
                            "an instance failed to start" + failure));
        } else if (instance != null && instance.endedElsewhere()) {
            kind = Kind.ENDED_ELSEWHERE;
        } else if (instance != null && young(instance)) {
            pass.hold(
                    instance,
                    new Refusal(
                            RefusalKind.DIED_YOUNG,
                            "DiedYoung",
                            "an instance ended within "
                                    + FleetPlanner.YOUNG.toMinutes()
                                    + " minutes of its launch"));
        }
        add(kind, id);
    }

    /** An instance that lives without our tags. */
    void untagged(String id) {
        add(Kind.UNTAGGED, id);
    }

    // An id may stand in an open intent and among the known: it is lost once.
    private void add(Kind kind, String id) {
        if (gathered.add(id)) {
            ids.computeIfAbsent(kind, _ -> new ArrayList<>()).add(id);
        }
    }

    private boolean young(Instance instance) {
        return instance.createdAt().plus(FleetPlanner.YOUNG).isAfter(pass.now);
    }

    /** Tells what was lost, and counts the interruptions. */
    void tell() {
        int interrupted = 0;
        for (Map.Entry<Kind, List<String>> entry : ids.entrySet()) {
            Kind kind = entry.getKey();
            List<String> lost = entry.getValue();
            lost.sort(BY_ID);
            pass.lose(lost.size());
            if (kind.type == Activity.Type.INTERRUPTION) {
                interrupted += lost.size();
            }
            pass.tell(
                    kind.type,
                    false,
                    kind.cause,
                    kind.reason,
                    lost.size()
                            + (lost.size() == 1 ? " instance " : " instances ")
                            + "lost ("
                            + kind.cause
                            + "), "
                            + kind.consequence
                            + (kind == Kind.LAUNCH_FAILED ? failure : ""),
                    lost);
        }
        if (interrupted > 0) {
            pass.record = pass.record.interrupted(interrupted, pass.now);
        }
    }
}
