package io.spotkeeper.fleet;

/**
 * The owning object.
 *
 * @param uid its UID; the only part that identifies it, names are used again
 * @param kind {@code ComputeEnvironment} or {@code AutoLaunchGroup}
 * @param namespace its namespace
 * @param name its name
 */
public record FleetId(String uid, String kind, String namespace, String name) {
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
