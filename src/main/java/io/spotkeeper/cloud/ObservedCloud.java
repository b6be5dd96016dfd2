package io.spotkeeper.cloud;

import io.micrometer.core.instrument.MeterRegistry;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Ownership;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Around every provider: reads wait for their share of the request budget, every call is timed, and
 * every mutating call leaves a line in the audit log. Mutating calls take their budget before they
 * are recorded, not here: a call that waited could outlive its deadline.
 */
public final class ObservedCloud implements CloudProvider, AutoCloseable {
    private static final Logger audit = LoggerFactory.getLogger("io.spotkeeper.audit");

    private final CloudProvider cloud;
    private final RequestBudget budget;
    private final CallMeters meters;

    /**
     * Observes {@code cloud}.
     *
     * @param provider label of the metrics: {@code TencentCloud} or {@code HuaweiCloud}
     */
    public ObservedCloud(
            CloudProvider cloud, RequestBudget budget, MeterRegistry meters, String provider) {
        this.cloud = cloud;
        this.budget = budget;
        this.meters = new CallMeters(meters, provider);
    }

    @Override
    public String requestHash(LaunchRequest request) {
        return cloud.requestHash(request);
    }

    @Override
    public LaunchOutcome launch(LaunchRequest request, SendDeadline deadline) {
        long started = System.nanoTime();
        LaunchOutcome outcome =
                meters.timed(
                        "launch",
                        request.pool().region(),
                        () -> cloud.launch(request, deadline),
                        ObservedCloud::word);
        meters.answered(request.pool(), outcome);
        audit.atInfo()
                .addKeyValue("action", "launch")
                .addKeyValue("fleet", request.tags().get(Ownership.FLEET))
                .addKeyValue("intent", request.token())
                .addKeyValue("pool", request.pool())
                .addKeyValue("count", request.count())
                .addKeyValue("outcome", word(outcome))
                .addKeyValue("detail", detail(outcome))
                .addKeyValue("millis", (System.nanoTime() - started) / 1_000_000)
                .log("launch");
        return outcome;
    }

    private static String word(LaunchOutcome outcome) {
        return switch (outcome) {
            case LaunchOutcome.Launched _ -> "launched";
            case LaunchOutcome.Refused refused -> CallMeters.word(refused.failure());
            case LaunchOutcome.Unknown _ -> "unknown";
        };
    }

    private static String detail(LaunchOutcome outcome) {
        return switch (outcome) {
            case LaunchOutcome.Launched launched -> launched.instanceIds().size() + " instances";
            case LaunchOutcome.Refused refused -> refused.failure().code();
            case LaunchOutcome.Unknown unknown -> unknown.cause();
        };
    }

    @Override
    public Map<String, CallOutcome> terminate(
            String region,
            Collection<String> ids,
            boolean releaseAddresses,
            SendDeadline deadline) {
        return mutate(
                "terminate",
                region,
                () -> cloud.terminate(region, ids, releaseAddresses, deadline));
    }

    @Override
    public Map<String, CallOutcome> untag(
            String region, Collection<String> ids, List<String> keys, SendDeadline deadline) {
        return mutate("untag", region, () -> cloud.untag(region, ids, keys, deadline));
    }

    @Override
    public Map<String, CallOutcome> tag(
            String region,
            Collection<String> ids,
            Map<String, String> tags,
            SendDeadline deadline) {
        return mutate("tag", region, () -> cloud.tag(region, ids, tags, deadline));
    }

    private Map<String, CallOutcome> mutate(
            String action, String region, Supplier<Map<String, CallOutcome>> call) {
        Map<String, CallOutcome> outcomes =
                meters.timed(action, region, call, answers -> worst(answers.values()));
        outcomes.forEach((id, outcome) ->
                audit.atInfo()
                        .addKeyValue("action", action)
                        .addKeyValue("instance", id)
                        .addKeyValue("outcome", CallMeters.word(outcome))
                        .log(action));
        return outcomes;
    }

    private static String worst(Collection<CallOutcome> outcomes) {
        return outcomes.stream()
                .filter(o -> !(o instanceof CallOutcome.Accepted))
                .map(CallMeters::word)
                .findFirst()
                .orElse("accepted");
    }

    // The audit log names the class of what the cloud said.
    @Override
    public Listing list(String region) {
        return read(
                "list",
                region,
                () -> cloud.list(region),
                a -> a instanceof Listing.Failed failed ? CallMeters.word(failed.failure()) : "ok");
    }

    @Override
    public Description describe(String region, Collection<String> ids) {
        return read(
                "describe",
                region,
                () -> cloud.describe(region, ids),
                a ->
                        a instanceof Description.Failed failed
                                ? CallMeters.word(failed.failure())
                                : "ok");
    }

    @Override
    public Duration signatureAge() {
        return cloud.signatureAge();
    }

    @Override
    public Operation operation(String region, String operationId) {
        return read(
                "operation",
                region,
                () -> cloud.operation(region, operationId),
                a ->
                        a instanceof Operation.Failed failed
                                ? CallMeters.word(failed.failure())
                                : "ok");
    }

    @Override
    public Quotes quotes(String region, Collection<CapacityPool> pools) {
        return read(
                "quotes",
                region,
                () -> cloud.quotes(region, pools),
                a -> a instanceof Quotes.Failed failed ? CallMeters.word(failed.failure()) : "ok");
    }

    @Override
    public InstanceTypes instanceTypes(String region, String zone, Market market) {
        return read(
                "types",
                region,
                () -> cloud.instanceTypes(region, zone, market),
                a ->
                        a instanceof InstanceTypes.Failed failed
                                ? CallMeters.word(failed.failure())
                                : "ok");
    }

    @Override
    public Charge charge(LaunchRequest request) {
        return read(
                "charge",
                request.pool().region(),
                () -> cloud.charge(request),
                a -> a instanceof Charge.Failed failed ? CallMeters.word(failed.failure()) : "ok");
    }

    @Override
    public StoredTemplate storedTemplate(String region, String id, int version) {
        return read(
                "template",
                region,
                () -> cloud.storedTemplate(region, id, version),
                a ->
                        a instanceof StoredTemplate.Failed failed
                                ? CallMeters.word(failed.failure())
                                : "ok");
    }

    @Override
    public Optional<CloudGroups> groups() {
        return cloud.groups().map(groups -> new ObservedGroups(groups, budget, meters));
    }

    @Override
    public Owner owner() {
        return meters.timed(
                "owner",
                "",
                cloud::owner,
                a -> a instanceof Owner.Failed failed ? CallMeters.word(failed.failure()) : "ok");
    }

    private <A> A read(
            String action, String region, Supplier<A> call, Function<A, String> outcome) {
        return meters.read(budget, action, region, call, outcome);
    }

    @Override
    public void close() throws Exception {
        if (cloud instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }
}
