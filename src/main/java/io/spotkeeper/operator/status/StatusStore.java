package io.spotkeeper.operator.status;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.api.v1alpha1.NextAction;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.keeper.FleetReport;
import io.spotkeeper.keeper.LastTold;
import io.spotkeeper.keeper.LedgerStore;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The only writer of fleet statuses. Every write carries the resourceVersion of the object that was
 * decided on: any other way of writing loses a race, or an edit of the owner, in JOSDK 5.3.2.
 *
 * @param <R> the custom resource
 */
public final class StatusStore<R extends CustomResource<?, FleetStatus>> implements LedgerStore {
    private static final Logger log = LoggerFactory.getLogger(StatusStore.class);
    private static final int UNPROCESSABLE = 422;
    private static final Duration COST_PAUSE = Duration.ofMinutes(10);

    private final Context<R> context;
    private final Class<R> type;
    private final String finalizer;
    private final Writes writes;
    private final TimeSource time;
    private String currency = "";
    private @Nullable Fleet fleet;
    private R object;
    private boolean unacceptable;
    private boolean refused;

    /**
     * When each object was last written by this process, and what: a moving cost alone has to wait,
     * and so does what somebody else told otherwise.
     */
    public static final class Writes {
        private final LastTold<FleetStatus> told = new LastTold<>(Facts::same);

        /** Forgets an object that is gone. */
        public void forget(String uid) {
            told.forget(uid);
        }
    }

    /** The store of one pass over one object. */
    public StatusStore(
            Context<R> context,
            Class<R> type,
            R object,
            String finalizer,
            Writes writes,
            TimeSource time) {
        this.context = context;
        this.type = type;
        this.object = object;
        this.finalizer = finalizer;
        this.writes = writes;
        this.time = time;
    }

    /** What the object's spec means; needed before a report is written. */
    public void describes(Fleet meaning, String accountCurrency) {
        fleet = meaning;
        currency = accountCurrency;
    }

    /** The object as last read or written. */
    public R object() {
        return object;
    }

    @Override
    public @Nullable FleetRecord current() {
        return RecordCodec.decode(object.getStatus());
    }

    @Override
    public boolean finalizerPresent() {
        return object.hasFinalizer(finalizer);
    }

    @Override
    public boolean write(FleetRecord record, @Nullable FleetReport report) {
        FleetStatus before = before();
        FleetStatus after =
                report == null
                        ? FleetStatusFactory.recorded(before, record)
                        : FleetStatusFactory.told(
                                before,
                                new FleetStatusFactory.Subject(
                                        object.getMetadata().getUid(),
                                        object.getMetadata().getGeneration(),
                                        currency),
                                Objects.requireNonNull(fleet, "describes() comes first"),
                                record,
                                report,
                                time.now());
        if (write(before, after)) {
            return true;
        }
        // What is told must never keep the books from being written.
        return unacceptable && write(before, FleetStatusFactory.recorded(before, record));
    }

    /** Tells why nothing can be done for this object; its books stand as they are. */
    public boolean refuse(ConditionReason reason, String message) {
        FleetStatus before = before();
        FleetStatus after =
                Conditions.told(
                        before,
                        object.getMetadata(),
                        false,
                        reason,
                        message,
                        new NextAction("Retry", reason.name(), null),
                        time.now());
        return write(before, after);
    }

    /**
     * Whether the last write failed for something else than a race: starting over at once would
     * fail at once again.
     */
    public boolean refused() {
        return refused;
    }

    private FleetStatus before() {
        FleetStatus status = object.getStatus();
        return status == null ? FleetStatus.empty() : status;
    }

    private boolean write(FleetStatus before, FleetStatus after) {
        if (object.getStatus() != null && stands(before, after)) {
            return true;
        }
        unacceptable = false;
        try {
            object = LockedWrite.status(context, object, after);
            writes.told.tell(object.getMetadata().getUid(), after, time.now());
            refused = false;
            return true;
        } catch (KubernetesClientException e) {
            // A conflict, an object that is gone, or an answer that was lost: all mean start over.
            refused =
                    e.getCode() != HttpURLConnection.HTTP_CONFLICT
                            && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND;
            unacceptable = e.getCode() == UNPROCESSABLE;
            log.atLevel(unacceptable ? Level.ERROR : Level.INFO)
                    .addKeyValue("fleet", name())
                    .addKeyValue("status", e.getCode())
                    .log("status not written, starting over: {}", e.getMessage());
            return false;
        }
    }

    /** Whether what the object says may stay for now. */
    private boolean stands(FleetStatus before, FleetStatus after) {
        String uid = object.getMetadata().getUid();
        Instant now = time.now();
        if (Facts.same(before, after)) {
            boolean pause = writes.told.at(uid).isAfter(now.minus(COST_PAUSE));
            return pause || !Facts.costMoved(before, after);
        }
        return Facts.sameBooks(before, after) && writes.told.yields(uid, after, now);
    }

    private String name() {
        return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    }

    @Override
    public boolean refresh() {
        Optional<R> present = LockedWrite.present(context.getClient(), type, object);
        present.ifPresent(read -> object = read);
        return present.isPresent();
    }
}
