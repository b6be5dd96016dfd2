package io.spotkeeper.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.HandTime;
import io.spotkeeper.cloud.Listing;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Ownership;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The latest complete listing of each region. */
class InventoryBookTest {
    private static final Listing DOWN =
            new Listing.Failed(new CloudFailure.Transient("Down", "the cloud is down"));

    private final HandTime time = new HandTime();
    private final StubCloud cloud = new StubCloud();
    private final InventoryBook book = new InventoryBook(cloud, time);

    private static Instance instance(String id, String fleet, InstanceState state) {
        return new Instance(
                id,
                new CapacityPool("r1", "z1", "small", Market.SPOT),
                state,
                Map.of(Ownership.CLUSTER, "c", Ownership.FLEET, fleet),
                Instant.EPOCH,
                null,
                null,
                false,
                null);
    }

    private static Listing of(Instance... instances) {
        return new Listing.Complete(List.of(instances), 1);
    }

    private InventoryBook.Taken take(Listing listing) {
        time.advance(Duration.ofSeconds(10));
        cloud.listing = () -> listing;
        return book.take("r1");
    }

    private Inventory latest() {
        return book.latest("r1").orElseThrow();
    }

    @Test
    void knowsNothingBeforeTheFirstListing() {
        assertThat(book.latest("r1")).isEmpty();
        assertThat(book.failure("r1")).isEmpty();
    }

    @Test
    void keepsTheTimesOfItsOwnClock() {
        cloud.listing =
                () -> {
                    time.advance(Duration.ofSeconds(3));
                    return of();
                };
        long before = time.monotonicNanos();

        book.take("r1");

        assertThat(latest().startedNanos()).isEqualTo(before);
        assertThat(latest().completedNanos()).isEqualTo(before + 3_000_000_000L);
        assertThat(latest().completedAt()).isEqualTo(time.now());
    }

    @Test
    void keepsTheLastCompleteListingWhenOneFails() {
        take(of(instance("i-1", "f1", InstanceState.RUNNING)));

        InventoryBook.Taken taken = take(DOWN);

        assertThat(taken.complete()).isFalse();
        assertThat(taken.changedFleets()).isEmpty();
        assertThat(latest().size()).isEqualTo(1);
        assertThat(book.failure("r1")).isPresent();
        take(of());
        assertThat(book.failure("r1")).isEmpty();
    }

    @Test
    void tellsWhichFleetsChanged() {
        Instance one = instance("i-1", "f1", InstanceState.PENDING);
        Instance two = instance("i-2", "f2", InstanceState.RUNNING);

        assertThat(take(of(one, two)).changedFleets()).containsExactlyInAnyOrder("f1", "f2");
        assertThat(take(of(two, one)).changedFleets()).isEmpty();
        assertThat(take(of(instance("i-1", "f1", InstanceState.RUNNING), two)).changedFleets())
                .containsExactly("f1");
        assertThat(take(of(two)).changedFleets()).containsExactly("f1");
    }

    @Test
    void listsInstancesByFleet() {
        take(
                of(
                        instance("i-1", "f1", InstanceState.RUNNING),
                        instance("i-2", "f2", InstanceState.RUNNING)));

        assertThat(latest().fleet("f1").stream().map(Instance::id)).containsExactly("i-1");
        assertThat(latest().fleet("f3")).isEmpty();
        assertThat(latest().instance("i-2")).isPresent();
    }

    @Test
    void countsAnInstanceOnceThatPagesShowedTwice() {
        Instance pending = instance("i-1", "f1", InstanceState.PENDING);
        Instance running = instance("i-1", "f1", InstanceState.RUNNING);

        take(of(pending, running));

        assertThat(latest().fleet("f1")).containsExactly(running);
        assertThat(latest().size()).isEqualTo(1);
    }

    @Test
    void replacesNoYoungerListingByAnOlderOne() {
        // While the first is under way, a second begins and ends.
        cloud.listing =
                () -> {
                    cloud.listing = () -> of(instance("i-2", "f1", InstanceState.RUNNING));
                    time.advance(Duration.ofSeconds(1));
                    book.take("r1");
                    return of(instance("i-1", "f1", InstanceState.RUNNING));
                };

        InventoryBook.Taken older = book.take("r1");

        assertThat(older.changedFleets()).isEmpty();
        assertThat(latest().instance("i-2")).isPresent();
    }

    @Test
    void ignoresTheFailureOfAnOlderListing() {
        cloud.listing =
                () -> {
                    cloud.listing = () -> of();
                    time.advance(Duration.ofSeconds(1));
                    book.take("r1");
                    return DOWN;
                };

        book.take("r1");

        assertThat(book.failure("r1")).isEmpty();
    }

    @Test
    void keepsTheFailureThatIsYoungerThanASuccess() {
        cloud.listing =
                () -> {
                    cloud.listing = () -> DOWN;
                    time.advance(Duration.ofSeconds(1));
                    book.take("r1");
                    return of();
                };

        book.take("r1");

        assertThat(book.latest("r1")).isPresent();
        assertThat(book.failure("r1")).isPresent();
    }

    @Test
    void keepsRegionsApart() {
        take(DOWN);

        assertThat(book.failure("r2")).isEmpty();
        assertThat(book.latest("r2")).isEmpty();
    }

    @Test
    void listsWithTheNewProviderAfterARotation() {
        StubCloud rotated = new StubCloud();
        rotated.listing = () -> of(instance("i-9", "f1", InstanceState.RUNNING));
        take(DOWN);

        book.use(rotated);
        book.take("r1");

        assertThat(latest().size()).isEqualTo(1);
    }
}
