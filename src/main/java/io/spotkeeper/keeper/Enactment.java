package io.spotkeeper.keeper;

import io.spotkeeper.fleet.Activity;
import io.spotkeeper.fleet.FleetRecord;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a pass decided comes true: it is recorded, then asked of the cloud, then recorded as the
 * cloud answered.
 */
final class Enactment {
    private static final int OUTCOME_WRITES = 5;

    private final Timing timing;
    private final Pass pass;
    private final @Nullable FleetReport report;

    /**
     * Of one pass.
     *
     * @param report what is told with the record; absent = what was told last stands
     */
    Enactment(Timing timing, Pass pass, @Nullable FleetReport report) {
        this.timing = timing;
        this.pass = pass;
        this.report = report;
    }

    /** Sends open intents again, and does nothing else. */
    PassResult resend(Launches launches) {
        SendLimit deadline = SendLimit.startingNow(pass.time, timing);
        if (!pass.store.write(pass.record, report)) {
            return pass.conflict();
        }
        pass.written();
        if (launches.anyAllowed()) {
            send(launches, deadline);
        }
        return pass.result(false);
    }

    /** All that was decided on a listing. */
    PassResult of(Launches launches, Farewells farewells, boolean letGo) {
        SendLimit deadline = SendLimit.startingNow(pass.time, timing);
        if (!pass.store.write(pass.record, report)) {
            return pass.conflict();
        }
        pass.written();
        // Launches first: a slow termination must not use up the deadline of a replacement.
        if (launches.anyAllowed()) {
            send(launches, deadline);
        }
        Tagging.act(pass, deadline);
        if (!pass.resting()) {
            giveUp(farewells, deadline);
        }
        return pass.result(letGo);
    }

    /** Sends what was recorded, and records what came back. */
    private void send(Launches launches, SendLimit deadline) {
        LaunchAnswers answers = launches.send(deadline);
        int before = pass.news().size();
        answers.tell(pass.time.now());
        pass.lookAtOnce();
        recordOutcome(answers::apply, before);
    }

    /**
     * Asks for what was recorded as given up, unless another replica's books say otherwise by now.
     */
    private void giveUp(Farewells farewells, SendLimit deadline) {
        if (farewells.repeated() && !stillSo()) {
            pass.lookAgain(Duration.ZERO);
            return;
        }
        Set<String> guarded = farewells.act(deadline);
        if (!guarded.isEmpty()) {
            int before = pass.news().size();
            Farewells.tellGuarded(pass, guarded, pass.time.now());
            recordOutcome(record -> Farewells.returned(record, guarded), before);
        }
    }

    // A call that is made again is not allowed by a write of its own: the object is read instead.
    private boolean stillSo() {
        FleetRecord present = pass.store.refresh() ? pass.store.current() : null;
        return present != null && present.ledger().equals(pass.record.ledger());
    }

    /**
     * Records what the cloud answered. Launched ids are money: the outcome is applied to the object
     * as it is then, again after every conflict. Should even that fail, the tokens bring them back
     * in a later pass.
     */
    private void recordOutcome(UnaryOperator<FleetRecord> outcome, int newsBefore) {
        List<Activity> news = List.copyOf(pass.news().subList(newsBefore, pass.news().size()));
        FleetRecord base = pass.record;
        @Nullable FleetReport told = report;
        for (int write = 0; write < OUTCOME_WRITES; write++) {
            FleetRecord next = outcome.apply(base);
            if (pass.store.write(next, told)) {
                pass.record = next;
                pass.written();
                return;
            }
            FleetRecord present = pass.store.refresh() ? pass.store.current() : null;
            if (present == null) {
                return;
            }
            // Restored while the cloud was asked: what it does not know of is doubted with it.
            boolean older = present.ledger().settlement() < pass.evidence.counter();
            base = (older ? pass.doubted(present) : present).logging(news);
            // Whoever changed the object may have told something younger.
            told = null;
        }
        pass.lookAgain(Duration.ofSeconds(1));
    }
}
