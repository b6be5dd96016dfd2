package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The cloud's own group, where the cloud allocates (management Provider). Its words are kept as the
 * cloud writes them.
 *
 * @param id id that the cloud gave it; absent until it is known
 * @param name name that it has at the cloud, by which it is found after a lost answer
 * @param status SUBMITTED, ACTIVE, DELETING or DELETED at Huawei Cloud
 * @param taskState HANDLING, FULFILLED or ERROR at Huawei Cloud
 * @param askedAt when the cloud was asked for a group, while that is not settled
 * @param endingSince since when Spotkeeper has the cloud delete it
 * @param order what the cloud was asked for
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CloudGroupStatus(
        @Size(max = 128)
                @JsonPropertyDescription(
                        "What the cloud calls the group. Absent: not asked for, or no answer yet.")
                @Nullable String id,
        @Size(max = 64)
                @JsonPropertyDescription(
                        "How the group is called in the cloud's console: displayName and 8 hex digits of the UID of this object.")
                @Nullable String name,
        @Size(max = 64)
                @JsonPropertyDescription(
                        "Life of the group in the cloud's own words, at HuaweiCloud SUBMITTED, ACTIVE, DELETING or DELETED.")
                @Nullable String status,
        @Size(max = 64)
                @JsonPropertyDescription(
                        "What the cloud is doing for the group, in its own words, at HuaweiCloud HANDLING, FULFILLED or ERROR.")
                @Nullable String taskState,
        @JsonPropertyDescription(
                        "When the cloud was asked for a group whose fate is not known; no other is asked for meanwhile. Absent: nothing is in doubt.")
                @Nullable Instant askedAt,
        @JsonPropertyDescription(
                        "Since when Spotkeeper has the cloud delete the group, because this object is deleted or because another group takes its place. Absent: it stays.")
                @Nullable Instant endingSince,
        @JsonPropertyDescription(
                        "What the cloud was asked for, as far as it cannot be changed there, or is not shown.")
                @Nullable CloudGroupOrder order) {}
