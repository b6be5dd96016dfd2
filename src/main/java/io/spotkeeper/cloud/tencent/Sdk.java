package io.spotkeeper.cloud.tencent;

import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.CloudFailure.Throttled;
import io.spotkeeper.cloud.CloudFailure.Transient;
import io.spotkeeper.cloud.Fault;
import io.spotkeeper.cloud.Fault.Origin;
import io.spotkeeper.cloud.Passage;
import io.spotkeeper.cloud.Scrubber;
import io.spotkeeper.cloud.SendDeadline;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes calls through the SDK and turns everything that it throws into a {@link Fault}. */
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

    /** What the SDK says for every HTTP status but 200. */
    private static final String BAD_STATUS = "ServerSideError";

    private final ErrorTable table;
    private final Scrubber scrubber;

    Sdk(ErrorTable table, Scrubber scrubber) {
        this.table = table;
        this.scrubber = scrubber;
    }

    /** A call of the SDK. */
    @FunctionalInterface
    interface Call<T> {
        /** Makes the call. */
        T make() throws TencentCloudSDKException;
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

    private <T> Answer<T> make(String action, SendDeadline deadline, Call<T> call) {
        Passage passage = new Passage(deadline);
        Answer<T> answer;
        try {
            T value = ScopedValue.where(Passage.CURRENT, passage).call(call::make);
            answer = new Answer.Given<>(value);
        } catch (TencentCloudSDKException e) {
            answer = new Answer.Missing<>(faultOf(e, passage));
        } catch (RuntimeException e) {
            answer = new Answer.Missing<>(faultOf(e));
        }
        log(action, passage, answer);
        return answer;
    }

    /**
     * The SDK lets a NullPointerException escape on an empty body and on JSON without "Response",
     * and Gson's own exceptions on fields of another type. A bug of ours would come out here as
     * well, so what may have been sent stays in doubt and the class is named. Its message is not
     * shown: it may quote the request.
     */
    private static Fault faultOf(RuntimeException e) {
        return unreadable(e.getClass().getName());
    }

    private Fault faultOf(TencentCloudSDKException e, Passage passage) {
        String code = e.getErrorCode();
        if (!passage.sent()) {
            return new Fault(Origin.NOT_SENT, false, new Transient(NOT_SENT, describe(e)));
        }
        if (BAD_STATUS.equals(code)) {
            return badStatus(passage);
        }
        if (code == null || code.isEmpty()) {
            String word = e.getCause() instanceof IOException ? NO_ANSWER : UNREADABLE;
            return new Fault(Origin.LOST, true, new Transient(word, describe(e)));
        }
        return answered(code, e.getMessage());
    }

    private Fault answered(String rawCode, @Nullable String message) {
        String code = scrubber.clean(rawCode);
        String text = scrubber.clean(message);
        if (code.equals("AuthFailure.SignatureExpire")) {
            text += " (signatures are accepted for five minutes: is this machine's clock right?)";
        }
        return new Fault(
                Origin.ANSWERED,
                table.mayHaveBeenApplied(code),
                table.classOf(code).failure(code, text));
    }

    private static Fault badStatus(Passage passage) {
        int status = passage.status();
        String code = "HTTP" + status;
        String message = "the gateway answered with HTTP status " + status;
        return new Fault(
                Origin.LOST,
                true,
                status == 429 || status == 503
                        ? new Throttled(passage.retryAfter(), code, message)
                        : new Transient(code, message));
    }

    /** Transport failures: the SDK's own message is empty, its cause says what happened. */
    private String describe(TencentCloudSDKException e) {
        Throwable cause = e.getCause();
        return cause == null
                ? scrubber.clean(e.getMessage())
                : cause.getClass().getSimpleName()
                        + (cause instanceof IOException
                                ? ": " + scrubber.clean(cause.getMessage())
                                : "");
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
                .log("called Tencent Cloud");
    }
}
