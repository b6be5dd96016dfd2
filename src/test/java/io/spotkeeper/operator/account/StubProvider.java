package io.spotkeeper.operator.account;

import io.spotkeeper.cloud.CallOutcome;
import io.spotkeeper.cloud.Charge;
import io.spotkeeper.cloud.CloudProvider;
import io.spotkeeper.cloud.Description;
import io.spotkeeper.cloud.InstanceTypes;
import io.spotkeeper.cloud.LaunchOutcome;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.Listing;
import io.spotkeeper.cloud.Owner;
import io.spotkeeper.cloud.Quotes;
import io.spotkeeper.cloud.SendDeadline;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Market;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A cloud that tells whose key it is opened with, lists what the test says, and can be closed. */
final class StubProvider implements CloudProvider, AutoCloseable {
    volatile Owner owner;
    volatile Listing listing = new Listing.Complete(List.of(), 1);
    volatile boolean closed;
    final AtomicInteger listings = new AtomicInteger();

    StubProvider(String owner) {
        this.owner = new Owner.Identified(owner);
    }

    @Override
    public Owner owner() {
        return owner;
    }

    @Override
    public Listing list(String region) {
        listings.incrementAndGet();
        return listing;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public Quotes quotes(String region, Collection<CapacityPool> pools) {
        return new Quotes.Quoted(Map.of());
    }

    @Override
    public InstanceTypes instanceTypes(String region, String zone, Market market) {
        throw new AssertionError("not asked");
    }

    @Override
    public Charge charge(LaunchRequest request) {
        throw new AssertionError("not asked");
    }

    @Override
    public String requestHash(LaunchRequest request) {
        throw new AssertionError("not asked");
    }

    @Override
    public LaunchOutcome launch(LaunchRequest request, SendDeadline deadline) {
        throw new AssertionError("not asked");
    }

    @Override
    public Map<String, CallOutcome> terminate(
            String region,
            Collection<String> ids,
            boolean releaseAddresses,
            SendDeadline deadline) {
        throw new AssertionError("not asked");
    }

    @Override
    public Map<String, CallOutcome> untag(
            String region, Collection<String> ids, List<String> keys, SendDeadline deadline) {
        throw new AssertionError("not asked");
    }

    @Override
    public Map<String, CallOutcome> tag(
            String region,
            Collection<String> ids,
            Map<String, String> tags,
            SendDeadline deadline) {
        throw new AssertionError("not asked");
    }

    @Override
    public Description describe(String region, Collection<String> ids) {
        throw new AssertionError("not asked");
    }
}
