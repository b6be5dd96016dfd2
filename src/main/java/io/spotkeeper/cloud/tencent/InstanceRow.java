package io.spotkeeper.cloud.tencent;

import com.tencentcloudapi.cvm.v20170312.models.Tag;
import io.spotkeeper.cloud.Scrubber;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one row of DescribeInstances. */
final class InstanceRow {
    private InstanceRow() {}

    /**
     * The instance that a row shows; empty when the row lacks what every instance has, and then no
     * statement can be made of the listing it came in.
     */
    static Optional<Instance> read(
            String region,
            com.tencentcloudapi.cvm.v20170312.models.@Nullable Instance row,
            Scrubber scrubber) {
        if (row == null
                || row.getInstanceId() == null
                || row.getInstanceId().isEmpty()
                || row.getInstanceType() == null
                || row.getPlacement() == null
                || row.getPlacement().getZone() == null) {
            return Optional.empty();
        }
        InstanceState state = state(row.getInstanceState());
        return createdAt(row.getCreatedTime())
                .map(createdAt ->
                        new Instance(
                                row.getInstanceId(),
                                pool(region, row),
                                state,
                                tags(row.getTags()),
                                createdAt,
                                first(row.getPrivateIpAddresses()),
                                first(row.getPublicIpAddresses()),
                                "TerminateInstances".equals(row.getLatestOperation()),
                                state == InstanceState.FAILED
                                        ? reason(scrubber.clean(row.getLatestOperationErrorMsg()))
                                        : null));
    }

    /**
     * Tencent's words for an instance's life, as listed for {@code InstanceStatus} in its API
     * description; the list grew over time. STARTING and REBOOTING are alive but not ready. What
     * lies in the recycle bin is SHUTDOWN.
     */
    static InstanceState state(@Nullable String word) {
        return switch (word) {
            case "PENDING" -> InstanceState.PENDING;
            case "RUNNING" -> InstanceState.RUNNING;
            case "STOPPED", "STOPPING" -> InstanceState.STOPPED;
            case "LAUNCH_FAILED" -> InstanceState.FAILED;
            case "TERMINATING" -> InstanceState.TERMINATING;
            case "SHUTDOWN" -> InstanceState.RECYCLED;
            case null, default -> InstanceState.OTHER;
        };
    }

    private static CapacityPool pool(
            String region, com.tencentcloudapi.cvm.v20170312.models.Instance row) {
        return new CapacityPool(
                region,
                row.getPlacement().getZone(),
                row.getInstanceType(),
                ChargeType.market(row.getInstanceChargeType()));
    }

    private static Map<String, String> tags(Tag @Nullable [] tags) {
        Map<String, String> read = new HashMap<>();
        if (tags != null) {
            for (Tag tag : tags) {
                if (tag != null && tag.getKey() != null) {
                    read.put(tag.getKey(), tag.getValue() == null ? "" : tag.getValue());
                }
            }
        }
        return read;
    }

    /** Listings write UTC both as Z and as +00:00. */
    private static Optional<Instant> createdAt(@Nullable String time) {
        if (time == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(time).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String reason(String message) {
        return message.isEmpty() ? "LAUNCH_FAILED" : message;
    }

    private static @Nullable String first(String @Nullable [] addresses) {
        return addresses == null || addresses.length == 0 ? null : addresses[0];
    }
}
