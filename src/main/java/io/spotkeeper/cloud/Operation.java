package io.spotkeeper.cloud;

/** How far a create operation of the cloud is ({@link LaunchOutcome.Launched#operationId}). */
public sealed interface Operation {
    /** It may still make instances that no by-id answer knows yet. */
    record UnderWay() implements Operation {}

    /** It is over, well or badly: what no by-id answer knows now will not come to be. */
    record Ended() implements Operation {}

    /** It could not be found out. */
    record Failed(CloudFailure failure) implements Operation {}
}
