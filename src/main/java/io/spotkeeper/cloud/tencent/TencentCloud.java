package io.spotkeeper.cloud.tencent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tencentcloudapi.common.CommonRequest;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.RunInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.RunInstancesResponse;
import com.tencentcloudapi.cvm.v20170312.models.TerminateInstancesRequest;
import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.Batches;
import io.spotkeeper.cloud.CallOutcome;
import io.spotkeeper.cloud.Charge;
import io.spotkeeper.cloud.CloudProvider;
import io.spotkeeper.cloud.Description;
import io.spotkeeper.cloud.Fault;
import io.spotkeeper.cloud.InstanceTypes;
import io.spotkeeper.cloud.LaunchOutcome;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.Listing;
import io.spotkeeper.cloud.Owner;
import io.spotkeeper.cloud.Quotes;
import io.spotkeeper.cloud.Scrubber;
import io.spotkeeper.cloud.SendDeadline;
import io.spotkeeper.cloud.StoredTemplate;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Market;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * One account of Tencent Cloud with one generation of its keys; new keys are a new provider. Safe
 * for use by many threads.
 */
public final class TencentCloud implements CloudProvider, AutoCloseable {
    /** Ids of one TerminateInstances at most. */
    private static final int MAX_TERMINATE = 100;

    private static final String CVM = "cvm";

    private final ObjectMapper json = new ObjectMapper();
    private final Clients clients;
    private final Sdk sdk;
    private final Instances instances;
    private final Prices prices;
    private final InstanceTags tags;
    private final TemplateVersions templates;

    /** Opens no connection yet. */
    public TencentCloud(TencentSettings settings) {
        clients = new Clients(settings);
        TencentCredentials keys = settings.credentials();
        Scrubber scrubber = new Scrubber(keys.secretId(), keys.secretKey(), keys.token());
        sdk = new Sdk(ErrorTable.load(), scrubber);
        instances = new Instances(clients, sdk, scrubber, settings.clusterId());
        prices = new Prices(clients, sdk);
        tags = new InstanceTags(clients, sdk);
        templates = new TemplateVersions(clients, sdk);
    }

    @Override
    public String requestHash(LaunchRequest request) {
        String region = request.pool().region();
        return PurchaseOrder.hash(
                clients.origin(CVM, region), region, new PurchaseOrder(request).purchase());
    }

    @Override
    public LaunchOutcome launch(LaunchRequest request, SendDeadline deadline) {
        RunInstancesRequest order = new PurchaseOrder(request).purchase();
        CvmClient cvm = clients.cvm(request.pool().region());
        return switch (sdk.change("RunInstances", deadline, () -> cvm.RunInstances(order))) {
            case Answer.Missing<RunInstancesResponse>(Fault fault) -> fault.launchOutcome();
            case Answer.Given<RunInstancesResponse>(RunInstancesResponse response) ->
                    launched(response);
        };
    }

    private static LaunchOutcome launched(RunInstancesResponse response) {
        String[] named = response.getInstanceIdSet();
        List<String> ids =
                named == null
                        ? List.of()
                        : Arrays.stream(named)
                                .filter(id -> id != null && !id.isBlank())
                                .distinct()
                                .toList();
        return ids.isEmpty()
                ? new LaunchOutcome.Unknown("the answer to a successful launch names no instance")
                : new LaunchOutcome.Launched(ids, null);
    }

    @Override
    public Map<String, CallOutcome> terminate(
            String region,
            Collection<String> ids,
            boolean releaseAddresses,
            SendDeadline deadline) {
        CvmClient cvm = clients.cvm(region);
        return Batches.each(
                ids,
                MAX_TERMINATE,
                some -> {
                    TerminateInstancesRequest request = new TerminateInstancesRequest();
                    request.setInstanceIds(some.toArray(String[]::new));
                    request.setReleaseAddress(releaseAddresses);
                    return sdk.change(
                            "TerminateInstances", deadline, () -> cvm.TerminateInstances(request));
                });
    }

    @Override
    public Map<String, CallOutcome> untag(
            String region, Collection<String> ids, List<String> keys, SendDeadline deadline) {
        return tags.detach(region, ids, keys, deadline);
    }

    @Override
    public Map<String, CallOutcome> tag(
            String region,
            Collection<String> ids,
            Map<String, String> newTags,
            SendDeadline deadline) {
        return tags.attach(region, ids, newTags, deadline);
    }

    @Override
    public Listing list(String region) {
        return instances.list(region);
    }

    @Override
    public Description describe(String region, Collection<String> ids) {
        return instances.describe(region, ids);
    }

    @Override
    public Quotes quotes(String region, Collection<CapacityPool> pools) {
        return prices.quotes(region, pools);
    }

    @Override
    public InstanceTypes instanceTypes(String region, String zone, Market market) {
        return prices.instanceTypes(region, zone, market);
    }

    @Override
    public Charge charge(LaunchRequest request) {
        return prices.charge(request);
    }

    @Override
    public StoredTemplate storedTemplate(String region, String id, int version) {
        return templates.read(region, id, version);
    }

    /** The main account's number, which all of its keys share. */
    @Override
    public Owner owner() {
        Answer<String> answer =
                sdk.read(
                        "GetCallerIdentity",
                        () ->
                                clients.sts()
                                        .commonRequest(
                                                new CommonRequest("{}"), "GetCallerIdentity"));
        return switch (answer) {
            case Answer.Missing<String>(Fault fault) -> new Owner.Failed(fault.failure());
            case Answer.Given<String>(String body) -> ownerIn(body);
        };
    }

    private Owner ownerIn(String body) {
        try {
            String account = json.readTree(body).path("Response").path("AccountId").asText("");
            if (!account.isEmpty()) {
                return new Owner.Identified(account);
            }
        } catch (JsonProcessingException e) {
            return new Owner.Failed(Sdk.unreadable("the caller's identity is not JSON").failure());
        }
        return new Owner.Failed(Sdk.unreadable("the caller's identity names no account").failure());
    }

    /** Lets go of its connections. Calls under way end as they would. */
    @Override
    public void close() {
        clients.close();
    }

    /** Nothing of the credentials. */
    @Override
    public String toString() {
        return "TencentCloud";
    }
}
