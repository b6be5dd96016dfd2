package io.spotkeeper.operator;

import static io.spotkeeper.operator.Tenant.check;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.spotkeeper.api.v1alpha1.InstanceStatus;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Environments that say what a type must have, on a real API server, through the real SDK. */
class RequirementsIT {
    @RegisterExtension private static final Trial TRIAL = Trial.of("requirements");

    private static final EmulatedCloud cloud = TRIAL.cloud();

    private static String requiring(String requirements) {
        return "{instanceTypes: null, instanceRequirements: " + requirements + "}";
    }

    private static void awaitOutdated(Tenant tenant, String name, int count) {
        tenant.awaitStatus(
                name,
                status -> {
                    var counts = Objects.requireNonNull(status.counts());
                    check(Integer.valueOf(count).equals(counts.outdated()), counts);
                });
    }

    @Test
    void areMetByWhatIsBought() {
        Tenant tenant = Tenant.ready(cloud);

        // When
        tenant.environment("any", requiring("{cpu: {min: 4}, memoryGiB: {max: 8}}"));

        // Then
        tenant.awaitAtTarget("any", 3);
        tenant.awaitStatus("any", status -> check(status.instances().size() == 3, status));
        assertThat(tenant.status("any").instances())
                .extracting(InstanceStatus::instanceType)
                .isSubsetOf("S5.LARGE8", "SA2.LARGE8");

        // And: what was bought is outdated only when it does not fit any more.
        awaitOutdated(tenant, "any", 0);
        tenant.patch("any", "{instanceRequirements: {cpu: {min: 2, max: 2}}}");
        awaitOutdated(tenant, "any", 3);
        assertThat(cloud.peak(tenant.uid("any"))).isEqualTo(3);
    }

    @Test
    void thatNothingMeetsAreToldUntilTheyAreEdited() {
        Tenant tenant = Tenant.ready(cloud);

        // When
        tenant.environment("none", requiring("{cpu: {min: 64}}"));

        // Then
        Condition told = tenant.awaitReason("none", "NotOffered");
        assertThat(told.getMessage())
                .contains("in ap-guangzhou-3 fits spec.instanceRequirements; widen it");
        assertThat(cloud.bought(tenant.secretId)).isEmpty();

        // And
        tenant.patch("none", "{instanceRequirements: {cpu: {min: 2}}}");
        tenant.awaitAtTarget("none", 3);
    }

    // ---- Huawei Cloud ----

    private static String atHuawei(String zone, String families) {
        return """
        accountRef: {kind: CloudAccount, name: huawei}
        region: cn-south-1
        instanceTypes: null
        instanceRequirements: {cpu: {min: 2, max: 4}, memoryGiB: {min: 4, max: 8}, families: [%s]}
        placements:
        - zone: %s
          vpcId: 0dae26c9-9a70-4392-93f3-87d53115d171
          subnetIds: [157ee789-03ea-45b1-a698-76c92660dd83]
        template: {imageId: 67f433d8-ed0e-4321-a8a2-a71838539e09}
        """
                .formatted(families, zone);
    }

    private static void awaitTypes(Tenant tenant, String name, String... types) {
        tenant.awaitStatus(name, status -> check(status.instances().size() == 3, status));
        assertThat(tenant.status(name).instances())
                .extracting(InstanceStatus::instanceType)
                .isSubsetOf(types);
    }

    @Test
    void areMetAtHuaweiCloudByWhatIsBoughtAsSpot() {
        Tenant tenant = Tenant.ready(cloud);
        tenant.huaweiAccount();

        // When
        tenant.environment("huawei", atHuawei("cn-south-1b", "s6, c6"));

        // Then
        tenant.awaitAtTarget("huawei", 3);
        awaitTypes(tenant, "huawei", "s6.large.2", "s6.xlarge.2");

        // And: what was bought is outdated only when it does not fit any more.
        awaitOutdated(tenant, "huawei", 0);
        tenant.patch("huawei", "{instanceRequirements: {families: [c6]}}");
        awaitOutdated(tenant, "huawei", 3);
        assertThat(cloud.peak(tenant.uid("huawei"))).isEqualTo(3);
    }

    @Test
    void areMetAtHuaweiCloudOnDemandWhereNothingIsSoldAsSpot() {
        Tenant tenant = Tenant.ready(cloud);
        tenant.huaweiAccount();

        // When: cn-south-1c sells c6.large.2 on demand only
        tenant.environment("huawei", atHuawei("cn-south-1c", "c6"));

        // Then
        Condition told = tenant.awaitReason("huawei", "NotOffered");
        assertThat(told.getMessage())
                .isEqualTo(
                        "None of the 2 instance types that the cloud sells on the market Spot in"
                                + " cn-south-1c fits spec.instanceRequirements; widen it, or change"
                                + " spec.placements or spec.market");
        assertThat(cloud.live(tenant.uid("huawei"))).isZero();

        // And
        tenant.patch("huawei", "{market: OnDemand}");
        tenant.awaitAtTarget("huawei", 3);
        awaitTypes(tenant, "huawei", "c6.large.2");
    }
}
