package io.spotkeeper.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the core's values are called in resources and statuses: others parse these words. */
class WordsTest {
    private static <T> List<String> words(T[] values, Function<T, String> word) {
        return Arrays.stream(values).map(word).toList();
    }

    @Test
    void areThoseOfTheApi() {
        assertThat(words(Market.values(), Market::label)).containsExactly("Spot", "OnDemand");
        assertThat(words(PriceSource.values(), PriceSource::label))
                .containsExactly("Market", "OnDemandBound", "Bid");
        assertThat(words(Explanation.Verdict.values(), Explanation.Verdict::label))
                .containsExactly("Chosen", "Kept", "Rejected");
        assertThat(words(Activity.Type.values(), Activity.Type::label))
                .containsExactly("Launch", "Terminate", "Release", "Interruption", "Settle");
        assertThat(words(InstanceState.values(), InstanceState::label))
                .containsExactly(
                        "Pending",
                        "Running",
                        "Stopped",
                        "Other",
                        "Failed",
                        "Terminating",
                        "Recycled");
    }

    @ParameterizedTest
    @EnumSource
    void aMarketIsFoundByItsWord(Market market) {
        assertThat(Market.of(market.label())).isEqualTo(market);
    }

    @Test
    void aWordThatIsNoMarketIsRefused() {
        assertThatThrownBy(() -> Market.of("spot"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("spot");
    }

    @Test
    void poolsAreOrderedByPlaceThenTypeThenMarket() {
        CapacityPool first = new CapacityPool("r1", "z1", "large", Market.SPOT);
        CapacityPool second = new CapacityPool("r1", "z1", "small", Market.SPOT);
        CapacityPool third = new CapacityPool("r1", "z1", "small", Market.ON_DEMAND);
        CapacityPool fourth = new CapacityPool("r1", "z2", "large", Market.SPOT);
        CapacityPool fifth = new CapacityPool("r2", "z1", "large", Market.SPOT);

        assertThat(Stream.of(fifth, third, fourth, second, first).sorted())
                .containsExactly(first, second, third, fourth, fifth);
    }

    @Test
    void poolsAndFleetsAreCalledAsPeopleCallThem() {
        assertThat(Scene.A).hasToString("small in z1 (Spot)");
        assertThat(new FleetId("uid", "ComputeEnvironment", "ns", "web")).hasToString("ns/web");
    }

    @Test
    void aWeightIsPositive() {
        assertThat(new PoolRule(Scene.A, null, List.of(), null, 1).weight()).isEqualTo(1);
        assertThatThrownBy(() -> new PoolRule(Scene.A, null, List.of(), null, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
