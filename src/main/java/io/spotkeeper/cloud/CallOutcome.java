package io.spotkeeper.cloud;

/** What became of a mutating call on one instance. */
public sealed interface CallOutcome {
    /** The cloud took it. */
    record Accepted() implements CallOutcome {}

    /** The cloud said no; {@link CloudFailure.Gone} is what a termination hopes for. */
    record Refused(CloudFailure failure) implements CallOutcome {}

    /** It may have been applied. These calls are idempotent: they are simply made again. */
    record Unknown(String cause) implements CallOutcome {}
}
