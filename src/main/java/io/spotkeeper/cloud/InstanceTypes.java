package io.spotkeeper.cloud;

import java.util.List;

/** The instance types that a zone sells on one market ({@link CloudProvider#instanceTypes}). */
public sealed interface InstanceTypes {
    /**
     * The cloud answered.
     *
     * @param types those that it sells there, sold out or not; none also of a zone it does not know
     */
    record Listed(List<InstanceType> types) implements InstanceTypes {
        public Listed {
            types = List.copyOf(types);
        }
    }

    /** The cloud could not answer. */
    record Failed(CloudFailure failure) implements InstanceTypes {}
}
