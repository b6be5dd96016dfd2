package io.spotkeeper.operator;

import static io.spotkeeper.operator.Tenant.check;
import static io.spotkeeper.operator.Tenant.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.spotkeeper.api.v1alpha1.CloudAccountSpec;
import io.spotkeeper.api.v1alpha1.CostEstimate;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.api.v1alpha1.HuaweiAccount;
import io.spotkeeper.api.v1alpha1.HuaweiProject;
import io.spotkeeper.api.v1alpha1.InstanceState;
import io.spotkeeper.api.v1alpha1.InstanceStatus;
import io.spotkeeper.api.v1alpha1.PriceSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A ComputeEnvironment on Huawei Cloud, on a real API server, through the real SDK. */
class HuaweiIT {
    private static final String ENVIRONMENT =
            """
            region: %s
            instanceTypes: [s3.large.2]
            placements:
            - zone: %s
              vpcId: 0dae26c9-9a70-4392-93f3-87d53115d171
              subnetIds: [157ee789-03ea-45b1-a698-76c92660dd83]
            template: {imageId: 67f433d8-ed0e-4321-a8a2-a71838539e09}
            """;

    @RegisterExtension private static final Trial TRIAL = Trial.of("huawei");

    private static final EmulatedCloud cloud = TRIAL.cloud();

    @Test
    void reachesItsCountReplacesWhatIsLostAndLeavesNothing() {
        // Given
        Tenant tenant = tenant("[{region: cn-south-1, projectId: emulator-project}]");
        tenant.environment("web", ENVIRONMENT.formatted("cn-south-1", "cn-south-1a"));
        tenant.awaitAtTarget("web", 3);
        FleetStatus converged = tenant.status("web");
        String uid = tenant.uid("web");

        // When
        List<String> lost = cloud.interrupt(uid, 1);
        tenant.awaitStatus(
                "web",
                status ->
                        check(
                                !tenant.activities("web", "Interrupted").isEmpty(),
                                status.activities()));
        tenant.awaitAtTarget("web", 3);
        FleetStatus replaced = tenant.status("web");
        tenant.resource("web").delete();
        tenant.awaitGone("web");

        // Then
        assertThat(converged.instances())
                .hasSize(3)
                .allMatch(row -> row.state() == InstanceState.Running)
                .allMatch(row -> row.privateIp() != null && row.createdAt() != null);
        assertThat(converged.cost())
                .isNotNull()
                .extracting(CostEstimate::hourly, CostEstimate::source)
                .containsExactly("1.86", PriceSource.OnDemandBound);
        assertThat(replaced.instances())
                .hasSize(3)
                .extracting(InstanceStatus::id)
                .doesNotContainAnyElementsOf(lost);
        assertThat(Objects.requireNonNull(replaced.interruptions()).total()).isOne();
        assertThat(cloud.live(uid)).isZero();
        assertThat(cloud.peak(uid)).isEqualTo(3);
    }

    @Test
    void waitsForTheProjectOfItsRegion() {
        // Given
        Tenant tenant = tenant("[{region: cn-south-1, projectId: emulator-project}]");
        tenant.environment("web", ENVIRONMENT.formatted("region1", "az1"));

        // When
        Condition ready = tenant.awaitReason("web", "InvalidTemplate");
        tenant.accountResource()
                .edit(account -> {
                    account.setSpec(
                            new CloudAccountSpec(
                                    account.getSpec().provider(),
                                    account.getSpec().site(),
                                    account.getSpec().credentials(),
                                    new HuaweiAccount(
                                            "emulator-domain",
                                            List.of(
                                                    new HuaweiProject(
                                                            "region1", "emulator-project"))),
                                    account.getSpec().endpoint(),
                                    account.getSpec().allowedInstanceRoles(),
                                    account.getSpec().limits()));
                    return account;
                });

        // Then
        assertThat(ready.getMessage()).contains("huawei.projects", "region1");
        tenant.awaitAtTarget("web", 3);
        tenant.resource("web").delete();
        tenant.awaitGone("web");
    }

    @Test
    void saysWhoseKeyItIsInstead() {
        Tenant tenant = Tenant.bare(cloud);
        tenant.secret(Map.of("accessKey", "EMULATORAK", "secretKey", "emulator-secret"));
        tenant.account(account("somebody-else", "[]"));

        eventually(() -> {
            Condition ready = tenant.accountReady();
            check("CredentialsInvalid".equals(ready.getReason()), ready);
            check(ready.getMessage().contains("emulator-domain"), ready);
        });
    }

    private static Tenant tenant(String projects) {
        Tenant tenant = Tenant.bare(cloud);
        tenant.secret(Map.of("accessKey", "EMULATORAK", "secretKey", "emulator-secret"));
        tenant.account(account("emulator-domain", projects));
        return tenant;
    }

    private static String account(String domain, String projects) {
        return """
        provider: HuaweiCloud
        endpoint: %s
        huawei: {domainId: %s, projects: %s}
        """
                .formatted(cloud.address(), domain, projects);
    }
}
