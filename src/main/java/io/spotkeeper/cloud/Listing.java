package io.spotkeeper.cloud;

import io.spotkeeper.fleet.Instance;
import java.util.List;

/** The answer to a listing: complete or failed, never partial. */
public sealed interface Listing {
    /**
     * Every page arrived and the rows add up.
     *
     * @param instances all instances with this cluster's tag, each once
     * @param pages requests it took
     */
    record Complete(List<Instance> instances, int pages) implements Listing {
        public Complete {
            instances = List.copyOf(instances);
        }
    }

    /** Code of a listing whose pages did not add up, because instances came and went meanwhile. */
    String INCOMPLETE = "ListingIncomplete";

    /** No statement about any instance can be made. */
    record Failed(CloudFailure failure) implements Listing {
        /** The cloud answered, the pages did not add up: another try may well do. */
        public boolean incomplete() {
            return failure.code().equals(INCOMPLETE);
        }
    }
}
