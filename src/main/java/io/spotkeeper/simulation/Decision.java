package io.spotkeeper.simulation;

import io.spotkeeper.inventory.Inventory;
import java.util.Map;

/**
 * Books that a process is about to write, and what it looked at when it decided on them. The write
 * may fail yet.
 *
 * @param process who decides
 * @param begunNanos when the pass began, on the timeline
 * @param listings the latest listing of each region at that moment; regions never listed are absent
 * @param before the object that was decided on
 * @param after the object with the new books
 */
public record Decision(
        OperatorProcess process,
        long begunNanos,
        Map<String, Inventory> listings,
        FleetObject before,
        FleetObject after) {}
