package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.keeper.Inquiry.Fate;
import io.spotkeeper.keeper.ScriptedCloud.Lie;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rule 9: what by-id answers are worth. */
class InquiryTest {
    private static final Fate UNCLEAR = new Fate.Unclear();
    private static final Fate ABSENT = new Fate.Absent();

    private final OnePass one = new OnePass(Fleets.of(3));

    InquiryTest() {
        one.books(ledger -> ledger.knowing(List.of("a", "b")));
    }

    private Map<String, Fate> ask(List<String> ids, Instance... listed) {
        one.time.advance(Duration.ofSeconds(10));
        return Inquiry.ask(one.pass(), one.round(listed), ids);
    }

    private static List<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> "ins-" + i).toList();
    }

    @Test
    void asksNothingOfNobody() {
        assertThat(ask(List.of(), one.control())).isEmpty();
        assertThat(one.cloud.describeCalls).isZero();
    }

    @Test
    void asksForNinetyNineAndAControlAtATime() {
        assertThat(ask(ids(99), one.control())).hasSize(99);
        assertThat(one.cloud.describeCalls).isEqualTo(1);

        assertThat(ask(ids(100), one.control())).hasSize(100);

        assertThat(one.cloud.describeCalls).isEqualTo(3);
    }

    @Test
    void concludesNothingOfAnyIdThatTheCloudDidNotAnswerFor() {
        one.cloud.descriptions.add(Lie.FAILED);
        Pass pass = one.pass();

        Map<String, Fate> fates = Inquiry.ask(pass, one.round(one.control()), List.of("a", "b"));

        assertThat(fates).containsExactlyInAnyOrderEntriesOf(Map.of("a", UNCLEAR, "b", UNCLEAR));
        assertThat(pass.trouble).isNotNull();
    }

    @Test
    void believesAbsenceInAnAnswerThatShowsTheControl() {
        assertThat(ask(List.of("a"), one.control())).containsEntry("a", ABSENT);
    }

    @Test
    void takesNoInstanceForItsOwnControl() {
        Instance a = OnePass.ours("a");
        one.exists(a);

        assertThat(ask(List.of("a", "b"), a)).containsEntry("b", UNCLEAR);
    }

    @Test
    void believesWithoutAControlOnlyThreeRoundsInARow() {
        assertThat(ask(List.of("a"))).containsEntry("a", UNCLEAR);
        assertThat(ask(List.of("a"))).containsEntry("a", UNCLEAR);
        assertThat(ask(List.of("a"))).containsEntry("a", ABSENT);
    }

    @Test
    void countsTheRoundsAnewWhenAnAnswerShowsIt() {
        ask(List.of("a"));
        ask(List.of("a"));
        one.exists(OnePass.ours("a"));
        assertThat(ask(List.of("a"))).containsEntry("a", new Fate.Alive(shown("a")));
        one.cloud.vms.clear();

        assertThat(ask(List.of("a"))).containsEntry("a", UNCLEAR);
    }

    private Instance shown(String id) {
        return Objects.requireNonNull(one.cloud.vms.get(id))
                .shown(one.time.monotonicNanos())
                .orElseThrow();
    }

    @Test
    void countsTheRoundsAnewWhenAnAnswerHidesTheControl() {
        ask(List.of("a"));
        ask(List.of("a"));
        one.cloud.descriptions.add(Lie.EMPTY);
        assertThat(ask(List.of("a"), one.control())).containsEntry("a", UNCLEAR);

        assertThat(ask(List.of("a"))).containsEntry("a", UNCLEAR);
    }

    @Test
    void remembersWhatItSawAliveAndNotTheDead() {
        one.exists(OnePass.ours("a"));
        one.exists(OnePass.is(InstanceState.FAILED, OnePass.ours("b")));

        Map<String, Fate> fates = ask(List.of("a", "b"));

        assertThat(fates.get("a")).isInstanceOf(Fate.Alive.class);
        assertThat(fates.get("b")).isInstanceOf(Fate.Dead.class);
        assertThat(one.evidence.lastSeen("a")).isEqualTo(shown("a"));
        assertThat(one.evidence.lastSeen("b")).isNull();
    }
}
