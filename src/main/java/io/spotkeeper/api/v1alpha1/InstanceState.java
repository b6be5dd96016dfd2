package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What an instance is doing. */
public enum InstanceState {
    @JsonPropertyDescription("launched and not yet running")
    Pending,

    @JsonPropertyDescription("running, and counted as ready")
    Running,

    @JsonPropertyDescription("shut down but not ended; counts as live, not as ready")
    Stopped,

    @JsonPropertyDescription("alive in a state that has no word here, such as a migration")
    Other,

    @JsonPropertyDescription(
            "bought and not seen in a listing yet, or missing in one; counts as live until the cloud says otherwise")
    Missing,

    @JsonPropertyDescription("taken by the cloud and never started; it is replaced")
    Failed,

    @JsonPropertyDescription("being taken down, by Spotkeeper, by its owner or by the cloud")
    Terminating,

    @JsonPropertyDescription("being handed over to its owner: the tags are coming off")
    Releasing,

    @JsonPropertyDescription(
            "down, and in the recycle bin of the cloud until it is terminated once more")
    Recycled
}
