package io.spotkeeper.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.AccountKey;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.HandTime;
import io.spotkeeper.cloud.InstanceType;
import io.spotkeeper.cloud.InstanceTypes;
import io.spotkeeper.fleet.Market;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What became known of the types that zones sell. */
class TypeBookTest {
    private static final AccountKey KEY = AccountKey.of("TencentCloud", "China", "id");
    private static final InstanceType SMALL = new InstanceType("small", "S", 2, 4);
    private static final InstanceType LARGE = new InstanceType("large", "S", 8, 16);
    private static final InstanceTypes DOWN =
            new InstanceTypes.Failed(new CloudFailure.Transient("Down", "no catalogue"));

    private final HandTime time = new HandTime();
    private final StubCloud cloud = new StubCloud();
    private final TypeBook book = new TypeBook(time);

    private InstanceTypes types(String zone, Market market) {
        return book.types(KEY, cloud, "r1", zone, market);
    }

    private List<InstanceType> listed() {
        return ((InstanceTypes.Listed) types("z1", Market.SPOT)).types();
    }

    private void sells(InstanceType... types) {
        cloud.types = () -> new InstanceTypes.Listed(List.of(types));
    }

    @Test
    void asksOnceForAllWhoWantToKnow() {
        sells(SMALL);

        assertThat(listed()).containsExactly(SMALL);
        time.advance(TypeBook.REFRESH.minusSeconds(1));
        assertThat(listed()).containsExactly(SMALL);

        assertThat(cloud.typeCalls).isEqualTo(1);
    }

    @Test
    void asksForEachZoneAndMarketOnItsOwn() {
        sells(SMALL);

        types("z1", Market.SPOT);
        types("z2", Market.SPOT);
        types("z2", Market.ON_DEMAND);

        assertThat(cloud.typeCalls).isEqualTo(3);
    }

    @Test
    void showsANewTypeWithTheNextAnswer() {
        sells(SMALL);
        listed();
        sells(SMALL, LARGE);
        time.advance(TypeBook.REFRESH);

        assertThat(listed()).containsExactlyInAnyOrder(SMALL, LARGE);
    }

    @Test
    void keepsATypeForAWhileThatAnswersLeaveOut() {
        sells(SMALL, LARGE);
        listed();
        sells(SMALL);
        time.advance(TypeBook.KEEP);
        assertThat(listed()).containsExactlyInAnyOrder(SMALL, LARGE);

        time.advance(TypeBook.REFRESH);
        assertThat(listed()).containsExactly(SMALL);
    }

    @Test
    void keepsWhatItKnowsWhileTheCloudCannotAnswer() {
        sells(SMALL);
        listed();
        cloud.types = () -> DOWN;
        time.advance(Duration.ofHours(3));

        assertThat(listed()).containsExactly(SMALL);
    }

    @Test
    void tellsAFailureWhileNothingIsKnownAndAsksAgainSoonButNotAtOnce() {
        cloud.types = () -> DOWN;
        assertThat(types("z1", Market.SPOT)).isEqualTo(DOWN);
        sells(SMALL);
        assertThat(types("z1", Market.SPOT)).isEqualTo(DOWN);
        time.advance(TypeBook.RETRY);

        assertThat(listed()).containsExactly(SMALL);
    }
}
