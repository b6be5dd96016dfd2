package io.spotkeeper.operator;

import static io.spotkeeper.operator.Tenant.check;
import static io.spotkeeper.operator.Tenant.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.spotkeeper.testing.ControlPlane;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas, of which one works. */
class LeadershipIT {
    private EmulatedCloud cloud;
    private Tenant tenant;
    private OperatorProcess first;
    private OperatorProcess second;

    @BeforeEach
    void start() {
        ControlPlane.get().installCrds();
        lease().delete();
        cloud = EmulatedCloud.start();
        tenant = Tenant.ready(cloud);
        String id = UUID.randomUUID().toString();
        first = replica("first", id);
        eventually(() -> check(first.newLog().contains(" leading"), "nobody leads"));
        second = replica("second", id);
    }

    private OperatorProcess replica(String name, String clusterId) {
        return OperatorProcess.start(
                "leadership-" + name,
                "--allowed-endpoint=" + cloud.authority(),
                "--cluster-id=" + clusterId,
                "--namespace=" + tenant.namespace,
                "--leader-election=true");
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
        cloud.close();
    }

    private static Resource<Lease> lease() {
        return ControlPlane.get().client().leases().inNamespace("default").withName("spotkeeper");
    }

    @Test
    void theOtherTakesOverWhenTheLeaderEndsOrIsRobbed() {
        // Given
        tenant.environment("web", "");
        tenant.awaitAtTarget("web", 3);
        assertThat(second.newLog()).doesNotContain("action=launch").doesNotContain(" leading");

        // When
        int code = first.terminate();
        tenant.scale("web", 4);

        // Then
        assertThat(code).isZero();
        tenant.awaitAtTarget("web", 4);
        assertThat(second.newLog()).contains("action=launch");
        assertThat(cloud.peak(tenant.uid("web"))).isEqualTo(4);

        // and a leader that lost the Lease ends at once, so that two never work for long
        lease().edit(lease -> {
            lease.getSpec().setHolderIdentity("thief");
            return lease;
        });
        assertThat(second.awaitEnd()).isEqualTo(1);
    }
}
