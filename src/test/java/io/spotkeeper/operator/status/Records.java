package io.spotkeeper.operator.status;

import io.spotkeeper.fleet.Activity;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Farewell;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.LaunchCount;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Ledger;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Refusal;
import io.spotkeeper.fleet.RefusalKind;
import io.spotkeeper.fleet.RequestProgress;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Records of every shape, drawn at random. */
final class Records {
    private final Random random;

    Records(long seed) {
        random = new Random(seed);
    }

    FleetRecord record() {
        return new FleetRecord(
                ledger(),
                maybe(this::request),
                random.nextBoolean(),
                new TreeSet<>(some(3, () -> "region-" + random.nextInt(9))),
                random.nextInt(1000),
                maybe(this::time),
                some(FleetRecord.MAX_ACTIVITIES, this::activity));
    }

    private Ledger ledger() {
        return new Ledger(
                random.nextLong(1L << 40),
                new TreeSet<>(some(20, this::id)),
                some(5, this::intent),
                some(5, this::farewell),
                some(5, this::farewell),
                some(12, () -> new LaunchCount(time(), random.nextInt(100))),
                maybe(this::time));
    }

    private LaunchIntent intent() {
        return new LaunchIntent(
                UUID.randomUUID().toString(),
                pool(),
                maybe(() -> "subnet-" + random.nextInt(99)),
                1 + random.nextInt(100),
                1000L * (1 + random.nextInt(9)),
                maybe(this::price),
                random.nextBoolean(),
                one(LaunchIntent.Purpose.values()),
                "hash-" + random.nextLong(),
                time(),
                1 + random.nextInt(9),
                time(),
                random.nextBoolean(),
                maybe(() -> "job-" + random.nextInt(99)),
                one(LaunchIntent.Outcome.values()),
                some(5, this::id));
    }

    private RequestProgress request() {
        return new RequestProgress(
                random.nextLong(1000),
                "fingerprint-" + random.nextLong(),
                random.nextInt(2000),
                random.nextInt(2000),
                some(
                        4,
                        () ->
                                new RequestProgress.PoolRefusal(
                                        pool(),
                                        new Refusal(one(RefusalKind.values()), "Code.Sub", "words"),
                                        time())),
                maybe(this::time));
    }

    private Activity activity() {
        return new Activity(
                one(Activity.Type.values()),
                random.nextBoolean(),
                "cause " + random.nextInt(99),
                "Reason" + random.nextInt(9),
                "message " + random.nextInt(99),
                some(Activity.MAX_IDS, this::id),
                random.nextInt(99),
                time(),
                time());
    }

    private Farewell farewell() {
        return new Farewell(id(), "region-1", one(Farewell.Reason.values()), time());
    }

    private CapacityPool pool() {
        return new CapacityPool(
                "region-" + random.nextInt(3),
                "zone-" + random.nextInt(3),
                "type-" + random.nextInt(9),
                one(Market.values()));
    }

    private String id() {
        return "ins-" + Integer.toString(random.nextInt(Integer.MAX_VALUE), 36);
    }

    private BigDecimal price() {
        return new BigDecimal(random.nextInt(100_000)).movePointLeft(random.nextInt(5));
    }

    private Instant time() {
        return Instant.ofEpochSecond(
                1_700_000_000L + random.nextInt(1 << 28), random.nextInt(1_000_000_000));
    }

    private <E> E one(E[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    private <T> List<T> some(int most, Supplier<T> value) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            list.add(value.get());
        }
        return list;
    }
}
