package io.spotkeeper.fleet;

import java.util.List;

/** What the planner wants done. */
public sealed interface Action {
    /**
     * Buy instances of one pool with one intent.
     *
     * @param rule the pool and its terms
     * @param subnetId the subnet to use; absent = the cloud's default
     * @param count instances, 1…100
     * @param purpose why
     */
    record Launch(
            PoolRule rule,
            @org.jspecify.annotations.Nullable String subnetId,
            int count,
            LaunchIntent.Purpose purpose)
            implements Action {}

    /** Ask for every member by id and decide again: a surplus is believed only then. */
    record Confirm() implements Action {}

    /** Let instances go without ending them: our tags come off, and they keep running. */
    record Release(List<Member> members, Farewell.Reason reason) implements Action {
        public Release {
            members = List.copyOf(members);
        }
    }

    /** Give up instances. */
    record Terminate(List<Member> members, Farewell.Reason reason) implements Action {
        public Terminate {
            members = List.copyOf(members);
        }
    }
}
