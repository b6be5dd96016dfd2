package io.spotkeeper.cloud.huawei;

import com.huaweicloud.sdk.ecs.v2.model.BatchAddServerTag;
import com.huaweicloud.sdk.ecs.v2.model.BatchCreateServerTagsRequest;
import com.huaweicloud.sdk.ecs.v2.model.BatchCreateServerTagsRequestBody;
import com.huaweicloud.sdk.ecs.v2.model.BatchDeleteServerTagsRequest;
import com.huaweicloud.sdk.ecs.v2.model.BatchDeleteServerTagsRequestBody;
import com.huaweicloud.sdk.ecs.v2.model.ServerTag;
import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.Batches;
import io.spotkeeper.cloud.CallOutcome;
import io.spotkeeper.cloud.SendDeadline;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts tags on running servers and takes them off: one call per server, and both calls may be made
 * again. A tag that is not there any more counts as taken off.
 */
final class InstanceTags {
    private final Sdk sdk;

    InstanceTags(Sdk sdk) {
        this.sdk = sdk;
    }

    /**
     * Takes keys off in their order; where one fails, the following ones stay on. One call could
     * take them all, but which of them it takes first is nowhere said.
     */
    Map<String, CallOutcome> detach(
            Place place, Collection<String> ids, List<String> keys, SendDeadline deadline) {
        Map<String, CallOutcome> outcomes = new LinkedHashMap<>();
        ids.forEach(id -> outcomes.put(id, new CallOutcome.Accepted()));
        for (String key : keys) {
            List<String> left =
                    outcomes.entrySet().stream()
                            .filter(e -> e.getValue() instanceof CallOutcome.Accepted)
                            .map(Map.Entry::getKey)
                            .toList();
            outcomes.putAll(
                    Batches.each(left, 1, one -> detach(place, one.getFirst(), key, deadline)));
        }
        return outcomes;
    }

    private Answer<?> detach(Place place, String id, String key, SendDeadline deadline) {
        BatchDeleteServerTagsRequest request =
                new BatchDeleteServerTagsRequest()
                        .withServerId(id)
                        .withBody(
                                new BatchDeleteServerTagsRequestBody()
                                        .withAction(
                                                BatchDeleteServerTagsRequestBody.ActionEnum.DELETE)
                                        .withTags(List.of(new ServerTag().withKey(key))));
        return sdk.change(
                "BatchDeleteServerTags",
                deadline,
                () -> place.changes().batchDeleteServerTags(request));
    }

    /** Puts tags on, all of a server at once. */
    Map<String, CallOutcome> attach(
            Place place, Collection<String> ids, Map<String, String> tags, SendDeadline deadline) {
        List<BatchAddServerTag> wanted =
                new TreeMap<>(tags)
                        .entrySet().stream()
                                .map(tag ->
                                        new BatchAddServerTag()
                                                .withKey(tag.getKey())
                                                .withValue(tag.getValue()))
                                .toList();
        return Batches.each(
                ids,
                1,
                one -> {
                    BatchCreateServerTagsRequest request =
                            new BatchCreateServerTagsRequest()
                                    .withServerId(one.getFirst())
                                    .withBody(
                                            new BatchCreateServerTagsRequestBody()
                                                    .withAction(
                                                            BatchCreateServerTagsRequestBody
                                                                    .ActionEnum.CREATE)
                                                    .withTags(wanted));
                    return sdk.change(
                            "BatchCreateServerTags",
                            deadline,
                            () -> place.changes().batchCreateServerTags(request));
                });
    }
}
