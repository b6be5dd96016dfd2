package io.spotkeeper.emulator.market;

import java.util.HashMap;
import java.util.Map;

/** What each owner may hold, and how much of it is taken. */
public final class Quotas {
    /**
     * What an owner may still launch in one pool.
     *
     * @param vcpus spot virtual CPUs left in the zone, 0 or more
     * @param instances instances left in the region, 0 or more
     */
    record Room(int vcpus, int instances) {}

    private record OwnerZone(String owner, String zone) {}

    private final Quota standard;
    private final Map<OwnerZone, Integer> zoneVcpus = new HashMap<>();
    private final Map<String, Integer> vcpus = new HashMap<>();
    private final Map<String, Integer> instances = new HashMap<>();

    Quotas(Quota standard) {
        this.standard = standard;
    }

    /** Sets an owner's spot virtual CPUs in one zone, 0 or more. */
    public void setSpotVcpus(String owner, String zone, int limit) {
        zoneVcpus.put(new OwnerZone(owner, zone), limit);
    }

    /** Sets an owner's spot virtual CPUs in every zone that has no limit of its own, 0 or more. */
    public void setSpotVcpus(String owner, int limit) {
        vcpus.put(owner, limit);
    }

    /** Sets an owner's live instances per region, 0 or more. */
    public void setInstances(String owner, int limit) {
        instances.put(owner, limit);
    }

    /** An owner's limit of spot virtual CPUs in a zone. */
    public int spotVcpus(String owner, String zone) {
        Integer ofOwner = vcpus.getOrDefault(owner, standard.spotVcpusPerZone());
        return zoneVcpus.getOrDefault(new OwnerZone(owner, zone), ofOwner);
    }

    /** An owner's limit of live instances in a region. */
    public int instances(String owner) {
        return instances.getOrDefault(owner, standard.instances());
    }

    /** Virtual CPUs of an owner's live spot instances in a zone. */
    public static int usedSpotVcpus(SpotMarket market, String owner, String zone) {
        return market.all().stream()
                .filter(instance -> instance.owner().equals(owner))
                .filter(instance -> instance.pool().zone().equals(zone))
                .filter(instance -> instance.pool().market() == Market.SPOT)
                .filter(instance -> instance.state().isLive())
                .mapToInt(instance -> market.type(instance.pool().instanceType()).cpu())
                .sum();
    }

    Room room(String owner, PoolState pool, SpotMarket market) {
        String zone = pool.pool().zone();
        int vcpusLeft = spotVcpus(owner, zone) - usedSpotVcpus(market, owner, zone);
        long held =
                market.all().stream()
                        .filter(instance -> instance.owner().equals(owner))
                        .filter(instance -> instance.pool().region().equals(pool.pool().region()))
                        .filter(instance -> instance.state().isLive())
                        .count();
        int instancesLeft = instances(owner) - (int) held;
        return new Room(Math.max(0, vcpusLeft), Math.max(0, instancesLeft));
    }
}
