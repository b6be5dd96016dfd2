package io.spotkeeper.emulator.tencent;

import io.spotkeeper.emulator.market.IdForm;
import io.spotkeeper.emulator.wire.Digests;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Gives new instances their ids, names and addresses. */
final class NewInstances {
    private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int ID_LENGTH = 8;

    /** Ids like {@code ins-1vogaxgk}. */
    static final IdForm IDS =
            random -> {
                StringBuilder id = new StringBuilder("ins-");
                for (int i = 0; i < ID_LENGTH; i++) {
                    id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
                }
                return id.toString();
            };

    private final AtomicInteger addresses = new AtomicInteger();

    InstanceDetails details(ApiCall call, int index) {
        int number = addresses.incrementAndGet();
        return new InstanceDetails(
                call.requestId(),
                UUID.nameUUIDFromBytes(Digests.bytes(call.requestId() + "/" + index)).toString(),
                name(call, index),
                call.text("/ImageId", ""),
                call.text("/HostName"),
                call.number("/Placement/ProjectId", 0),
                network(call, "VpcId", "vpc-default0"),
                network(call, "SubnetId", "subnet-default0"),
                privateIp(call, index, number),
                publicIp(call, number),
                call.flag("/DisableApiTermination"),
                call.params());
    }

    /** Starts the addresses over. */
    void clear() {
        addresses.set(0);
    }

    /** A batch gets the suffixes 1 to n, unless the name has a pattern of its own. */
    private static String name(ApiCall call, int index) {
        String name = call.text("/InstanceName", "Unnamed");
        long count = call.number("/InstanceCount", 1);
        int pattern = name.indexOf("{R:");
        int end = name.indexOf('}', Math.max(0, pattern));
        if (pattern >= 0 && end > pattern) {
            String first = name.substring(pattern + 3, end).split(",", -1)[0];
            if (first.matches("\\d{1,6}")) {
                int number = Integer.parseInt(first) + index;
                return name.substring(0, pattern) + number + name.substring(end + 1);
            }
        }
        return count > 1 && call.has("/InstanceName") ? name + (index + 1) : name;
    }

    private static String network(ApiCall call, String field, String standard) {
        String id = call.text("/VirtualPrivateCloud/" + field, "DEFAULT");
        return id.equals("DEFAULT") ? standard : id;
    }

    private static String privateIp(ApiCall call, int index, int number) {
        List<String> wanted = call.texts("/VirtualPrivateCloud/PrivateIpAddresses");
        return index < wanted.size() ? wanted.get(index) : address(10, number);
    }

    private static @Nullable String publicIp(ApiCall call, int number) {
        boolean wanted =
                call.number("/InternetAccessible/InternetMaxBandwidthOut", 0) > 0
                        && (call.flag("/InternetAccessible/PublicIpAssigned")
                                || !call.has("/InternetAccessible/PublicIpAssigned"));
        return wanted ? address(43, number) : null;
    }

    private static String address(int network, int number) {
        return "%d.%d.%d.%d"
                .formatted(network, number / 62500 % 250, number / 250 % 250, number % 250 + 2);
    }
}
