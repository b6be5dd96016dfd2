package io.spotkeeper.operator;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.spotkeeper.cloud.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kubernetes Events with correlation, with the constants of client-go: the same event again raises
 * a count, and an object that has much to tell is slowed down to one event in five minutes after a
 * burst of 25. An Event that cannot be written is logged; it is never worth failing a pass.
 */
public final class EventRecorder {
    private static final Logger log = LoggerFactory.getLogger(EventRecorder.class);
    private static final int REMEMBERED = 4096;
    private static final Duration SAME = Duration.ofMinutes(10);
    private static final double BURST = 25;
    private static final Duration REFILL = Duration.ofMinutes(5);
    private static final int MAX_MESSAGE = 1024;

    private record Key(String uid, String type, String reason, String message) {}

    private record Told(String name, int count, Instant first, Instant last) {}

    private record Tokens(double left, Instant at) {}

    private final KubernetesClient client;
    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Told> told = bounded();
    private final Map<String, Tokens> tokens = bounded();

    /** Records through this client. */
    public EventRecorder(KubernetesClient client, TimeSource time) {
        this.client = client;
        this.time = time;
    }

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    /** Tells that something went as it should. */
    public void normal(HasMetadata about, String reason, String message) {
        record(about, "Normal", reason, message);
    }

    /** Tells that something did not. */
    public void warning(HasMetadata about, String reason, String message) {
        record(about, "Warning", reason, message);
    }

    /**
     * Lists what nobody else will tell any more, in as many Events as it takes, whatever else the
     * object had to tell.
     */
    public void listing(HasMetadata about, String reason, String title, List<String> ids) {
        StringBuilder text = new StringBuilder(title);
        for (String id : ids) {
            if (text.length() + 1 + id.length() > MAX_MESSAGE) {
                single(about, reason, text.toString());
                text = new StringBuilder(title);
            }
            text.append(' ').append(id);
        }
        if (!ids.isEmpty()) {
            single(about, reason, text.toString());
        }
    }

    private void single(HasMetadata about, String reason, String message) {
        Instant now = time.now();
        write(
                about,
                new Key(about.getMetadata().getUid(), "Warning", reason, message),
                new Told(name(about), 1, now, now),
                false);
    }

    private void record(HasMetadata about, String type, String reason, String message) {
        String text = message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
        Key key = new Key(about.getMetadata().getUid(), type, reason, text);
        Instant now = time.now();
        Told before;
        Told next;
        lock.lock();
        try {
            Told known = told.get(key);
            before = known != null && known.last().plus(SAME).isAfter(now) ? known : null;
            if (!allowed(key.uid(), now)) {
                return;
            }
            next =
                    before == null
                            ? new Told(name(about), 1, now, now)
                            : new Told(before.name(), before.count() + 1, before.first(), now);
            told.put(key, next);
        } finally {
            lock.unlock();
        }
        write(about, key, next, before != null);
    }

    private boolean allowed(String uid, Instant now) {
        Tokens old = tokens.getOrDefault(uid, new Tokens(BURST, now));
        double refilled =
                Math.min(
                        BURST,
                        old.left()
                                + Duration.between(old.at(), now).toMillis()
                                        / (double) REFILL.toMillis());
        boolean allowed = refilled >= 1;
        tokens.put(uid, new Tokens(allowed ? refilled - 1 : refilled, now));
        return allowed;
    }

    private static String name(HasMetadata about) {
        return about.getMetadata().getName()
                + "."
                + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    }

    private void write(HasMetadata about, Key key, Told state, boolean again) {
        String namespace = about.getMetadata().getNamespace();
        try {
            if (again) {
                client.v1()
                        .events()
                        .inNamespace(namespace)
                        .withName(state.name())
                        .edit(event ->
                                new EventBuilder(event)
                                        .withCount(state.count())
                                        .withLastTimestamp(stamp(state.last()))
                                        .build());
            } else {
                client.v1()
                        .events()
                        .inNamespace(namespace)
                        .resource(event(about, key, state))
                        .create();
            }
        } catch (KubernetesClientException e) {
            log.atWarn()
                    .addKeyValue("object", namespace + "/" + about.getMetadata().getName())
                    .addKeyValue("reason", key.reason())
                    .log("event not written: {}", e.getMessage());
        }
    }

    private static Event event(HasMetadata about, Key key, Told state) {
        ObjectReference reference =
                new ObjectReferenceBuilder()
                        .withApiVersion(about.getApiVersion())
                        .withKind(about.getKind())
                        .withNamespace(about.getMetadata().getNamespace())
                        .withName(about.getMetadata().getName())
                        .withUid(about.getMetadata().getUid())
                        .build();
        return new EventBuilder()
                .withNewMetadata()
                .withName(state.name())
                .withNamespace(about.getMetadata().getNamespace())
                .endMetadata()
                .withInvolvedObject(reference)
                .withType(key.type())
                .withReason(key.reason())
                .withMessage(key.message())
                .withFirstTimestamp(stamp(state.first()))
                .withLastTimestamp(stamp(state.last()))
                .withCount(state.count())
                .withNewSource()
                .withComponent("spotkeeper")
                .endSource()
                .withReportingComponent("spotkeeper.io/operator")
                .build();
    }

    private static String stamp(Instant time) {
        return DateTimeFormatter.ISO_INSTANT.format(time.truncatedTo(ChronoUnit.SECONDS));
    }
}
