package io.spotkeeper.emulator.huawei;

import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.InstanceState;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.world.Leftovers.Leftover;
import io.spotkeeper.emulator.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Servers as the wire sees them, and what stays behind when they go. To be used under the world's
 * lock.
 */
final class ServerBook {
    private final World world;
    private final Map<String, Instance> tracked = new HashMap<>();
    private final AtomicInteger addresses = new AtomicInteger();

    ServerBook(World world) {
        this.world = world;
        world.onReset(() -> {
            tracked.clear();
            addresses.set(0);
        });
    }

    /** An address in a network, never given twice. */
    String newAddress(int network) {
        int number = addresses.incrementAndGet();
        return "%d.%d.%d.%d"
                .formatted(network, number / 62500 % 250, number / 250 % 250, number % 250 + 2);
    }

    /** A version 4 UUID out of the market's randomness, so that a seed gives the same ids. */
    static String uuid(RandomGenerator random) {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & ~(3L << 62)) | (2L << 62);
        return new UUID(high, low).toString();
    }

    void begin(List<Instance> launched) {
        launched.forEach(instance -> tracked.put(instance.id(), instance));
    }

    /** Servers that went without anybody's call leave behind what does not end with them. */
    void observe(SpotMarket market) {
        Iterator<Instance> all = tracked.values().iterator();
        while (all.hasNext()) {
            Instance before = all.next();
            Instance now = market.find(before.id());
            if (now == null || now.state() == InstanceState.TERMINATING) {
                all.remove();
                leave(before, false, null);
            } else if (now.state() == InstanceState.LAUNCH_FAILED) {
                all.remove();
            }
        }
    }

    /**
     * A server is being deleted.
     *
     * @param withVolumes whether its data disks go with it
     * @param withPublicIp whether its elastic IP is released; null if that decides itself
     */
    void delete(String id, boolean withVolumes, @Nullable Boolean withPublicIp) {
        Instance instance = tracked.remove(id);
        if (instance != null) {
            leave(instance, withVolumes, withPublicIp);
        }
    }

    private void leave(Instance instance, boolean withVolumes, @Nullable Boolean withPublicIp) {
        ServerDetails details = details(instance);
        List<Leftover> left = new ArrayList<>();
        for (ServerDetails.Volume volume : details.volumes()) {
            if (!volume.isSystem() && !volume.endsWithServer() && !withVolumes) {
                left.add(new Leftover("Volume", volume.id(), instance.owner(), instance.id()));
            }
        }
        ServerDetails.PublicIp ip = details.publicIp();
        if (ip != null && !(withPublicIp == null ? ip.endsWithServer() : withPublicIp)) {
            left.add(new Leftover("PublicIp", ip.id(), instance.owner(), instance.id()));
        }
        world.leftovers().add(left);
    }

    static ServerDetails details(Instance instance) {
        if (instance.details() instanceof ServerDetails details) {
            return details;
        }
        throw new IllegalStateException(instance.id() + " is no server of this wire");
    }

    /**
     * The servers that a caller can see, newest first: not those that are still being made, and not
     * those whose making failed.
     */
    static List<Instance> visible(SpotMarket market, HuaweiCall call, Duration making) {
        List<Instance> servers = new ArrayList<>();
        for (String region : call.regions()) {
            market.list(call.owner(), region).stream()
                    .filter(instance -> isMade(instance, market.now(), making))
                    .forEach(servers::add);
        }
        // Instances of one call share their time; the market lists them in the order of the call.
        List<Instance> newest = new ArrayList<>(servers.reversed());
        newest.sort((a, b) -> b.createdAt().compareTo(a.createdAt()));
        return newest;
    }

    /** A server by its id as a caller sees it; null if there is none, or none yet. */
    static @Nullable Instance find(SpotMarket market, HuaweiCall call, String id, Duration making) {
        Instance instance = market.describe(call.owner(), id);
        boolean found =
                instance != null
                        && call.regions().contains(instance.pool().region())
                        && isMade(instance, market.now(), making);
        return found ? instance : null;
    }

    private static boolean isMade(Instance instance, Instant now, Duration making) {
        return instance.state() != InstanceState.LAUNCH_FAILED
                && !now.isBefore(instance.createdAt().plus(making));
    }
}
