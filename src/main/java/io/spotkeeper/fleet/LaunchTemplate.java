package io.spotkeeper.fleet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything about an instance that does not depend on the pool it is bought from.
 *
 * @param imageId the cloud's image id
 * @param instanceName cloud-side name
 * @param hostName host name inside the guest; absent = the cloud's choice
 * @param securityGroupIds at most 10; none = the cloud's default group
 * @param keyPairs at most 5; none = no login is set up
 * @param userData start-up script
 * @param systemDisk absent = the cloud's default disk
 * @param dataDisks at most 20
 * @param publicIp absent = none
 * @param placementGroupId spread group
 * @param instanceRole cloud role that the instance may use; allowed by the account only
 * @param monitorAgent install the cloud's monitoring agent
 * @param securityAgent install the cloud's security agent
 * @param automationAgent install Tencent Cloud's automation agent; absent = as the cloud does for
 *     the image
 * @param tags the owner's own tags, at most 4
 * @param tencentProjectId Tencent Cloud project; absent = the default project
 * @param huaweiEnterpriseProjectId Huawei Cloud enterprise project; absent = the default project
 */
public record LaunchTemplate(
        String imageId,
        String instanceName,
        @Nullable String hostName,
        List<String> securityGroupIds,
        List<String> keyPairs,
        @Nullable UserData userData,
        @Nullable Disk systemDisk,
        List<Disk> dataDisks,
        @Nullable PublicIp publicIp,
        @Nullable String placementGroupId,
        @Nullable String instanceRole,
        boolean monitorAgent,
        boolean securityAgent,
        @Nullable Boolean automationAgent,
        Map<String, String> tags,
        @Nullable Long tencentProjectId,
        @Nullable String huaweiEnterpriseProjectId) {
    public LaunchTemplate {
        securityGroupIds = List.copyOf(securityGroupIds);
        keyPairs = List.copyOf(keyPairs);
        dataDisks = List.copyOf(dataDisks);
        tags = Map.copyOf(tags);
    }

    /** An image under a name, and the cloud's choice of everything else. */
    public static LaunchTemplate plain(String imageId, String instanceName) {
        return new LaunchTemplate(
                imageId,
                instanceName,
                null,
                List.of(),
                List.of(),
                null,
                null,
                List.of(),
                null,
                null,
                null,
                true,
                true,
                null,
                Map.of(),
                null,
                null);
    }

    /** The same under another name. */
    public LaunchTemplate named(String newName) {
        return new LaunchTemplate(
                imageId,
                newName,
                hostName,
                securityGroupIds,
                keyPairs,
                userData,
                systemDisk,
                dataDisks,
                publicIp,
                placementGroupId,
                instanceRole,
                monitorAgent,
                securityAgent,
                automationAgent,
                tags,
                tencentProjectId,
                huaweiEnterpriseProjectId);
    }

    /**
     * What tells two templates apart: 16 hex digits of a SHA-256 over every component, the bytes of
     * the user data included.
     */
    public String fingerprint() {
        // A record prints every component, but a map prints in no fixed order and user data only
        // its length.
        LaunchTemplate untagged =
                new LaunchTemplate(
                        imageId,
                        instanceName,
                        hostName,
                        securityGroupIds,
                        keyPairs,
                        userData,
                        systemDisk,
                        dataDisks,
                        publicIp,
                        placementGroupId,
                        instanceRole,
                        monitorAgent,
                        securityAgent,
                        automationAgent,
                        Map.of(),
                        tencentProjectId,
                        huaweiEnterpriseProjectId);
        MessageDigest digest = Ownership.sha256();
        digest.update((untagged + new TreeMap<>(tags).toString()).getBytes(StandardCharsets.UTF_8));
        if (userData != null) {
            digest.update(userData.bytes());
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    /**
     * A disk.
     *
     * @param type the cloud's disk type; absent = the cloud's choice
     * @param sizeGiB size in GiB; absent = the cloud's or the snapshot's
     * @param snapshotId snapshot to start from
     * @param encrypted encrypt it with the cloud's default key
     * @param deleteWithInstance whether it goes with the instance
     */
    public record Disk(
            @Nullable String type,
            @Nullable Integer sizeGiB,
            @Nullable String snapshotId,
            boolean encrypted,
            boolean deleteWithInstance) {}

    /** How public traffic is paid for. */
    public enum BandwidthCharge {
        /** By the gigabyte. */
        BY_TRAFFIC,
        /** By the hour. */
        BY_BANDWIDTH
    }

    /**
     * A public address.
     *
     * @param bandwidthMbps outbound limit, Mbit/s
     * @param charge how traffic is paid for
     * @param bandwidthPackageId shared bandwidth package
     * @param releaseWithInstance whether the address goes with the instance
     */
    public record PublicIp(
            int bandwidthMbps,
            BandwidthCharge charge,
            @Nullable String bandwidthPackageId,
            boolean releaseWithInstance) {}
}
