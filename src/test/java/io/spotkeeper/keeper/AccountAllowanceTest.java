package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.fleet.AccountRoom;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What the fleets of an account may have together, as arithmetic, and as a race. */
class AccountAllowanceTest {
    private static final BigDecimal DIME = new BigDecimal("0.10");

    private final AccountAllowance allowance = new AccountAllowance();

    private static AccountAllowance.Use use(int instances, String cost) {
        return new AccountAllowance.Use(instances, new BigDecimal(cost));
    }

    @Test
    void hasRoomForAllWithoutLimits() {
        assertThat(allowance.expectsToBeTold()).isFalse();
        assertThat(allowance.reserve("a", 700, null)).isEqualTo(700);
    }

    @Test
    void hasNoRoomBeforeEveryFleetWasCounted() {
        allowance.limit(10, null);
        assertThat(allowance.expectsToBeTold()).isTrue();
        assertThat(allowance.reserve("a", 1, DIME)).isZero();
        allowance.count("a", use(2, "0.20"));
        allowance.expect(List.of("a", "b", "gone"));

        assertThat(allowance.expectsToBeTold()).isTrue();
        assertThat(allowance.reserve("a", 1, DIME)).isZero();
        allowance.forget("gone");
        AccountRoom room = allowance.count("b", use(7, "0.70"));

        assertThat(allowance.expectsToBeTold()).isFalse();

        assertThat(room.counted()).isTrue();
        assertThat(allowance.reserve("a", 5, DIME)).isEqualTo(1);
        assertThat(allowance.reserve("b", 1, DIME)).isZero();
    }

    @Test
    void givesBackWhatWasReservedWhenTheFleetIsCountedAgain() {
        allowance.limit(null, new BigDecimal("0.35"));
        allowance.expect(List.of());
        assertThat(allowance.reserve("a", 5, DIME)).isEqualTo(3);
        assertThat(allowance.reserve("b", 5, DIME)).isZero();
        allowance.recorded("a");

        allowance.count("a", use(1, "0.10"));

        assertThat(allowance.reserve("b", 5, DIME)).isEqualTo(2);
    }

    /** The write may have been applied, and only its answer lost. */
    @Test
    void keepsWhatWasReservedFromTheOthersWhileItsWriteIsDoubtful() {
        allowance.limit(5, null);
        allowance.expect(List.of());
        allowance.count("a", use(1, "0.10"));
        allowance.recorded("a");
        assertThat(allowance.reserve("a", 3, DIME)).isEqualTo(3);

        // The write failed: the fleet is counted anew from what it read before.
        allowance.count("a", use(1, "0.10"));

        assertThat(allowance.reserve("b", 4, DIME)).isEqualTo(1);
        assertThat(allowance.reserve("a", 4, DIME)).isEqualTo(3);
        allowance.recorded("a");
        assertThat(allowance.room("b").instances()).isEqualTo(5);
    }

    @Test
    void servesThoseThatWaitOnceThereIsRoom() {
        allowance.limit(3, null);
        allowance.expect(List.of());
        allowance.count("a", use(3, "0.30"));
        allowance.recorded("a");
        allowance.served();
        AccountRoom full = allowance.count("b", use(0, "0.00"));
        assertThat(allowance.await("b", full)).isTrue();
        assertThat(allowance.served()).isEmpty();

        AccountRoom lower = allowance.count("a", use(2, "0.20"));

        assertThat(allowance.served()).containsExactly("b");
        assertThat(allowance.served()).isEmpty();
        assertThat(allowance.await("b", full)).isFalse();
        assertThat(allowance.await("b", lower)).isTrue();
        allowance.forget("a");
        assertThat(allowance.served()).containsExactly("b");
    }

    @Test
    void promisesNothingWhileAPriceIsUnknown() {
        allowance.limit(null, new BigDecimal("1.00"));
        allowance.expect(List.of());

        assertThat(allowance.reserve("a", 1, null)).isZero();
        allowance.count("b", new AccountAllowance.Use(1, null));
        assertThat(allowance.reserve("a", 1, DIME)).isZero();
    }

    @Test
    void hasNoRoomWhereTheLimitIsBelowWhatIsThere() {
        allowance.limit(2, null);
        allowance.expect(List.of());
        allowance.count("a", use(5, "0.50"));

        assertThat(allowance.reserve("a", 1, DIME)).isZero();
        allowance.limit(6, null);
        assertThat(allowance.reserve("a", 3, DIME)).isEqualTo(1);
    }

    /** Sixteen fleets reserve at once; together they get exactly what there is. */
    @Test
    void isNeverExceededHoweverFleetsRace() throws Exception {
        for (int round = 0; round < 50; round++) {
            AccountAllowance raced = new AccountAllowance();
            raced.limit(100, new BigDecimal("9.05"));
            raced.expect(List.of());
            int fleets = 16;
            CyclicBarrier start = new CyclicBarrier(fleets);
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int fleet = 0; fleet < fleets; fleet++) {
                String uid = "fleet-" + fleet;
                tasks.add(() -> {
                    start.await();
                    int got = 0;
                    for (int i = 0; i < 10; i++) {
                        got += raced.reserve(uid, 3, DIME);
                    }
                    return got;
                });
            }
            int got = 0;
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Integer> one : threads.invokeAll(tasks)) {
                    got += one.get();
                }
            }
            assertThat(got).isEqualTo(90);
            assertThat(raced.room("another").instances()).isEqualTo(90);
            assertThat(raced.room("another").hourlyCost()).isEqualByComparingTo("9.00");
        }
    }
}
