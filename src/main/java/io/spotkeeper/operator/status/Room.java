package io.spotkeeper.operator.status;

import io.spotkeeper.api.v1alpha1.ActivityStatus;
import io.spotkeeper.api.v1alpha1.AllocationStatus;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.api.v1alpha1.FleetStatusBuilder;
import io.spotkeeper.api.v1alpha1.InstanceStatus;
import io.spotkeeper.api.v1alpha1.LaunchIntentStatus;
import io.spotkeeper.api.v1alpha1.LedgerStatus;
import io.spotkeeper.api.v1alpha1.PoolRefusal;
import io.spotkeeper.api.v1alpha1.PoolStatus;
import io.spotkeeper.api.v1alpha1.RequestStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a status within 256 KiB for 2,000 instances and 640 KiB for 10,000. What counting depends
 * on is never left out; what is told for people has the room that this leaves. Sizes are those of
 * compact JSON, estimated from above.
 */
final class Room {
    private static final int SMALL = 256 * 1024;
    private static final int SMALL_IDS = 2000;
    private static final int PER_ID = 49;

    /** Conditions and all single fields. */
    private static final int REST = 6 * 1024;

    private static final int INTENT = 720;
    private static final int DEPARTURE = 150;
    private static final int REFUSAL = 290;
    private static final int ACTIVITY = 290;
    private static final int POOL = 290;
    private static final int INSTANCE = 300;
    private static final int QUOTES = 3;

    private Room() {}

    /** The status with as many rows as there is room for, the first of each list. */
    static FleetStatus fit(FleetStatus status) {
        int left = limit(status.ledger()) - REST - books(status);
        FleetStatusBuilder fitted = status.toBuilder();
        List<ActivityStatus> activities = first(status.activities(), left * 2 / 5);
        fitted.activities(activities);
        left -= activities.stream().mapToInt(Room::size).sum();
        AllocationStatus allocation = status.allocation();
        if (allocation != null) {
            int rows = Math.max(0, Math.min(allocation.pools().size(), left / 2 / POOL));
            fitted.allocation(shortened(allocation, rows));
            left -= rows * POOL;
        }
        List<InstanceStatus> instances = status.instances();
        int rows = Math.max(0, Math.min(instances.size(), left / INSTANCE));
        if (rows < instances.size()) {
            fitted.instances(instances.subList(0, rows))
                    .instancesOmitted(instances.size() - rows + orZero(status.instancesOmitted()));
        }
        return fitted.build();
    }

    private static int limit(@Nullable LedgerStatus ledger) {
        int ids = 0;
        if (ledger != null) {
            ids = ledger.known().size();
            for (LaunchIntentStatus intent : ledger.intents()) {
                ids += intent.instanceIds().size();
            }
        }
        return SMALL + Math.max(0, ids - SMALL_IDS) * PER_ID;
    }

    /** What has to be written in any case. */
    private static int books(FleetStatus status) {
        int size = 0;
        LedgerStatus ledger = status.ledger();
        if (ledger != null) {
            size += ids(ledger.known());
            for (LaunchIntentStatus intent : ledger.intents()) {
                size += INTENT + ids(intent.instanceIds());
            }
            size += (ledger.terminations().size() + ledger.releases().size()) * DEPARTURE;
        }
        RequestStatus request = status.request();
        if (request != null) {
            for (PoolRefusal refusal : request.refusals()) {
                size += REFUSAL + length(refusal.code()) + length(refusal.message());
            }
        }
        return size;
    }

    private static int ids(List<String> ids) {
        return ids.stream().mapToInt(id -> id.length() + QUOTES).sum();
    }

    private static List<ActivityStatus> first(List<ActivityStatus> activities, int room) {
        List<ActivityStatus> kept = new ArrayList<>();
        int used = 0;
        for (ActivityStatus activity : activities) {
            used += size(activity);
            if (used > room) {
                break;
            }
            kept.add(activity);
        }
        return kept;
    }

    private static int size(ActivityStatus activity) {
        return ACTIVITY
                + length(activity.message())
                + length(activity.cause())
                + ids(activity.instanceIds());
    }

    // As many bytes as a character of Chinese takes in UTF-8.
    private static int length(@Nullable String text) {
        return text == null
                ? 0
                : text.chars().allMatch(c -> c < 128) ? text.length() : 3 * text.length();
    }

    private static AllocationStatus shortened(AllocationStatus allocation, int rows) {
        List<PoolStatus> pools = allocation.pools();
        return rows == pools.size()
                ? allocation
                : new AllocationStatus(
                        allocation.summary(),
                        allocation.decidedAt(),
                        allocation.optimality(),
                        pools.subList(0, rows),
                        pools.size() - rows + orZero(allocation.omitted()));
    }

    private static int orZero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }
}
