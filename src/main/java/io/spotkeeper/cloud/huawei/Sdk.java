package io.spotkeeper.cloud.huawei;

import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.CloudFailure.Throttled;
import io.spotkeeper.cloud.CloudFailure.Transient;
import io.spotkeeper.cloud.ErrorClass;
import io.spotkeeper.cloud.Fault;
import io.spotkeeper.cloud.Fault.Origin;
import io.spotkeeper.cloud.Passage;
import io.spotkeeper.cloud.Scrubber;
import io.spotkeeper.cloud.SendDeadline;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes calls through the SDK. What came of one is judged by what the transport saw of it and by
 * its text, not by the SDK's exceptions: these are thrown for some refusals and not for others, and
 * a NullPointerException is among them.
 */
final class Sdk {
    private static final Logger log = LoggerFactory.getLogger(Sdk.class);

    private static final String ACTION = "action";
    private static final String STATUS = "status";
    private static final String OUTCOME = "outcome";

    /** The code of whatever surely did not leave. */
    private static final String NOT_SENT = "NotSent";

    /** The code of whatever left and was not answered. */
    private static final String NO_ANSWER = "NoAnswer";

    /** The code of an answer that is not what the service sends. */
    static final String UNREADABLE = "UnreadableAnswer";

    private final ErrorTable table;
    private final Scrubber scrubber;
    private final Transport transport;

    Sdk(ErrorTable table, Scrubber scrubber, Transport transport) {
        this.table = table;
        this.scrubber = scrubber;
        this.transport = transport;
    }

    /** A call of the SDK; what it throws is no checked exception. */
    @FunctionalInterface
    interface Call<T> {
        /** Makes the call. */
        @Nullable T make();
    }

    /** A call that changes nothing. */
    <T> Answer<T> read(String action, Call<T> call) {
        return make(action, () -> false, call);
    }

    /** A call that changes something; it leaves only while {@code deadline} allows it. */
    <T> Answer<T> change(String action, SendDeadline deadline, Call<T> call) {
        return make(action, deadline, call);
    }

    /** An answer that lacks what every answer has. */
    static Fault unreadable(String what) {
        return new Fault(Origin.LOST, true, new Transient(UNREADABLE, what));
    }

    /** What a code and its text mean that stood in the record of a job. */
    CloudFailure failure(String rawCode, @Nullable String message) {
        String code = scrubber.clean(rawCode);
        return table.classOf(code, 400).failure(code, scrubber.clean(message));
    }

    private <T> Answer<T> make(String action, SendDeadline deadline, Call<T> call) {
        Passage passage = new Passage(deadline);
        Answer<T> answer;
        try {
            T value = ScopedValue.where(Passage.CURRENT, passage).call(call::make);
            answer = judge(value, passage);
        } catch (RuntimeException e) {
            answer = new Answer.Missing<>(faultOf(e, passage));
        } finally {
            transport.over(passage);
        }
        log(action, passage, answer);
        return answer;
    }

    private <T> Answer<T> judge(@Nullable T value, Passage passage) {
        Optional<ErrorText> error = ErrorText.in(passage.body(), passage.status());
        if (error.isPresent()) {
            return new Answer.Missing<>(answered(error.get(), passage));
        }
        return value == null || passage.status() < 200 || passage.status() >= 300
                ? new Answer.Missing<>(unreadable("a success with HTTP status " + passage.status()))
                : new Answer.Given<>(value);
    }

    /**
     * A bug of ours would come out here as well, so what may have been sent stays in doubt and the
     * class is named. The message of what is not an IOException is not shown: it may quote the
     * request.
     */
    private Fault faultOf(RuntimeException e, Passage passage) {
        if (!passage.sent()) {
            return new Fault(Origin.NOT_SENT, false, new Transient(NOT_SENT, describe(e)));
        }
        if (passage.status() == 0) {
            return new Fault(Origin.LOST, true, new Transient(NO_ANSWER, describe(e)));
        }
        Optional<ErrorText> error = ErrorText.in(passage.body(), passage.status());
        if (error.isPresent()) {
            return answered(error.get(), passage);
        }
        return passage.status() >= 400
                ? byStatus(passage, "the gateway answered with HTTP status " + passage.status())
                : unreadable(e.getClass().getName());
    }

    private Fault answered(ErrorText error, Passage passage) {
        String text = scrubber.clean(error.message());
        if (error.code() == null) {
            return byStatus(passage, text);
        }
        String code = scrubber.clean(error.code());
        ErrorClass meaning = table.classOf(code, passage.status());
        if (meaning == ErrorClass.AUTH && text.contains("expired")) {
            text += " (signatures are accepted for 15 minutes: is this machine's clock right?)";
        }
        return new Fault(
                Origin.ANSWERED,
                meaning == ErrorClass.TRANSIENT_AMBIGUOUS,
                failure(meaning, code, text, passage));
    }

    private Fault byStatus(Passage passage, String text) {
        int status = passage.status();
        String code = ErrorTable.codeless(status);
        ErrorClass meaning = table.classOf(code, status);
        boolean doubt = meaning == ErrorClass.TRANSIENT_AMBIGUOUS;
        return new Fault(
                doubt ? Origin.LOST : Origin.ANSWERED,
                doubt,
                status == 503
                        ? new Throttled(passage.retryAfter(), code, text)
                        : failure(meaning, code, text, passage));
    }

    private static CloudFailure failure(
            ErrorClass meaning, String code, String text, Passage passage) {
        return meaning == ErrorClass.THROTTLED
                ? new Throttled(passage.retryAfter(), code, text)
                : meaning.failure(code, text);
    }

    /** The SDK's own message repeats the kind of trouble, its cause says what happened. */
    private String describe(RuntimeException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        boolean shown =
                cause instanceof IOException || !cause.getClass().getName().startsWith("java.");
        return cause.getClass().getSimpleName()
                + (shown ? ": " + scrubber.clean(cause.getMessage()) : "");
    }

    private static <T> void log(String action, Passage passage, Answer<T> answer) {
        log.atDebug()
                .addKeyValue(ACTION, action)
                .addKeyValue(STATUS, passage.status())
                .addKeyValue(
                        OUTCOME,
                        switch (answer) {
                            case Answer.Given<T> _ -> "ok";
                            case Answer.Missing<T>(Fault fault) -> fault.failure().code();
                        })
                .log("called Huawei Cloud");
    }
}
