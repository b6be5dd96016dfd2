package io.spotkeeper.operator;

import static io.spotkeeper.operator.Tenant.check;
import static io.spotkeeper.operator.Tenant.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Limits over all fleets of an account, on a real API server, through the real SDK. */
class AccountLimitsIT {
    @RegisterExtension private static final Trial TRIAL = Trial.of("limits");

    private static final EmulatedCloud cloud = TRIAL.cloud();

    private static Tenant limited(String limits) {
        Tenant tenant = Tenant.bare(cloud);
        tenant.secret(tenant.secretId, tenant.secretKey);
        tenant.account("endpoint: " + cloud.address() + "\nlimits: " + limits);
        return tenant;
    }

    @Test
    void holdForAllFleetsOfTheAccountTogetherAlsoAfterARestart() {
        // Given
        Tenant tenant = limited("{maxInstances: 5}");

        // When
        tenant.environment("one", "");
        tenant.awaitAtTarget("one", 3);
        tenant.environment("two", "");

        // Then: what the first fleet leaves is what the second gets.
        Condition full = tenant.awaitReason("two", "AccountLimitReached");
        assertThat(full.getMessage())
                .contains("spec.limits.maxInstances of the CloudAccount allows (5). Raise it");
        awaitUsage(tenant, 5);
        assertThat(running(tenant)).isEqualTo(5);

        // And: another process counts before it buys.
        TRIAL.operator().terminate();
        tenant.scale("one", 4);
        TRIAL.operator().startAgain();
        tenant.awaitReason("one", "AccountLimitReached");
        assertThat(running(tenant)).isEqualTo(5);

        // And: room that one fleet makes is bought by the other.
        tenant.scale("one", 2);
        tenant.awaitAtTarget("two", 3);
        awaitUsage(tenant, 5);

        // And: nothing is terminated because of a limit, and a fleet that goes makes room.
        tenant.limit("tencent", "{'maxInstances': 2}");
        tenant.scale("two", 4);
        tenant.awaitReason("two", "AccountLimitReached");
        assertThat(running(tenant)).isEqualTo(5);
        tenant.limit("tencent", "{'maxInstances': 5}");
        tenant.resource("one").delete();
        tenant.awaitAtTarget("two", 4);
    }

    @Test
    void areSharedByEnvironmentsAndGroupsAndWakeThoseThatWaitWhenRaised() {
        // Given: a group that has two of the four.
        Tenant tenant = limited("{maxInstances: 4}");
        GroupTenant groups = new GroupTenant(tenant);
        groups.create(
                "group",
                """
                accountRef: {kind: CloudAccount, name: tencent}
                targetCapacity: 2
                regions:
                - region: ap-guangzhou
                  template: {imageId: img-pmqg1cw7}
                  overrides: [{zone: ap-guangzhou-3, instanceType: S3.MEDIUM4}]
                """);
        groups.awaitAtTarget("group");
        tenant.environment("env", "");
        tenant.awaitReason("env", "AccountLimitReached");
        assertThat(cloud.live(tenant.uid("env"))).isEqualTo(2);

        // When: now the group wants more as well.
        groups.scale("group", 4);

        // Then
        groups.awaitReason("group", "AccountLimitReached");
        assertThat(cloud.live(groups.uid("group"))).isEqualTo(2);

        // And: raised, all of them go on.
        tenant.limit("tencent", "{'maxInstances': 7}");
        tenant.awaitAtTarget("env", 3);
        groups.awaitAtTarget("group");
        awaitUsage(tenant, 7);
        assertThat(cloud.peak(tenant.uid("env")) + cloud.peak(groups.uid("group"))).isEqualTo(7);
    }

    @Test
    void boundTheMoneyThatAllFleetsMayCostInAnHour() {
        // Given: bids of 2.00 each, so three of them fit into 7.00.
        Tenant tenant = limited("{maxHourlyCost: \"7.00\"}");
        tenant.environment("one", "{desiredCount: 2, maxPrice: \"2.00\"}");
        tenant.awaitAtTarget("one", 2);

        // When
        tenant.environment("two", "{desiredCount: 2, maxPrice: \"2.00\"}");

        // Then
        Condition full = tenant.awaitReason("two", "AccountLimitReached");
        assertThat(full.getMessage())
                .contains("spec.limits.maxHourlyCost of the CloudAccount leaves (7.00). Raise it");
        assertThat(running(tenant)).isEqualTo(3);

        // And
        tenant.limit("tencent", "{'maxHourlyCost': '8.00'}");
        tenant.awaitAtTarget("two", 2);
    }

    private static void awaitUsage(Tenant tenant, int instances) {
        eventually(() -> {
            var status = Objects.requireNonNull(tenant.getAccount().getStatus());
            var usage = Objects.requireNonNull(status.usage());
            check(Integer.valueOf(instances).equals(usage.instances()), usage);
        });
    }

    private static int running(Tenant tenant) {
        return cloud.live(tenant.uid("one")) + cloud.live(tenant.uid("two"));
    }
}
