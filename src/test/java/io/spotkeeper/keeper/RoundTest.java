package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.Ledger;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.inventory.Inventory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The listings of all regions as one view. */
class RoundTest {
    private static final Fleet FLEET = Fleets.of(1);

    private static Inventory inventory(String region, long started, Instance... instances) {
        return new Inventory(region, started, started + 1, FakeTime.START, List.of(instances));
    }

    private static Round round(Ledger ledger, Instance... listed) {
        return Round.of(FLEET, ledger, List.of(inventory(Fleets.REGION, 10, listed)));
    }

    @Test
    void beganWhenTheFirstOfItsListingsBegan() {
        Round round =
                Round.of(
                        FLEET,
                        Ledger.EMPTY,
                        List.of(inventory("r1", 30), inventory("r2", 20), inventory("r3", 40)));

        assertThat(round.startedNanos()).isEqualTo(20);
    }

    @Test
    void showsWhateverCarriesTheFleetsTag() {
        Instance ours = OnePass.ours("a");
        Instance dead = OnePass.is(InstanceState.TERMINATING, OnePass.ours("b"));

        Round round = round(Ledger.EMPTY, ours, dead, OnePass.bare("c"));

        assertThat(round.owned()).containsExactly(ours, dead);
        assertThat(round.instance("a")).isEqualTo(ours);
        assertThat(round.live("a")).isTrue();
        assertThat(round.live("b")).isFalse();
        assertThat(round.instance("c")).isNull();
    }

    @Test
    void showsOnceWhatTwoRegionsList() {
        Instance one = OnePass.ours("a");
        Instance other = OnePass.is(InstanceState.TERMINATING, OnePass.ours("a"));

        Round round =
                Round.of(
                        FLEET,
                        Ledger.EMPTY,
                        List.of(inventory("r1", 10, one), inventory("r2", 20, other)));

        assertThat(round.owned()).containsExactly(other);
        assertThat(round.instance("a")).isEqualTo(other);
    }

    @Test
    void showsWhatTheBooksNameAlsoWithoutItsTags() {
        Ledger ledger =
                Ledger.EMPTY
                        .knowing(List.of("known"))
                        .opening(OnePass.intent("i", 2, "promised", "hidden"))
                        .terminating(List.of(OnePass.farewell("terminating")))
                        .releasing(List.of(OnePass.farewell("releasing")));

        Round round =
                round(
                        ledger,
                        OnePass.bare("known"),
                        OnePass.bare("promised"),
                        OnePass.bare("terminating"),
                        OnePass.bare("releasing"),
                        OnePass.bare("stranger"));

        for (String id : List.of("known", "promised", "terminating", "releasing")) {
            assertThat(round.instance(id)).isEqualTo(OnePass.bare(id));
            assertThat(round.stripped(id, Replica.CLUSTER)).isTrue();
            assertThat(round.member(id, Replica.CLUSTER)).isFalse();
        }
        assertThat(round.instance("hidden")).isNull();
        assertThat(round.instance("stranger")).isNull();
        assertThat(round.owned()).isEmpty();
    }

    @Test
    void tellsByTheTagWhatAnIntentBought() {
        Round round = round(Ledger.EMPTY, OnePass.boughtBy("i", "a"), OnePass.boughtBy("j", "b"));

        assertThat(round.boughtBy(OnePass.intent("i", 1)))
                .containsExactly(OnePass.boughtBy("i", "a"));
    }

    @Test
    void countsNoOtherClustersInstanceAsOurs() {
        Instance other =
                OnePass.tagged(
                        "a",
                        Map.of(Ownership.CLUSTER, "another", Ownership.FLEET, FLEET.id().uid()));

        Round round = round(Ledger.EMPTY, other);

        assertThat(round.member("a", Replica.CLUSTER)).isFalse();
        assertThat(round.stripped("a", Replica.CLUSTER)).isTrue();
    }

    @Test
    void takesALiveInstanceForItsControl() {
        Instance dead = OnePass.is(InstanceState.TERMINATING, OnePass.bare("a"));

        assertThat(round(Ledger.EMPTY, dead).control()).isNull();
        assertThat(round(Ledger.EMPTY, dead, OnePass.bare("b"), OnePass.bare("c")).control())
                .isEqualTo(OnePass.bare("b"));
    }
}
