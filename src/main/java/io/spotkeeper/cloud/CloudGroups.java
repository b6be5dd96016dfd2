package io.spotkeeper.cloud;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Groups that a cloud itself keeps at their target, where it has such a service. Expected failures
 * are values; implementations are safe for use by many threads. No call has an idempotency key: a
 * group whose creation was not answered is found by its name.
 */
public interface CloudGroups {
    /** Life of a group that is being taken down. */
    String DELETING = "DELETING";

    /** Life of a group that is no more, where the cloud still shows it. */
    String DELETED = "DELETED";

    /** Asks for a group. Sent twice, it is two groups. */
    Creation create(GroupOrder order, SendDeadline deadline);

    /**
     * Has the cloud look at an order without carrying it out.
     *
     * @return accepted when it would do
     */
    CallOutcome check(GroupOrder order, SendDeadline deadline);

    /** Every group of exactly this name, from a complete listing. */
    Answer<List<Row>> named(String name);

    /** One group; a failure that is {@link CloudFailure.Gone} when there is none of this id. */
    Answer<GroupFacts> show(String id);

    /** All instances of a group, from a complete listing. */
    Answer<List<Member>> members(String id);

    /** Changes what can be changed in place; what is null in the terms stays as it is. */
    CallOutcome update(String id, GroupOrder.Terms terms, SendDeadline deadline);

    /**
     * Takes a group down.
     *
     * @param terminate whether its instances end as well; else they run on, and cost
     */
    CallOutcome delete(String id, boolean terminate, SendDeadline deadline);

    /** What came of asking for a group. */
    sealed interface Creation {
        /** The group is there. */
        record Created(String id) implements Creation {}

        /** There is none. */
        record Refused(CloudFailure failure) implements Creation {}

        /** There may be one: look for its name before asking again. */
        record Unknown(String cause) implements Creation {}
    }

    /**
     * A group in a listing.
     *
     * @param id the cloud's id
     * @param status its life, in the cloud's own words
     */
    record Row(String id, String status) {}

    /**
     * An instance of a group.
     *
     * @param id the cloud's id
     * @param zone zone id
     * @param instanceType type
     * @param status its state, in the cloud's own words
     * @param spot whether it was bought as spot; absent when the cloud does not say
     */
    record Member(
            String id, String zone, String instanceType, String status, @Nullable Boolean spot) {}
}
