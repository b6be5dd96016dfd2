package io.spotkeeper.cloud.huawei;

import com.huaweicloud.sdk.ecs.v2.model.CreateServersRequest;
import com.huaweicloud.sdk.ecs.v2.model.CreateServersResponse;
import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.CallOutcome;
import io.spotkeeper.cloud.Charge;
import io.spotkeeper.cloud.CloudGroups;
import io.spotkeeper.cloud.CloudProvider;
import io.spotkeeper.cloud.Description;
import io.spotkeeper.cloud.Fault;
import io.spotkeeper.cloud.InstanceTypes;
import io.spotkeeper.cloud.LaunchOutcome;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.Listing;
import io.spotkeeper.cloud.Operation;
import io.spotkeeper.cloud.Owner;
import io.spotkeeper.cloud.Quotes;
import io.spotkeeper.cloud.Scrubber;
import io.spotkeeper.cloud.SendDeadline;
import io.spotkeeper.cloud.StoredTemplate;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.Market;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One account of Huawei Cloud with one generation of its keys; new keys are a new provider. Safe
 * for use by many threads.
 */
public final class HuaweiCloud implements CloudProvider, AutoCloseable {
    private final Clients clients;
    private final Sdk sdk;
    private final Instances instances;
    private final CreateJobs jobs;
    private final Deletion deletion;
    private final InstanceTags tags;
    private final Sales sales;
    private final Quotations quotations;
    private final Identity identity;
    private final Groups groups;

    /** Opens no connection yet. */
    public HuaweiCloud(HuaweiSettings settings) {
        this(settings, TimeSource.system());
    }

    HuaweiCloud(HuaweiSettings settings, TimeSource time) {
        Transport transport = new Transport(settings.timeouts());
        clients = new Clients(settings, transport);
        HuaweiCredentials keys = settings.credentials();
        Scrubber scrubber = new Scrubber(keys.accessKey(), keys.secretKey(), keys.securityToken());
        sdk = new Sdk(ErrorTable.load(), scrubber, transport);
        instances = new Instances(sdk, scrubber, settings.clusterId());
        jobs = new CreateJobs(sdk, time);
        deletion = new Deletion(sdk, instances);
        tags = new InstanceTags(sdk);
        sales = new Sales(new Flavors(sdk, time), new SpotPolicies(sdk));
        quotations = new Quotations(sales, new Prices(clients, sdk, time));
        identity = new Identity(clients, sdk, settings.domainId());
        groups = new Groups(clients, sdk);
    }

    @Override
    public String requestHash(LaunchRequest request) {
        return in(
                request.pool().region(),
                place -> PurchaseOrder.hash(place, new PurchaseOrder(request).purchase()),
                // It is never sent; once the project is known, the hash is another one.
                fault -> fault.failure().code());
    }

    @Override
    public LaunchOutcome launch(LaunchRequest request, SendDeadline deadline) {
        return in(
                request.pool().region(),
                place -> launch(place, request, deadline),
                Fault::launchOutcome);
    }

    private LaunchOutcome launch(Place place, LaunchRequest request, SendDeadline deadline) {
        CreateServersRequest order = new PurchaseOrder(request).purchase();
        Answer<CreateServersResponse> answer =
                sdk.change("CreateServers", deadline, () -> place.changes().createServers(order));
        return switch (answer) {
            case Answer.Missing<CreateServersResponse>(Fault fault) -> fault.launchOutcome();
            case Answer.Given<CreateServersResponse>(var response) -> launched(request, response);
        };
    }

    private LaunchOutcome launched(LaunchRequest request, CreateServersResponse response) {
        List<String> named = response.getServerIds();
        List<String> ids =
                named == null
                        ? List.of()
                        : named.stream()
                                .filter(id -> id != null && !id.isBlank())
                                .distinct()
                                .toList();
        if (ids.isEmpty()) {
            return new LaunchOutcome.Unknown("the answer to a successful launch names no server");
        }
        if (response.getJobId() != null) {
            jobs.began(request, response.getJobId(), ids);
        }
        return new LaunchOutcome.Launched(ids, response.getJobId());
    }

    /** The clock window of SDK-HMAC-SHA256. */
    @Override
    public Duration signatureAge() {
        return Duration.ofMinutes(15);
    }

    @Override
    public Operation operation(String region, String operationId) {
        return in(
                region,
                place -> jobs.operation(place, operationId),
                fault -> new Operation.Failed(fault.failure()));
    }

    @Override
    public Map<String, CallOutcome> terminate(
            String region,
            Collection<String> ids,
            boolean releaseAddresses,
            SendDeadline deadline) {
        return in(
                region,
                place -> deletion.terminate(place, ids, releaseAddresses, deadline),
                fault -> Deletion.refused(ids, fault));
    }

    @Override
    public Map<String, CallOutcome> untag(
            String region, Collection<String> ids, List<String> keys, SendDeadline deadline) {
        return in(
                region,
                place -> tags.detach(place, ids, keys, deadline),
                fault -> Deletion.refused(ids, fault));
    }

    @Override
    public Map<String, CallOutcome> tag(
            String region,
            Collection<String> ids,
            Map<String, String> newTags,
            SendDeadline deadline) {
        return in(
                region,
                place -> tags.attach(place, ids, newTags, deadline),
                fault -> Deletion.refused(ids, fault));
    }

    /** Servers that this process launched and that could not be made are among the rows. */
    @Override
    public Listing list(String region) {
        return in(
                region,
                place ->
                        switch (instances.list(place)) {
                            case Listing.Failed failed -> failed;
                            case Listing.Complete complete -> withFailed(place, complete);
                        },
                fault -> new Listing.Failed(fault.failure()));
    }

    private Listing withFailed(Place place, Listing.Complete complete) {
        Set<String> seen = new HashSet<>();
        complete.instances().forEach(instance -> seen.add(instance.id()));
        List<Instance> all = new ArrayList<>(complete.instances());
        all.addAll(jobs.failed(place, seen));
        return new Listing.Complete(all, complete.pages());
    }

    @Override
    public Description describe(String region, Collection<String> ids) {
        return in(
                region,
                place ->
                        switch (instances.describe(place, ids)) {
                            case Answer.Missing<Map<String, Instance>>(Fault fault) ->
                                    new Description.Failed(fault.failure());
                            case Answer.Given<Map<String, Instance>>(
                                            Map<String, Instance> rows) -> {
                                Map<String, Instance> found = new HashMap<>(rows);
                                jobs.knownFailed(place, ids)
                                        .forEach(failed -> found.putIfAbsent(failed.id(), failed));
                                yield new Description.Found(found);
                            }
                        },
                fault -> new Description.Failed(fault.failure()));
    }

    @Override
    public Quotes quotes(String region, Collection<CapacityPool> pools) {
        return in(
                region,
                place -> quotations.quotes(place, pools),
                fault -> new Quotes.Failed(fault.failure()));
    }

    @Override
    public InstanceTypes instanceTypes(String region, String zone, Market market) {
        return in(
                region,
                place -> sales.instanceTypes(place, zone, market),
                fault -> new InstanceTypes.Failed(fault.failure()));
    }

    @Override
    public Charge charge(LaunchRequest request) {
        return in(
                request.pool().region(),
                place -> quotations.charge(place, request),
                fault -> new Charge.Failed(fault.failure()));
    }

    @Override
    public StoredTemplate storedTemplate(String region, String id, int version) {
        return in(
                region,
                place -> new TemplateVersions(sdk).read(place, id, version),
                fault -> new StoredTemplate.Failed(fault.failure()));
    }

    /** The auto launch groups of the account (domain). */
    @Override
    public Optional<CloudGroups> groups() {
        return Optional.of(groups);
    }

    /** The account (domain) that the keys belong to, which has to be the one that was named. */
    @Override
    public Owner owner() {
        return identity.owner();
    }

    private <T> T in(String region, Function<Place, T> ask, Function<Fault, T> otherwise) {
        return switch (clients.in(region)) {
            case Answer.Given<Place>(Place place) -> ask.apply(place);
            case Answer.Missing<Place>(Fault fault) -> otherwise.apply(fault);
        };
    }

    /** Lets go of its connections. Calls under way end as they would. */
    @Override
    public void close() {
        clients.close();
    }

    /** Nothing of the credentials. */
    @Override
    public String toString() {
        return "HuaweiCloud";
    }
}
