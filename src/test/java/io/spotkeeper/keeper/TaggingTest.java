package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.keeper.ScriptedCloud.Call;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule 8: tags that never came are put on again, now and then. */
class TaggingTest {
    private static final Duration RETRY = Duration.ofMinutes(1);

    private final OnePass one = new OnePass(Fleets.of(1));
    private final LaunchIntent intent = OnePass.intent("i", 2, "a", "b");

    TaggingTest() {
        one.books(ledger -> ledger.opening(intent));
        one.exists(OnePass.bare("a"));
    }

    private Pass tag(List<String> ids) {
        Pass pass = one.pass();
        Tagging.allow(pass, intent, ids);
        Tagging.act(pass, one.deadline());
        return pass;
    }

    @Test
    void putsTagsOnAfterAWriteThatChangesTheIntent() {
        one.time.advance(Duration.ofSeconds(1));
        Pass pass = one.pass();

        Tagging.allow(pass, intent, List.of("a"));

        assertThat(pass.record.ledger().intents().getFirst().allowedAt()).isEqualTo(pass.now);
        assertThat(one.cloud.calls).isEmpty();
    }

    @Test
    void listsAtOnceWhenTagsWerePutOn() {
        Pass pass = tag(List.of("a"));

        assertThat(one.cloud.calls)
                .containsExactly(new Call("tag", Fleets.REGION, List.of("a"), false));
        assertThat(pass.result(false).listNow()).isTrue();
        assertThat(pass.result(false).atNextListing()).isTrue();
    }

    @Test
    void triesAgainAfterAMinute() {
        tag(List.of("a"));
        one.time.advance(RETRY.minusNanos(1));
        tag(List.of("a"));
        assertThat(one.cloud.calls).hasSize(1);
        one.time.advance(Duration.ofNanos(1));

        tag(List.of("a"));

        assertThat(one.cloud.calls).hasSize(2);
    }

    @Test
    void asksNothingForNobody() {
        Pass pass = tag(List.of());

        assertThat(one.cloud.calls).isEmpty();
        assertThat(pass.record).isEqualTo(one.record);
        assertThat(pass.result(false).listNow()).isFalse();
    }

    @Test
    void putsNoTagsOnForAnIntentThatIsClosedMeanwhile() {
        Pass pass = one.pass();
        Tagging.allow(pass, intent, List.of("a"));
        pass.record = pass.record.with(pass.record.ledger().closing("i"));

        Tagging.act(pass, one.deadline());

        assertThat(one.cloud.calls).isEmpty();
    }
}
