package io.spotkeeper.cloud.huawei;

import com.huaweicloud.sdk.ecs.v2.model.ServerAddress;
import com.huaweicloud.sdk.ecs.v2.model.ServerAddress.OsEXTIPSTypeEnum;
import com.huaweicloud.sdk.ecs.v2.model.ServerDetail;
import io.spotkeeper.cloud.Scrubber;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.Market;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one server of a listing. */
final class InstanceRow {
    /** Value of {@code metadata.charging_mode}; 0 is on demand, 1 by the month. */
    private static final String SPOT = "2";

    private InstanceRow() {}

    /**
     * The instance that a row shows; empty when the row lacks what every server has, and then no
     * statement can be made of the listing it came in.
     */
    static Optional<Instance> read(String region, @Nullable ServerDetail row, Scrubber scrubber) {
        if (row == null
                || row.getId() == null
                || row.getId().isEmpty()
                || row.getFlavor() == null
                || row.getFlavor().getId() == null
                || row.getOsEXTAZAvailabilityZone() == null) {
            return Optional.empty();
        }
        InstanceState state = state(row);
        return createdAt(row.getCreated())
                .map(createdAt ->
                        new Instance(
                                row.getId(),
                                pool(region, row),
                                state,
                                tags(row.getTags()),
                                createdAt,
                                address(row, OsEXTIPSTypeEnum.FIXED),
                                address(row, OsEXTIPSTypeEnum.FLOATING),
                                // Who asked for a deletion under way is not told: it may be the
                                // cloud itself.
                                false,
                                state == InstanceState.FAILED
                                        ? reason(scrubber.clean(fault(row)))
                                        : null));
    }

    /**
     * Whether a by-id answer says of this row that there is no such server: then it holds nothing
     * but the id and a fault. A fault of the service's own is no such statement.
     */
    static boolean absent(ServerDetail row) {
        return row.getStatus() == null
                && row.getFlavor() == null
                && row.getFault() != null
                && !faultCode(row).startsWith("5");
    }

    /**
     * Huawei's words for a server's life, as its API reference lists them. REBOOT, RESIZE,
     * MIGRATING, REBUILD and their kin are alive but not ready. While a server is being deleted its
     * status stays what it was and the task tells.
     */
    private static InstanceState state(ServerDetail row) {
        if ("deleting".equals(row.getOsEXTSTSTaskState())) {
            return InstanceState.TERMINATING;
        }
        return switch (row.getStatus()) {
            case "BUILD" -> InstanceState.PENDING;
            case "ACTIVE" -> InstanceState.RUNNING;
            case "SHUTOFF", "PAUSED", "SUSPENDED", "SHELVED", "SHELVED_OFFLOADED" ->
                    InstanceState.STOPPED;
            // What ran once and broke is still there and still paid for.
            case "ERROR" ->
                    row.getOsSRVUSGLaunchedAt() == null || row.getOsSRVUSGLaunchedAt().isEmpty()
                            ? InstanceState.FAILED
                            : InstanceState.OTHER;
            case "DELETED" -> InstanceState.TERMINATING;
            case "SOFT_DELETED" -> InstanceState.RECYCLED;
            case null, default -> InstanceState.OTHER;
        };
    }

    private static CapacityPool pool(String region, ServerDetail row) {
        return new CapacityPool(
                region, row.getOsEXTAZAvailabilityZone(), row.getFlavor().getId(), market(row));
    }

    private static Market market(ServerDetail row) {
        Map<String, String> metadata = row.getMetadata();
        return metadata != null && SPOT.equals(metadata.get("charging_mode"))
                ? Market.SPOT
                : Market.ON_DEMAND;
    }

    /** Whether a spot server runs and no task is under way that anybody asked for. */
    static boolean runsAsSpot(ServerDetail row) {
        String task = row.getOsEXTSTSTaskState();
        return market(row) == Market.SPOT
                && "ACTIVE".equals(row.getStatus())
                && (task == null || task.isEmpty());
    }

    /** Tags are written {@code key=value}, of old {@code key.value}; ours hold neither sign. */
    private static Map<String, String> tags(@Nullable List<String> tags) {
        Map<String, String> read = new HashMap<>();
        if (tags != null) {
            for (String tag : tags) {
                if (tag != null) {
                    int sign = tag.indexOf('=') >= 0 ? tag.indexOf('=') : tag.indexOf('.');
                    read.put(
                            sign < 0 ? tag : tag.substring(0, sign),
                            sign < 0 ? "" : tag.substring(sign + 1));
                }
            }
        }
        return read;
    }

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

    private static @Nullable String address(ServerDetail row, OsEXTIPSTypeEnum kind) {
        if (row.getAddresses() == null) {
            return null;
        }
        return row.getAddresses().values().stream()
                .filter(Objects::nonNull)
                .flatMap(Collection::stream)
                .filter(address -> address != null && kind.equals(address.getOsEXTIPSType()))
                .map(ServerAddress::getAddr)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static String fault(ServerDetail row) {
        return row.getFault() instanceof Map<?, ?> fault && fault.get("message") != null
                ? fault.get("message").toString()
                : "";
    }

    private static String faultCode(ServerDetail row) {
        return row.getFault() instanceof Map<?, ?> fault && fault.get("code") != null
                ? fault.get("code").toString()
                : "";
    }

    private static String reason(String message) {
        return message.isEmpty() ? "ERROR" : message;
    }
}
