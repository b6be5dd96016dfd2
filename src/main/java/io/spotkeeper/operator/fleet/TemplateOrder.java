package io.spotkeeper.operator.fleet;

import io.spotkeeper.api.v1alpha1.BandwidthChargeType;
import io.spotkeeper.api.v1alpha1.CloudAccountSpec;
import io.spotkeeper.api.v1alpha1.InstanceTemplate;
import io.spotkeeper.api.v1alpha1.Placement;
import io.spotkeeper.api.v1alpha1.Provider;
import io.spotkeeper.api.v1alpha1.SecretKeyReference;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.fleet.UserData;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest writes out to be bought in one region.
 *
 * @param field where the template is written, for example {@code spec.template}
 * @param template the template
 * @param defaultName the instances' name where the template gives none
 * @param region the region
 * @param placements a network for each zone; one without ids stands for the cloud's default
 */
public record TemplateOrder(
        String field,
        InstanceTemplate template,
        String defaultName,
        String region,
        List<Placement> placements) {
    private static final int TENCENT_USER_DATA = 16 * 1024;
    private static final int HUAWEI_USER_DATA = 32 * 1024;

    public TemplateOrder {
        placements = List.copyOf(placements);
    }

    /** The cloud-side name of the instances. */
    String instanceName() {
        return template.instanceName() != null ? template.instanceName() : defaultName;
    }

    // ---- what is wrong ----

    /** Why this cannot be bought on this account, which the API's schema could not see. */
    public Optional<Fleet.Obstacle> broken(CloudAccountSpec account, UserDataSecrets secrets) {
        return wrong(account, secrets)
                .map(message -> new Fleet.Obstacle(Reason.INVALID_TEMPLATE, message));
    }

    private Optional<String> wrong(CloudAccountSpec account, UserDataSecrets secrets) {
        boolean tencent = account.provider() == Provider.TencentCloud;
        if (tencent && template.huawei() != null) {
            return Optional.of(
                    field
                            + ".huawei belongs to Huawei Cloud, but the account is of Tencent"
                            + " Cloud; remove the block");
        }
        if (!tencent && template.tencent() != null) {
            return Optional.of(
                    field
                            + ".tencent belongs to Tencent Cloud, but the account is of Huawei"
                            + " Cloud; remove the block");
        }
        String role = template.instanceRole();
        if (role != null && !account.allowedInstanceRoles().contains(role)) {
            return Optional.of(
                    field
                            + ".instanceRole "
                            + role
                            + " is not in the account's allowedInstanceRoles");
        }
        SecretKeyReference reference = template.userDataSecretRef();
        if (reference != null && secrets.forbidden().contains(reference.name())) {
            return Optional.of(
                    "Spotkeeper may not read Secret "
                            + reference.name()
                            + " in this namespace, which "
                            + field
                            + ".userDataSecretRef names; an administrator can allow it in the"
                            + " chart's rbac.secretNames");
        }
        if (reference != null && secrets.get(reference) == null) {
            return Optional.of(
                    "There is no key "
                            + reference.key()
                            + " in a Secret "
                            + reference.name()
                            + " in this namespace: "
                            + field
                            + ".userDataSecretRef needs it");
        }
        @Nullable UserData userData = secrets.get(reference);
        int limit = tencent ? TENCENT_USER_DATA : HUAWEI_USER_DATA;
        if (userData != null && userData.length() > limit) {
            return Optional.of(
                    "The user data has "
                            + userData.length()
                            + " bytes; the cloud takes at most "
                            + limit);
        }
        return tencent ? Optional.empty() : HuaweiRules.broken(this);
    }

    // ---- what it means ----

    /** The template in the core's words. */
    public LaunchTemplate launchTemplate(UserDataSecrets secrets) {
        return new LaunchTemplate(
                template.imageId(),
                instanceName(),
                template.hostName(),
                template.securityGroupIds(),
                template.keyPairs(),
                secrets.get(template.userDataSecretRef()),
                template.systemDisk() == null
                        ? null
                        : new LaunchTemplate.Disk(
                                template.systemDisk().type(),
                                template.systemDisk().sizeGiB(),
                                null,
                                false,
                                true),
                template.dataDisks().stream()
                        .map(d ->
                                new LaunchTemplate.Disk(
                                        d.type(),
                                        d.sizeGiB(),
                                        d.snapshotId(),
                                        d.encrypted(),
                                        d.deleteWithInstance()))
                        .toList(),
                template.publicIp() == null
                        ? null
                        : new LaunchTemplate.PublicIp(
                                template.publicIp().bandwidthMbps(),
                                template.publicIp().chargeType() == BandwidthChargeType.ByBandwidth
                                        ? LaunchTemplate.BandwidthCharge.BY_BANDWIDTH
                                        : LaunchTemplate.BandwidthCharge.BY_TRAFFIC,
                                template.publicIp().bandwidthPackageId(),
                                template.publicIp().releaseWithInstance()),
                template.placementGroupId(),
                template.instanceRole(),
                template.agents() == null || template.agents().monitor(),
                template.agents() == null || template.agents().security(),
                null,
                template.tags(),
                template.tencent() == null ? null : template.tencent().projectId(),
                template.huawei() == null ? null : template.huawei().enterpriseProjectId());
    }
}
