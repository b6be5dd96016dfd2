package io.spotkeeper.keeper;

import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Ownership;
import java.util.List;

/** Puts our tags on instances that should have had them from their launch. */
final class Tagging {
    private Tagging() {}

    /** Tags are idempotent: an outcome that is not good is simply tried again at the next round. */
    static void restore(Timing timing, Pass pass, LaunchIntent intent, List<String> ids) {
        SendLimit deadline = SendLimit.startingNow(pass.time, timing);
        pass.cloud
                .provider()
                .tag(
                        intent.pool().region(),
                        ids,
                        Ownership.tags(
                                pass.cloud.cluster(),
                                pass.fleet.id(),
                                intent.id(),
                                intent.weight()),
                        deadline);
        pass.lookAtOnce();
    }
}
