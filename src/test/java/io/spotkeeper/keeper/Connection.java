package io.spotkeeper.keeper;

import io.spotkeeper.cloud.CallOutcome;
import io.spotkeeper.cloud.Charge;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.CloudProvider;
import io.spotkeeper.cloud.Description;
import io.spotkeeper.cloud.InstanceTypes;
import io.spotkeeper.cloud.LaunchOutcome;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.Listing;
import io.spotkeeper.cloud.Operation;
import io.spotkeeper.cloud.Owner;
import io.spotkeeper.cloud.Quotes;
import io.spotkeeper.cloud.SendDeadline;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.keeper.ScriptedCloud.Call;
import io.spotkeeper.keeper.ScriptedCloud.Fault;
import io.spotkeeper.keeper.ScriptedCloud.Lie;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A {@link ScriptedCloud} as one process sees it, over a network that can break. */
final class Connection implements CloudProvider {
    private final ScriptedCloud cloud;
    private final Effects effects;

    Connection(ScriptedCloud cloud, Effects effects) {
        this.cloud = cloud;
        this.effects = effects;
    }

    @Override
    public String requestHash(LaunchRequest request) {
        return Integer.toHexString(request.hashCode());
    }

    @Override
    public LaunchOutcome launch(LaunchRequest request, SendDeadline deadline) {
        effects.reach("launch:before");
        cloud.catchUp();
        long signedAt = cloud.nanos();
        if (deadline.passed()) {
            return new LaunchOutcome.Refused(
                    new CloudFailure.Transient("DeadlinePassed", "it was too late to send"));
        }
        effects.reach("launch:checked");
        cloud.time.advance(cloud.work);
        cloud.requests.add(request);
        cloud.mutatingCalls++;
        if (cloud.nanos() - signedAt > cloud.signatureAge.toNanos()) {
            return new LaunchOutcome.Refused(
                    new CloudFailure.Transient("SignatureExpired", "the signature is too old"));
        }
        Fault fault = Optional.ofNullable(cloud.launches.poll()).orElse(new Fault.None());
        LaunchOutcome outcome =
                switch (fault) {
                    case Fault.LoseRequest _ -> new LaunchOutcome.Unknown("timeout");
                    case Fault.ApplyLate late -> {
                        cloud.arrivesLate(request, requestHash(request), late.after());
                        yield new LaunchOutcome.Unknown("connection lost");
                    }
                    case Fault.Refuse refuse -> new LaunchOutcome.Refused(refuse.failure());
                    case Fault.LoseAnswer _ -> {
                        cloud.buy(request, requestHash(request), fault);
                        yield new LaunchOutcome.Unknown("timeout");
                    }
                    case Fault.Deliver _, Fault.FailToStart _, Fault.None _ ->
                            cloud.buy(request, requestHash(request), fault);
                };
        effects.reach("launch:after");
        return outcome;
    }

    @Override
    public Map<String, CallOutcome> terminate(
            String region,
            Collection<String> ids,
            boolean releaseAddresses,
            SendDeadline deadline) {
        cloud.calls.add(new Call("terminate", region, List.copyOf(ids), releaseAddresses));
        return giveUp("terminate", ids, deadline, id -> !isGuarded(id), this::terminate);
    }

    private void terminate(String id) {
        Vm vm = cloud.vms.get(id);
        if (vm != null && !vm.stubborn) {
            if (vm.exists(cloud.nanos()) && !vm.live(cloud.nanos())) {
                vm.vanishes(cloud.nanos());
            } else {
                vm.ends(cloud.nanos(), cloud.dying.toNanos(), false);
            }
        }
    }

    private boolean isGuarded(String id) {
        Vm vm = cloud.vms.get(id);
        return vm != null && vm.guarded;
    }

    @Override
    public Map<String, CallOutcome> untag(
            String region, Collection<String> ids, List<String> keys, SendDeadline deadline) {
        cloud.calls.add(new Call("untag", region, List.copyOf(ids), false));
        return giveUp(
                "untag",
                ids,
                deadline,
                _ -> true,
                id -> onVm(id, vm -> vm.untagged(cloud.nanos(), keys)));
    }

    @Override
    public Map<String, CallOutcome> tag(
            String region,
            Collection<String> ids,
            Map<String, String> tags,
            SendDeadline deadline) {
        cloud.calls.add(new Call("tag", region, List.copyOf(ids), false));
        return giveUp(
                "tag",
                ids,
                deadline,
                _ -> true,
                id -> {
                    cloud.tagCalls++;
                    onVm(id, vm -> vm.tagged(cloud.nanos(), tags));
                });
    }

    private void onVm(String id, Consumer<Vm> change) {
        Vm vm = cloud.vms.get(id);
        if (vm != null) {
            change.accept(vm);
        }
    }

    private Map<String, CallOutcome> giveUp(
            String name,
            Collection<String> ids,
            SendDeadline deadline,
            java.util.function.Predicate<String> allowed,
            Consumer<String> effect) {
        effects.reach(name + ":before");
        Map<String, CallOutcome> outcomes = new LinkedHashMap<>();
        if (deadline.passed()) {
            CloudFailure tooLate =
                    new CloudFailure.Transient("DeadlinePassed", "it was too late to send");
            ids.forEach(id -> outcomes.put(id, new CallOutcome.Refused(tooLate)));
            return outcomes;
        }
        cloud.mutatingCalls++;
        boolean lost = cloud.lostGiveUps > 0;
        cloud.lostGiveUps -= lost ? 1 : 0;
        for (String id : ids) {
            outcomes.put(id, giveUp(id, allowed.test(id), lost, effect));
        }
        effects.reach(name + ":after");
        return outcomes;
    }

    private CallOutcome giveUp(String id, boolean allowed, boolean lost, Consumer<String> effect) {
        CloudFailure failure = cloud.giveUpFailure;
        if (failure != null) {
            return new CallOutcome.Refused(failure);
        }
        Vm vm = cloud.vms.get(id);
        if (vm == null || !vm.exists(cloud.nanos())) {
            return new CallOutcome.Refused(new CloudFailure.Gone("NotFound", "no such instance"));
        }
        if (!allowed) {
            return new CallOutcome.Refused(new CloudFailure.Protected("Protected", "protected"));
        }
        effect.accept(id);
        return lost ? new CallOutcome.Unknown("timeout") : new CallOutcome.Accepted();
    }

    @Override
    public Listing list(String region) {
        effects.reach("list");
        cloud.catchUp();
        cloud.listingCalls++;
        Lie lie = Optional.ofNullable(cloud.listings.poll()).orElse(Lie.NONE);
        List<Instance> rows = new ArrayList<>();
        long at = cloud.nanos() - cloud.listingLag.toNanos();
        for (Vm vm : cloud.vms.values()) {
            if (vm.pool.region().equals(region)) {
                vm.shown(at)
                        .filter(i -> i.tags().containsKey(Ownership.CLUSTER))
                        .ifPresent(rows::add);
            }
        }
        return switch (lie) {
            case NONE -> new Listing.Complete(rows, 1);
            case EMPTY -> new Listing.Complete(List.of(), 1);
            case TRUNCATED -> new Listing.Complete(rows.subList(0, rows.size() / 2), 1);
            case FAILED ->
                    new Listing.Failed(new CloudFailure.Transient("Down", "the cloud is down"));
        };
    }

    @Override
    public Description describe(String region, Collection<String> ids) {
        effects.reach("describe");
        cloud.catchUp();
        cloud.describeCalls++;
        Lie lie = Optional.ofNullable(cloud.descriptions.poll()).orElse(Lie.NONE);
        if (lie == Lie.FAILED) {
            return new Description.Failed(new CloudFailure.Transient("Down", "the cloud is down"));
        }
        Map<String, Instance> found = new HashMap<>();
        long at = cloud.nanos() - cloud.describeLag.toNanos();
        for (String id : ids) {
            Vm vm = cloud.vms.get(id);
            if (lie != Lie.EMPTY && vm != null && vm.pool.region().equals(region)) {
                vm.shown(at).ifPresent(instance -> found.put(id, instance));
            }
        }
        return new Description.Found(found);
    }

    @Override
    public Operation operation(String region, String operationId) {
        return cloud.operation;
    }

    @Override
    public Quotes quotes(String region, Collection<CapacityPool> pools) {
        effects.reach("quotes");
        return cloud.quotes(pools);
    }

    @Override
    public InstanceTypes instanceTypes(String region, String zone, Market market) {
        throw new AssertionError("not asked");
    }

    @Override
    public Charge charge(LaunchRequest request) {
        return new Charge.Hourly(BigDecimal.ONE, new BigDecimal("0.01"));
    }

    @Override
    public Owner owner() {
        return new Owner.Identified("owner");
    }
}
