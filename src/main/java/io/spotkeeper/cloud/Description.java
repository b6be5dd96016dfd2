package io.spotkeeper.cloud;

import io.spotkeeper.fleet.Instance;
import java.util.Map;

/** The answer to a by-id question. */
public sealed interface Description {
    /**
     * The cloud answered for all the ids asked.
     *
     * @param found the instances it knows, by id, tagged or not; an id that is missing was not
     *     known
     */
    record Found(Map<String, Instance> found) implements Description {
        public Found {
            found = Map.copyOf(found);
        }
    }

    /** No statement can be made. */
    record Failed(CloudFailure failure) implements Description {}
}
