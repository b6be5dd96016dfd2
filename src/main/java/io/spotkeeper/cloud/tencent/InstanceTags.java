package io.spotkeeper.cloud.tencent;

import com.tencentcloudapi.common.CommonClient;
import com.tencentcloudapi.common.CommonRequest;
import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.Batches;
import io.spotkeeper.cloud.CallOutcome;
import io.spotkeeper.cloud.Fault;
import io.spotkeeper.cloud.Fault.Origin;
import io.spotkeeper.cloud.SendDeadline;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts tags on running instances and takes them off, through the tag service. */
final class InstanceTags {
    /** Resources of one call at most. */
    private static final int RESOURCES = 50;

    /**
     * Listed for DetachResourcesTag in Tencent's SDKs: "the tag key associated with the resource
     * does not exist". The tag is off, which is what was asked for.
     */
    private static final String NOT_ATTACHED = "ResourceNotFound.AttachedTagKeyNotFound";

    /**
     * Listed for AttachResourcesTag: "the tag key is already associated with the resource". Tags of
     * a launch arrive late, so they may have come in between; whoever asked looks again by id.
     */
    private static final String ATTACHED = "ResourceInUse.TagKeyAttached";

    /** Listed for AttachResourcesTag: "the tag does not exist". */
    private static final String UNKNOWN_PAIR = "ResourceNotFound.TagNonExist";

    /** Listed for CreateTag: "the tag already exists". */
    private static final String KNOWN_PAIR = "ResourceInUse.TagDuplicate";

    private final Clients clients;
    private final Sdk sdk;

    InstanceTags(Clients clients, Sdk sdk) {
        this.clients = clients;
        this.sdk = sdk;
    }

    /** Takes keys off in their order; where one fails, the following ones stay on. */
    Map<String, CallOutcome> detach(
            String region, Collection<String> ids, List<String> keys, SendDeadline deadline) {
        Map<String, String> noValues = new LinkedHashMap<>();
        keys.forEach(key -> noValues.put(key, ""));
        return inOrder(
                ids,
                noValues,
                (some, key, _) ->
                        orAlready(
                                NOT_ATTACHED,
                                some,
                                call(
                                        region,
                                        "DetachResourcesTag",
                                        request(region, some, key),
                                        deadline)));
    }

    /** Puts tags on, in the order of their keys. */
    Map<String, CallOutcome> attach(
            String region,
            Collection<String> ids,
            Map<String, String> tags,
            SendDeadline deadline) {
        return inOrder(
                ids,
                new TreeMap<>(tags),
                (some, key, value) -> {
                    CommonRequest request = request(region, some, key);
                    request.set("TagValue", value);
                    return orAlready(ATTACHED, some, attach(region, request, key, value, deadline));
                });
    }

    /** One call for one tag of some instances. */
    @FunctionalInterface
    private interface TagCall {
        Answer<?> make(List<String> ids, String key, String value);
    }

    private static Map<String, CallOutcome> inOrder(
            Collection<String> ids, Map<String, String> tags, TagCall call) {
        Map<String, CallOutcome> outcomes = new LinkedHashMap<>();
        ids.forEach(id -> outcomes.put(id, new CallOutcome.Accepted()));
        Collection<String> left = new LinkedHashSet<>(ids);
        tags.forEach((key, value) ->
                Batches.each(left, RESOURCES, some -> call.make(some, key, value))
                        .forEach((id, outcome) -> {
                            outcomes.put(id, outcome);
                            if (!(outcome instanceof CallOutcome.Accepted)) {
                                left.remove(id);
                            }
                        }));
        return outcomes;
    }

    private static CommonRequest request(String region, List<String> ids, String key) {
        CommonRequest request = new CommonRequest("{}");
        request.set("ServiceType", "cvm");
        request.set("ResourcePrefix", "instance");
        request.set("ResourceRegion", region);
        request.set("ResourceIds", ids);
        request.set("TagKey", key);
        return request;
    }

    /** A pair of key and value that the account does not know yet is made known first. */
    private Answer<?> attach(
            String region, CommonRequest request, String key, String value, SendDeadline deadline) {
        String action = "AttachResourcesTag";
        Answer<?> answer = call(region, action, request, deadline);
        if (!says(answer, UNKNOWN_PAIR)) {
            return answer;
        }
        CommonRequest pair = new CommonRequest("{}");
        pair.set("TagKey", key);
        pair.set("TagValue", value);
        Answer<?> created = call(region, "CreateTag", pair, deadline);
        return created instanceof Answer.Given<?> || says(created, KNOWN_PAIR)
                ? call(region, action, request, deadline)
                : created;
    }

    private Answer<?> call(
            String region, String action, CommonRequest request, SendDeadline deadline) {
        CommonClient tag = clients.tag(region);
        return sdk.change(action, deadline, () -> tag.commonRequest(request, action));
    }

    /**
     * Takes the code that says "it is so already" for success, of a single instance only: which of
     * a batch it means, and what became of the others, it does not say.
     */
    private static Answer<?> orAlready(String code, List<String> ids, Answer<?> answer) {
        return ids.size() == 1 && says(answer, code) ? new Answer.Given<>(code) : answer;
    }

    private static boolean says(Answer<?> answer, String code) {
        return answer instanceof Answer.Missing<?>(Fault fault)
                && fault.origin() == Origin.ANSWERED
                && fault.failure().code().equals(code);
    }
}
