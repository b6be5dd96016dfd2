package io.spotkeeper.convert;

import java.util.Map;
import java.util.TreeMap;

/** The words of Huawei Cloud's auto launch groups and those of an AutoLaunchGroup. */
enum HuaweiWords {
    TYPE(Map.of("request", "Request", "maintain", "Maintain")),
    LEAVING(Map.of("terminate", "Terminate", "noTermination", "Retain")),
    // The fourth is in the cloud's SDK and console, not in its documentation of the call.
    STRATEGY(
            Map.of(
                    "lowest_price",
                    "LowestPrice",
                    "prioritized",
                    "Prioritized",
                    "capacity_optimized",
                    "CapacityOptimized",
                    "diversified",
                    "Diversified")),
    SUPPLY(Map.of("singlation", "Single", "multiple", "Multiple"));

    private final Map<String, String> ours;
    private final Map<String, String> theirs = new TreeMap<>();

    HuaweiWords(Map<String, String> ours) {
        this.ours = ours;
        ours.forEach((their, our) -> theirs.put(our, their));
    }

    /** Our word by theirs. */
    Map<String, String> ours() {
        return ours;
    }

    /** Their word by ours. */
    Map<String, String> theirs() {
        return theirs;
    }
}
