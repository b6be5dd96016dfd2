package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the wire remembers of a server beyond what the market knows.
 *
 * @param projectId project that it was made in
 * @param name its name, with the suffix of its place in the batch
 * @param imageId the image that it runs
 * @param vpcId its network
 * @param privateIp its address in the network
 * @param publicIp its elastic IP; null if it has none
 * @param volumes its disks, the system disk first
 * @param metadata what its maker wrote into it
 * @param request the fields of the call that made it
 */
record ServerDetails(
        String projectId,
        String name,
        String imageId,
        String vpcId,
        String privateIp,
        @Nullable PublicIp publicIp,
        List<Volume> volumes,
        Map<String, String> metadata,
        JsonNode request) {
    ServerDetails {
        volumes = List.copyOf(volumes);
        metadata = Map.copyOf(metadata);
    }

    /**
     * A disk.
     *
     * @param id its id
     * @param isSystem whether it is the system disk
     * @param endsWithServer whether it goes when the server goes
     */
    record Volume(String id, boolean isSystem, boolean endsWithServer) {}

    /**
     * An elastic IP.
     *
     * @param id its id
     * @param address the address
     * @param endsWithServer whether it is released when the server goes
     */
    record PublicIp(String id, String address, boolean endsWithServer) {}
}
