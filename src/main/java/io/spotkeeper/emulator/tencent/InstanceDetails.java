package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Tencent's wire remembers of an instance beyond what the market knows.
 *
 * @param requestId the call that created it
 * @param uuid global id
 * @param name its name, with the suffix of its place in the batch
 * @param imageId the image that it runs
 * @param hostName name inside the guest; null if none was asked for
 * @param projectId project of its placement
 * @param vpcId its network
 * @param subnetId its subnet
 * @param privateIp its address in the subnet
 * @param publicIp its public address; null if it has none
 * @param isProtected whether termination through the API is disabled
 * @param request the parameters of the call that created it
 */
record InstanceDetails(
        String requestId,
        String uuid,
        String name,
        String imageId,
        @Nullable String hostName,
        long projectId,
        String vpcId,
        String subnetId,
        String privateIp,
        @Nullable String publicIp,
        boolean isProtected,
        ObjectNode request) {
    List<String> texts(String field) {
        return request.path(field).valueStream().map(value -> value.asText()).toList();
    }
}
