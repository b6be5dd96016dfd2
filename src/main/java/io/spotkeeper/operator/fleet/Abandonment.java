package io.spotkeeper.operator.fleet;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.api.v1alpha1.LedgerStatus;
import io.spotkeeper.operator.EventRecorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out of a deletion that cannot end, because nobody has the keys any more (rule 11): an
 * annotation with the object's own UID, so that no manifest carries it by accident.
 */
public final class Abandonment {
    private static final Logger log = LoggerFactory.getLogger(Abandonment.class);
    private static final String ANNOTATION = "spotkeeper.io/abandon";
    private static final String REASON = "Abandoned";

    private Abandonment() {}

    /** What to set on this object to give it up. */
    public static String annotation(HasMetadata object) {
        return ANNOTATION + "=" + object.getMetadata().getUid();
    }

    /** Whether its owner gave it up. */
    public static boolean wanted(HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations != null
                && object.getMetadata().getUid().equals(annotations.get(ANNOTATION));
    }

    /** Names every instance that may be left: nobody else will. */
    static void tell(CustomResource<?, FleetStatus> object, EventRecorder events) {
        FleetStatus status = object.getStatus();
        LedgerStatus ledger = status == null ? null : status.ledger();
        List<String> ids = new ArrayList<>();
        int open = 0;
        if (ledger != null) {
            open = ledger.intents().size();
            ids.addAll(ledger.known());
            ledger.intents().forEach(i -> ids.addAll(i.instanceIds()));
            ledger.terminations().forEach(t -> ids.add(t.instanceId()));
            ledger.releases().forEach(r -> ids.add(r.instanceId()));
        }
        log.atWarn()
                .addKeyValue("fleet", object.getMetadata().getName())
                .addKeyValue("instances", ids)
                .addKeyValue("openLaunches", open)
                .log("given up without looking");
        events.warning(
                object,
                REASON,
                "Given up without looking: "
                        + ids.size()
                        + " instances and "
                        + open
                        + " open launches; look for them in the cloud by the tag spotkeeper-fleet="
                        + object.getMetadata().getUid());
        events.listing(object, REASON, "Given up:", ids);
    }
}
