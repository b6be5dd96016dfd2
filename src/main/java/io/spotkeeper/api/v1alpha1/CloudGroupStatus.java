package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * The cloud's own group, where the cloud allocates (management Provider). Its words are kept as the
 * cloud writes them.
 *
 * @param id id that the cloud gave it; absent until it is known
 * @param name name that it has at the cloud, by which it is found after a lost answer
 * @param status SUBMITTED, ACTIVE, DELETING or DELETED at Huawei Cloud
 * @param taskState HANDLING, FULFILLED or ERROR at Huawei Cloud
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CloudGroupStatus(
        @Size(max = 128)
                @JsonPropertyDescription(
                        "What the cloud calls the group. Absent: asked for, and no answer yet.")
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
                @Nullable String taskState) {}
