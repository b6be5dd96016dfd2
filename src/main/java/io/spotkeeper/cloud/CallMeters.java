package io.spotkeeper.cloud;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.spotkeeper.fleet.CapacityPool;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the calls to one provider leave in the metrics. Durations have no outcome among their labels
 * and counts no buckets: together they would be a series for each of hundreds of combinations.
 */
final class CallMeters {
    /** From an answer in the same region to the longest call that is waited for. */
    private static final Duration[] CALL_BUCKETS = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofSeconds(45)
    };

    private final MeterRegistry meters;
    private final String provider;

    /**
     * Meters of a provider.
     *
     * @param provider label: {@code TencentCloud} or {@code HuaweiCloud}
     */
    CallMeters(MeterRegistry meters, String provider) {
        this.meters = meters;
        this.provider = provider;
    }

    /**
     * Makes a call, and notes how long it took and what came of it.
     *
     * @param action what is called, of a closed set
     * @param region where; empty for what belongs to no region
     * @param outcome says what came of it, in a word of a closed set
     */
    <A> A timed(String action, String region, Supplier<A> call, Function<A, String> outcome) {
        long started = System.nanoTime();
        A answer = call.get();
        Tags tags = Tags.of("provider", provider, "region", region, "action", action);
        Timer.builder("spotkeeper.cloud.call.duration")
                .description("Time until a call to the cloud was answered")
                .tags(tags)
                .serviceLevelObjectives(CALL_BUCKETS)
                .register(meters)
                .record(Duration.ofNanos(System.nanoTime() - started));
        meters.counter("spotkeeper.cloud.calls", tags.and("outcome", outcome.apply(answer)))
                .increment();
        return answer;
    }

    /** Makes a call that changes nothing, when the request budget has a share for it. */
    <A> A read(
            RequestBudget budget,
            String action,
            String region,
            Supplier<A> call,
            Function<A, String> outcome) {
        waited(
                region,
                budget.await(region, RequestBudget.Action.READ, RequestBudget.Priority.FILL));
        return timed(action, region, call, outcome);
    }

    /** The word for what came of a change. */
    static String word(CallOutcome outcome) {
        return switch (outcome) {
            case CallOutcome.Accepted _ -> "accepted";
            case CallOutcome.Refused(CloudFailure failure) -> word(failure);
            case CallOutcome.Unknown _ -> "unknown";
        };
    }

    /** The word for a refusal: its class. */
    static String word(CloudFailure failure) {
        return failure.refusal().kind().label();
    }

    /** Notes how long a read waited for the request budget. */
    void waited(String region, Duration wait) {
        Timer.builder("spotkeeper.cloud.budget.wait")
                .description("Time that a read waited for the request budget")
                .tags("provider", provider, "region", region)
                .register(meters)
                .record(wait);
    }

    /** Notes what was bought or refused; what nobody answered is among the calls only. */
    void answered(CapacityPool pool, LaunchOutcome outcome) {
        Tags tags =
                Tags.of(
                        "provider",
                        provider,
                        "region",
                        pool.region(),
                        "market",
                        pool.market().label());
        switch (outcome) {
            case LaunchOutcome.Launched launched ->
                    meters.counter("spotkeeper.instances.launched", tags)
                            .increment(launched.instanceIds().size());
            case LaunchOutcome.Refused refused ->
                    meters.counter(
                                    "spotkeeper.launches.refused",
                                    tags.and("reason", refused.failure().refusal().kind().label()))
                            .increment();
            case LaunchOutcome.Unknown _ -> {}
        }
    }
}
