package io.spotkeeper.cloud;

import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Market;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One account of one cloud. Expected failures are values; an exception is a bug. Implementations
 * are safe for use by many threads.
 *
 * <p>Calls block. Every mutating call takes a {@link SendDeadline}, asked as the last step before
 * the socket.
 */
public interface CloudProvider {
    /** Most instances in one {@link #launch}. */
    int MAX_LAUNCH = 100;

    /**
     * Hash of the exact request that {@link #launch} would send for it, the endpoint included: two
     * requests with one hash are the same bytes to the cloud.
     */
    String requestHash(LaunchRequest request);

    /**
     * Buys instances. Sending the same request again is one purchase for as long as its token
     * lives.
     */
    LaunchOutcome launch(LaunchRequest request, SendDeadline deadline);

    /**
     * Terminates instances, with the disks they would leave behind.
     *
     * @param releaseAddresses whether public addresses bound to them go as well
     * @return one outcome per id
     */
    Map<String, CallOutcome> terminate(
            String region, Collection<String> ids, boolean releaseAddresses, SendDeadline deadline);

    /**
     * Takes tags off instances, in the order of {@code keys}; they keep running.
     *
     * @return one outcome per id
     */
    Map<String, CallOutcome> untag(
            String region, Collection<String> ids, List<String> keys, SendDeadline deadline);

    /**
     * Puts tags on instances that should have had them from their launch.
     *
     * @return one outcome per id
     */
    Map<String, CallOutcome> tag(
            String region, Collection<String> ids, Map<String, String> tags, SendDeadline deadline);

    /** All instances of the region that carry this cluster's tag. */
    Listing list(String region);

    /** The instances with these ids, with or without our tags. */
    Description describe(String region, Collection<String> ids);

    /**
     * How far a create operation is. Clouds whose create call is over when it answers name none,
     * and are not asked.
     */
    default Operation operation(String region, String operationId) {
        return new Operation.Ended();
    }

    /**
     * How old a signature may be that this cloud still accepts, where that is longer than what the
     * operator is told of all clouds; zero where it is not.
     */
    default Duration signatureAge() {
        return Duration.ZERO;
    }

    /** Prices and stock of pools of one region. */
    Quotes quotes(String region, Collection<CapacityPool> pools);

    /** The instance types that a zone sells on a market, sold out or not. */
    InstanceTypes instanceTypes(String region, String zone, Market market);

    /** What one instance of this request costs an hour. */
    Charge charge(LaunchRequest request);

    /**
     * Reads one version of a launch template that is kept at the cloud. Versions never change.
     *
     * @param version its number, from 1
     */
    default StoredTemplate storedTemplate(String region, String id, int version) {
        return new StoredTemplate.Unusable(
                "Launch templates that are kept at this cloud cannot be read");
    }

    /** The groups that the cloud keeps by itself, where it does. */
    default Optional<CloudGroups> groups() {
        return Optional.empty();
    }

    /**
     * Whose credentials these are; compared with what the account pinned when it was first used.
     */
    Owner owner();
}
