package io.spotkeeper.keeper;

import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Ownership;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Puts our tags on instances that should have had them from their launch. Like every mutating call
 * it is allowed by a write that changes the object: a process that was frozen meanwhile must not
 * put tags on what another has released since.
 */
final class Tagging {
    private static final Duration RETRY = Duration.ofMinutes(1);

    private Tagging() {}

    /** Before the write: notes which instances of an intent want tags, now and then. */
    static void allow(Pass pass, LaunchIntent intent, List<String> ids) {
        Evidence.OfIntent evidence = pass.evidence.intent(intent.id());
        if (ids.isEmpty() || evidence.nextTagAt > pass.nanos) {
            return;
        }
        pass.tagLater(intent.id(), ids);
        pass.record =
                pass.record.with(
                        pass.record.ledger().changing(intent.id(), i -> i.tagging(pass.now)));
    }

    /** After the write. Tags are idempotent: an outcome that is not good is simply tried again. */
    static void act(Pass pass, SendLimit deadline) {
        for (Map.Entry<String, List<String>> entry : pass.untagged().entrySet()) {
            pass.record
                    .ledger()
                    .intent(entry.getKey())
                    .ifPresent(intent -> {
                        Evidence.OfIntent evidence = pass.evidence.intent(intent.id());
                        evidence.nextTagAt = pass.nanos + RETRY.toNanos();
                        pass.cloud
                                .provider()
                                .tag(
                                        intent.pool().region(),
                                        entry.getValue(),
                                        Ownership.tags(
                                                pass.cloud.cluster(),
                                                pass.fleet.id(),
                                                intent.id(),
                                                intent.weight()),
                                        deadline);
                        pass.lookAtOnce();
                    });
        }
    }
}
