package io.spotkeeper.cloud.huawei;

import com.huaweicloud.sdk.ecs.v2.model.DeleteServersRequest;
import com.huaweicloud.sdk.ecs.v2.model.DeleteServersRequestBody;
import com.huaweicloud.sdk.ecs.v2.model.ServerDetail;
import com.huaweicloud.sdk.ecs.v2.model.ServerExtendVolumeAttachment;
import com.huaweicloud.sdk.ecs.v2.model.ServerId;
import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.Batches;
import io.spotkeeper.cloud.CallOutcome;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.Fault;
import io.spotkeeper.cloud.SendDeadline;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Deletes servers. Left alone, the call detaches data disks and leaves them to be paid for, so it
 * is told what to do with them; but it takes one word for all disks of all its servers. The servers
 * are therefore looked at first, and those whose disks are to go are deleted apart from those whose
 * owner keeps them.
 *
 * <p>A spot server that is being reclaimed cannot be deleted, and nothing shows that it is: it runs
 * on for five minutes as if nothing were. The refusal says only that its state does not allow it.
 */
final class Deletion {
    /** The call takes 1,000; fewer make a refused batch cheaper to split. */
    private static final int BATCH = 100;

    private final Sdk sdk;
    private final Instances instances;

    Deletion(Sdk sdk, Instances instances) {
        this.sdk = sdk;
        this.instances = instances;
    }

    /** The state of the server does not allow it. */
    private static final String WRONG_STATE = "Ecs.0100";

    /** What becomes of the data disks of a server. */
    private enum Disks {
        /** They go; also where there are none. */
        DELETE,
        /** They stay. */
        KEEP,
        /** Some go and some stay, or it is not known: the mark that each was made with decides. */
        AS_MARKED;

        @Nullable Boolean word() {
            return switch (this) {
                case DELETE -> true;
                case KEEP -> false;
                case AS_MARKED -> null;
            };
        }
    }

    /** One outcome per id. */
    Map<String, CallOutcome> terminate(
            Place place, Collection<String> ids, boolean releaseAddresses, SendDeadline deadline) {
        return switch (instances.rows(place, ids)) {
            case Answer.Missing<Map<String, ServerDetail>>(Fault fault) -> refused(ids, fault);
            case Answer.Given<Map<String, ServerDetail>>(Map<String, ServerDetail> rows) -> {
                Map<Disks, List<String>> groups = new EnumMap<>(Disks.class);
                for (String id : new LinkedHashSet<>(ids)) {
                    groups.computeIfAbsent(disks(rows.get(id)), _ -> new ArrayList<>()).add(id);
                }
                Map<String, CallOutcome> outcomes = new LinkedHashMap<>();
                groups.forEach((disks, group) ->
                        outcomes.putAll(
                                Batches.each(
                                        group,
                                        BATCH,
                                        some ->
                                                delete(
                                                        place,
                                                        some,
                                                        disks,
                                                        releaseAddresses,
                                                        deadline))));
                outcomes.replaceAll((id, outcome) -> explained(outcome, rows.get(id)));
                yield outcomes;
            }
        };
    }

    private static CallOutcome explained(CallOutcome outcome, @Nullable ServerDetail row) {
        return outcome instanceof CallOutcome.Refused(CloudFailure.Busy busy)
                        && busy.code().equals(WRONG_STATE)
                        && row != null
                        && InstanceRow.runsAsSpot(row)
                ? new CallOutcome.Refused(
                        new CloudFailure.Protected(
                                busy.code(), busy.message() + " (it may be being reclaimed)"))
                : outcome;
    }

    /** Nothing was sent that changes anything. */
    static Map<String, CallOutcome> refused(Collection<String> ids, Fault fault) {
        Map<String, CallOutcome> outcomes = new LinkedHashMap<>();
        ids.forEach(id -> outcomes.put(id, new CallOutcome.Refused(fault.failure())));
        return outcomes;
    }

    private Answer<?> delete(
            Place place,
            List<String> ids,
            Disks disks,
            boolean releaseAddresses,
            SendDeadline deadline) {
        DeleteServersRequestBody body =
                new DeleteServersRequestBody()
                        .withServers(ids.stream().map(id -> new ServerId().withId(id)).toList())
                        .withDeletePublicip(releaseAddresses);
        Boolean word = disks.word();
        if (word != null) {
            body.setDeleteVolume(word);
        }
        DeleteServersRequest request = new DeleteServersRequest().withBody(body);
        return sdk.change("DeleteServers", deadline, () -> place.changes().deleteServers(request));
    }

    private static Disks disks(@Nullable ServerDetail row) {
        if (row == null || row.getOsExtendedVolumesVolumesAttached() == null) {
            return Disks.AS_MARKED;
        }
        List<ServerExtendVolumeAttachment> data =
                row.getOsExtendedVolumesVolumesAttached().stream()
                        .filter(disk -> !"0".equals(disk.getBootIndex()))
                        .toList();
        if (data.stream().allMatch(disk -> "true".equals(disk.getDeleteOnTermination()))) {
            return Disks.DELETE;
        }
        return data.stream().allMatch(disk -> "false".equals(disk.getDeleteOnTermination()))
                ? Disks.KEEP
                : Disks.AS_MARKED;
    }
}
