package io.spotkeeper.simulation;

import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.emulator.market.Instance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sees everything that happens in a simulation as it truly is. */
public interface Observer {
    /** A process makes a call. */
    default void called(OperatorProcess process, Call call) {}

    /** An object changed, by whomever; absent before it was created and after it is gone. */
    default void changed(@Nullable FleetObject before, @Nullable FleetObject after) {}

    /** A process is about to write books; the write may fail yet. */
    default void decided(Decision decision) {}

    /** A launch arrives at the cloud. */
    default void arrived(LaunchRequest request, String hash) {}

    /** The cloud sold instances. */
    default void sold(LaunchRequest request, List<Instance> instances) {}

    /** A termination or a change of tags arrives at the cloud, for an instance as it is now. */
    default void handled(Call call, Instance instance) {}

    /** Something told a person: an activity, a message. */
    default void told(String text) {}

    /** Something happened; looked at after every step. */
    default void stepped() {}
}
