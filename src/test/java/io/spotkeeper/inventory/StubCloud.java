package io.spotkeeper.inventory;

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
import java.util.function.Function;
import java.util.function.Supplier;

/** A cloud that only answers what the books ask, as the test says. */
final class StubCloud implements CloudProvider {
    Supplier<Listing> listing = () -> new Listing.Complete(List.of(), 1);
    Function<Collection<CapacityPool>, Quotes> quotes = _ -> new Quotes.Quoted(Map.of());
    Supplier<Charge> charge =
            () -> new Charge.Hourly(java.math.BigDecimal.ONE, java.math.BigDecimal.TWO);
    Function<Collection<String>, Description> describe =
            _ -> {
                throw new AssertionError("not asked");
            };
    Function<Collection<String>, Map<String, CallOutcome>> terminate =
            _ -> {
                throw new AssertionError("not asked");
            };
    Supplier<InstanceTypes> types = () -> new InstanceTypes.Listed(List.of());
    int typeCalls;
    int quoteCalls;
    int chargeCalls;

    @Override
    public Listing list(String region) {
        return listing.get();
    }

    @Override
    public Quotes quotes(String region, Collection<CapacityPool> pools) {
        quoteCalls++;
        return quotes.apply(pools);
    }

    @Override
    public InstanceTypes instanceTypes(String region, String zone, Market market) {
        typeCalls++;
        return types.get();
    }

    @Override
    public Charge charge(LaunchRequest request) {
        chargeCalls++;
        return charge.get();
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
        return terminate.apply(ids);
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
        return describe.apply(ids);
    }

    @Override
    public Owner owner() {
        throw new AssertionError("not asked");
    }
}
