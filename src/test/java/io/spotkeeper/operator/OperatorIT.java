package io.spotkeeper.operator;

import static io.spotkeeper.operator.Tenant.check;
import static io.spotkeeper.operator.Tenant.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.TerminateInstancesRequest;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.api.v1alpha1.InstanceState;
import io.spotkeeper.api.v1alpha1.InstanceStatus;
import io.spotkeeper.api.v1alpha1.RequestStatus;
import io.spotkeeper.testing.ControlPlane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the operator does with fleets, on a real API server, through the real SDK. */
class OperatorIT {
    private static EmulatedCloud cloud;

    /** Another one, for the test that moves the clock: the age of everything depends on it. */
    private static EmulatedCloud laterCloud;

    private static OperatorProcess operator;

    @BeforeAll
    static void start() {
        ControlPlane.get().installCrds();
        cloud = EmulatedCloud.start();
        laterCloud = EmulatedCloud.start();
        operator =
                OperatorProcess.start(
                        "operator",
                        "--allowed-endpoint=" + cloud.authority(),
                        "--allowed-endpoint=" + laterCloud.authority(),
                        "--cluster-id=" + UUID.randomUUID());
    }

    @AfterAll
    static void stop() {
        operator.close();
        cloud.close();
        laterCloud.close();
    }

    @AfterEach
    void calmDown() {
        cloud.clearFaults();
        cloud.post("lag", "{'shutdownMillis': 200}");
    }

    // ---- at rest ----

    @Test
    void tellsWhatIsThereWhenItHasConverged() {
        // Given
        Tenant tenant = Tenant.ready(cloud);

        // When
        tenant.environment("web", "");

        // Then
        tenant.awaitAtTarget("web", 3);
        FleetStatus status = tenant.status("web");
        assertThat(status.counts())
                .isNotNull()
                .hasToString(
                        "InstanceCounts[pending=0, running=3, terminating=0, failed=0,"
                                + " outdated=0]");
        assertThat(status.instances())
                .hasSize(3)
                .allMatch(row -> row.state() == InstanceState.Running)
                .allMatch(row -> row.privateIp() != null && row.createdAt() != null);
        assertThat(Objects.requireNonNull(status.cost()).hourly()).startsWith("1.3");
        assertThat(tenant.activities("web", "Launched")).hasSize(1);
        assertThat(tenant.events("web", "Launched")).hasSize(1);
        eventually(() -> {
            var account = Objects.requireNonNull(tenant.getAccount().getStatus());
            var usage = Objects.requireNonNull(account.usage());
            check(Integer.valueOf(3).equals(usage.instances()), usage);
        });
        assertThat(tenant.accountReady().getStatus()).isEqualTo("True");
    }

    @Test
    void writesNothingAndBuysNothingAtRest() {
        // Given
        Tenant tenant = Tenant.ready(cloud);
        tenant.environment("web", "");
        tenant.awaitAtTarget("web", 3);
        awaitListings(tenant, 5);
        String environment = tenant.get("web").getMetadata().getResourceVersion();
        String account = tenant.getAccount().getMetadata().getResourceVersion();
        long mutating = cloud.callCount(tenant.secretId, true);

        // When
        awaitListings(tenant, 12);

        // Then
        assertThat(tenant.get("web").getMetadata().getResourceVersion()).isEqualTo(environment);
        assertThat(tenant.getAccount().getMetadata().getResourceVersion()).isEqualTo(account);
        assertThat(cloud.callCount(tenant.secretId, true)).isEqualTo(mutating);
    }

    private static void awaitListings(Tenant tenant, int more) {
        int before = cloud.calls(tenant.secretId, "DescribeInstances").size();
        eventually(() -> {
            int now = cloud.calls(tenant.secretId, "DescribeInstances").size();
            check(now >= before + more, now);
        });
    }

    // ---- losses ----

    @Test
    void replacesInterruptedInstances() {
        // Given
        Tenant tenant = converged("web", 3);
        String uid = tenant.uid("web");

        // When
        List<String> lost = cloud.interrupt(uid, 2);

        // Then
        awaitReplaced(tenant, "Interrupted", lost);
        assertThat(cloud.peak(uid)).isEqualTo(3);
        assertThat(Objects.requireNonNull(tenant.status("web").interruptions()).total())
                .isEqualTo(2);
    }

    @Test
    void replacesInstancesReleasedByHand() throws TencentCloudSDKException {
        // Given
        Tenant tenant = converged("web", 3);
        cloud.post("lag", "{'shutdownMillis': 2000}");
        String victim = ids(tenant).getFirst();

        // When
        TerminateInstancesRequest request = new TerminateInstancesRequest();
        request.setInstanceIds(new String[] {victim});
        cvm(tenant).TerminateInstances(request);

        // Then
        awaitReplaced(tenant, "ReleasedByHand", List.of(victim));
        assertThat(cloud.peak(tenant.uid("web"))).isEqualTo(3);
        assertThat(Objects.requireNonNull(tenant.status("web").interruptions()).total())
                .isEqualTo(1);
    }

    @Test
    void replacesInstancesThatFailedAtLaunch() {
        // Given
        Tenant tenant = Tenant.ready(cloud);
        cloud.fault("RunInstances", "LaunchFailed", 1);

        // When
        tenant.environment("web", "");

        // Then
        tenant.awaitAtTarget("web", 3);
        assertThat(tenant.activities("web", "LaunchFailed")).hasSize(1);
        eventually(() -> check(tenant.events("web", "LaunchFailed").size() == 1, "event"));
        assertThat(Objects.requireNonNull(tenant.status("web").counts()).failed()).isEqualTo(1);
        assertThat(tenant.status("web").instances())
                .filteredOn(row -> row.state() == InstanceState.Failed)
                .hasSize(1);
    }

    private static void awaitReplaced(Tenant tenant, String reason, List<String> lost) {
        tenant.awaitStatus(
                "web",
                status -> {
                    List<String> told =
                            tenant.activities("web", reason).stream()
                                    .flatMap(a -> a.instanceIds().stream())
                                    .toList();
                    check(told.containsAll(lost), status.activities());
                });
        tenant.awaitAtTarget("web", 3);
        assertThat(ids(tenant)).doesNotContainAnyElementsOf(lost);
        assertThat(tenant.events("web", reason)).isNotEmpty();
        assertThat(tenant.activities("web", "Launched")).hasSizeGreaterThan(1);
    }

    @Test
    void recoversAfterAnHourOfAbsence() {
        // Given
        Tenant tenant = Tenant.ready(laterCloud);
        String uid = tenant.environment("web", "desiredCount: 20").getMetadata().getUid();
        tenant.awaitAtTarget("web", 20);
        operator.kill();
        laterCloud.post("clock", "{'advance': 'PT30M'}");
        laterCloud.interrupt(uid, 10);
        laterCloud.post("clock", "{'advance': 'PT30M'}");

        // When
        operator.startAgain();

        // Then
        eventually(() -> check(laterCloud.live(uid) == 20, laterCloud.live(uid)));
        tenant.awaitAtTarget("web", 20);
        assertThat(laterCloud.peak(uid)).isEqualTo(20);
        assertThat(Objects.requireNonNull(tenant.status("web").interruptions()).total())
                .isEqualTo(10);
    }

    // ---- what the owner says ----

    @Test
    void followsTheScaleSubresource() throws InterruptedException {
        // Given
        Tenant tenant = converged("web", 3);
        List<String> first = ids(tenant);
        // The cloud dates instances to the second.
        Thread.sleep(Duration.ofMillis(1100));

        // When
        tenant.scale("web", 6);
        tenant.awaitAtTarget("web", 6);
        tenant.scale("web", 2);

        // Then
        tenant.awaitAtTarget("web", 2);
        assertThat(cloud.live(tenant.uid("web"))).isEqualTo(2);
        assertThat(first).as("the youngest go first").containsAll(ids(tenant));
        assertThat(tenant.status("web").selector())
                .isEqualTo("spotkeeper.io/fleet=" + tenant.uid("web"));
    }

    @Test
    void buysNothingWhilePaused() {
        // Given
        Tenant tenant = converged("web", 3);
        tenant.patch("web", "{paused: true}");
        tenant.awaitReason("web", "Paused");
        long mutating = cloud.callCount(tenant.secretId, true);

        // When
        cloud.interrupt(tenant.uid("web"), 1);

        // Then
        tenant.awaitStatus("web", s -> check(Integer.valueOf(2).equals(s.replicas()), s));
        awaitListings(tenant, 5);
        assertThat(cloud.callCount(tenant.secretId, true)).isEqualTo(mutating);
        assertThat(tenant.ready("web").getReason()).isEqualTo("Paused");
        tenant.patch("web", "{paused: false}");
        tenant.awaitAtTarget("web", 3);
    }

    @Test
    void asksOnceWhereTheRequestIsMadeOnce() {
        // Given
        Tenant tenant = Tenant.ready(cloud);
        cloud.stock("ap-guangzhou-6", "SA2.LARGE8", 2);
        cloud.stock("ap-guangzhou-4", "SA2.LARGE8", 50);

        // When
        tenant.environment(
                "once",
                """
                requestType: OneTime
                desiredCount: 5
                instanceTypes: [SA2.LARGE8]
                placements: [{zone: ap-guangzhou-6}, {zone: ap-guangzhou-4}]
                """);

        // Then
        tenant.awaitReason("once", "RequestCompleted");
        RequestStatus request = Objects.requireNonNull(tenant.status("once").request());
        assertThat(request.asked()).isEqualTo("5");
        assertThat(request.delivered()).isEqualTo("5");
        cloud.interrupt(tenant.uid("once"), 1);
        tenant.awaitStatus("once", s -> check(Integer.valueOf(4).equals(s.replicas()), s));
        int launches = cloud.calls(tenant.secretId, "RunInstances").size();
        awaitListings(tenant, 5);
        assertThat(cloud.calls(tenant.secretId, "RunInstances")).hasSize(launches).hasSize(2);
        assertThat(tenant.ready("once").getStatus()).isEqualTo("True");
    }

    @Test
    void leavesAOneTimeRequestAsItIsWhenItFellShort() {
        // Given
        Tenant tenant = Tenant.ready(cloud);
        cloud.stock("ap-guangzhou-6", "SA2.LARGE8", 2);

        // When
        tenant.environment(
                "once",
                """
                requestType: OneTime
                desiredCount: 5
                instanceTypes: [SA2.LARGE8]
                placements: [{zone: ap-guangzhou-6}]
                """);

        // Then
        tenant.awaitReason("once", "RequestFailed");
        RequestStatus request = Objects.requireNonNull(tenant.status("once").request());
        assertThat(request.delivered()).isEqualTo("2");
        assertThat(request.refusals()).hasSize(1);
        awaitListings(tenant, 5);
        assertThat(cloud.calls(tenant.secretId, "RunInstances")).hasSize(1);
        assertThat(cloud.live(tenant.uid("once"))).isEqualTo(2);
    }

    // ---- deletion ----

    @Test
    void terminatesWithTheObject() {
        // Given
        Tenant tenant = converged("web", 3);

        // When
        tenant.resource("web").delete();

        // Then
        tenant.awaitGone("web");
        assertThat(live(tenant, row -> true)).isEmpty();
    }

    @Test
    void releasesWithTheObjectWhereTheOwnerRetains() {
        // Given
        Tenant tenant = Tenant.ready(cloud);
        tenant.environment("web", "deletionPolicy: Retain");
        tenant.awaitAtTarget("web", 3);
        List<String> before = ids(tenant);

        // When
        tenant.resource("web").delete();

        // Then
        tenant.awaitGone("web");
        assertThat(live(tenant, row -> true))
                .hasSize(3)
                .allMatch(row -> before.contains(row.path("id").asText()))
                .allMatch(row -> !row.path("tags").has("spotkeeper-cluster"));
        assertThat(tenant.events("web", "Released")).isNotEmpty();
    }

    @Test
    void letsGoAtOnceOfWhatNeverLaunched() {
        // Given
        Tenant tenant = Tenant.ready(cloud);
        tenant.environment("web", "desiredCount: 0");
        tenant.awaitReason("web", "AtTarget");

        // When
        Instant before = Instant.now();
        tenant.resource("web").delete();

        // Then
        tenant.awaitGone("web");
        assertThat(tenant.events("web", "Launched")).isEmpty();
        assertThat(cloud.callCount(tenant.secretId, true)).isZero();
        assertThat(before).isBefore(Instant.now());
    }

    @Test
    void keepsADeletedAccountWhileFleetsNeedIt() {
        // Given
        Tenant tenant = converged("web", 3);

        // When
        tenant.accountResource().delete();

        // Then
        eventually(() ->
                check("Deleting".equals(tenant.accountReady().getReason()), tenant.accountReady()));
        tenant.awaitReason("web", "AccountNotFound");
        cloud.interrupt(tenant.uid("web"), 1);
        tenant.awaitStatus("web", s -> check(Integer.valueOf(2).equals(s.replicas()), s));
        assertThat(cloud.calls(tenant.secretId, "RunInstances")).hasSize(1);
        tenant.resource("web").delete();
        tenant.awaitGone("web");
        eventually(() -> check(tenant.accountResource().get() == null, "the account is there"));
        assertThat(live(tenant, row -> true)).isEmpty();

        // and one of the same name begins anew
        tenant.account();
        tenant.environment("web", "");
        tenant.awaitAtTarget("web", 3);
    }

    // ---- the operator's own end ----

    @Test
    void losesNothingWhenToldToEndInMidLaunch() {
        // Given
        Tenant tenant = Tenant.ready(cloud);
        cloud.fault("{'action': 'RunInstances', 'kind': 'Delay', 'millis': 1500, 'count': 1}");
        int before = launchesArrived();
        tenant.environment("web", "");
        eventually(() -> check(launchesArrived() > before, "no launch"));

        // When
        long began = System.nanoTime();
        int code = operator.terminate();
        Duration took = Duration.ofNanos(System.nanoTime() - began);

        // Then
        operator.startAgain();
        assertThat(code).isZero();
        assertThat(took).isLessThan(Duration.ofSeconds(20));
        tenant.awaitAtTarget("web", 3);
        assertThat(cloud.peak(tenant.uid("web"))).isEqualTo(3);
        assertThat(cloud.bought(tenant.secretId)).allMatch(row -> row.bought() <= row.asked());
    }

    private static int launchesArrived() {
        return cloud.get("counts").path("actions").path("RunInstances").asInt();
    }

    // ---- credentials ----

    @Test
    void goesOnWithANewKeyOfTheSameOwner() {
        // Given
        Tenant tenant = converged("web", 3);
        String newId = "AKID" + UUID.randomUUID().toString().replace("-", "");
        cloud.account(newId, "another-key", tenant.uin);

        // When
        tenant.secret(newId, "another-key");
        eventually(() -> check(!cloud.calls(newId, "DescribeInstances").isEmpty(), "not used yet"));
        cloud.post("accounts", "{'secretId': '%s', 'enabled': false}".formatted(tenant.secretId));
        tenant.scale("web", 4);

        // Then
        tenant.awaitAtTarget("web", 4);
        assertThat(cloud.calls(newId, "RunInstances")).hasSize(1);
        assertThat(cloud.peak(tenant.uid("web"))).isEqualTo(4);
        long ofTheOldKey = cloud.callCount(tenant.secretId, false);
        int ofTheNew = cloud.calls(newId, "DescribeInstances").size();
        eventually(() -> {
            int now = cloud.calls(newId, "DescribeInstances").size();
            check(now >= ofTheNew + 5, now);
        });
        assertThat(cloud.callCount(tenant.secretId, false)).isEqualTo(ofTheOldKey);
    }

    @Test
    void refusesTheKeyOfAnotherOwner() {
        // Given
        Tenant tenant = converged("web", 3);
        Tenant other = Tenant.bare(cloud);
        List<String> before = ids(tenant);

        // When
        tenant.secret(other.secretId, other.secretKey);

        // Then
        assertThat(tenant.awaitReason("web", "CredentialsInvalid").getMessage())
                .contains("another owner");
        assertThat(tenant.accountReady().getReason()).isEqualTo("CredentialsInvalid");
        assertThat(cloud.callCount(other.secretId, true)).isZero();
        tenant.secret(tenant.secretId, tenant.secretKey);
        tenant.awaitAtTarget("web", 3);
        assertThat(ids(tenant)).containsExactlyInAnyOrderElementsOf(before);
    }

    // ---- foreign hands ----

    @Test
    void buysNothingTwiceWhenItsBooksAreWiped() {
        // Given
        Tenant tenant = converged("web", 3);
        List<String> before = ids(tenant);

        // When
        tenant.replaceStatus("web", status -> null);

        // Then
        tenant.awaitReason("web", "InventoryUntrusted");
        tenant.awaitAtTarget("web", 3);
        assertThat(ids(tenant)).containsExactlyInAnyOrderElementsOf(before);
        assertThat(cloud.peak(tenant.uid("web"))).isEqualTo(3);
        assertThat(tenant.activities("web", "LedgerRebuilt")).hasSize(1);
    }

    @Test
    void takesNoInstancesFromAFleetThatLives() {
        // Given
        Tenant tenant = converged("web", 3);
        String uid = tenant.uid("web");
        tenant.environment("thief", "desiredCount: 0");
        tenant.awaitReason("thief", "AtTarget");

        // When
        tenant.annotate("thief", "spotkeeper.io/adopt-fleet", uid);

        // Then
        assertThat(tenant.awaitReason("thief", "InvalidTemplate").getMessage())
                .contains(uid, "ComputeEnvironment web in namespace " + tenant.namespace);
        eventually(() -> check(tenant.events("thief", "AdoptionRefused").size() == 1, "event"));
        awaitListings(tenant, 5);
        assertThat(cloud.live(uid)).isEqualTo(3);
        assertThat(ids(tenant)).hasSize(3);
    }

    @Test
    void buysNothingTwiceWhenItsBooksAreWipedInMidLaunch() {
        // Given
        Tenant tenant = Tenant.ready(cloud);
        cloud.fault("{'action': 'RunInstances', 'kind': 'Delay', 'millis': 1500, 'count': 1}");
        int before = launchesArrived();
        tenant.environment("web", "");
        eventually(() -> check(launchesArrived() > before, "no launch"));

        // When
        tenant.replaceStatus("web", status -> null);

        // Then
        tenant.awaitAtTarget("web", 3);
        assertThat(cloud.peak(tenant.uid("web"))).isEqualTo(3);
    }

    @Test
    void collectsWhatNobodyOwnsBeforeItsAccountGoes() {
        // Given
        Tenant tenant = converged("web", 3);
        eventually(() ->
                check(
                        !Objects.requireNonNull(tenant.getAccount().getStatus())
                                .regionsInUse()
                                .isEmpty(),
                        "the account does not know its region"));
        operator.kill();
        tenant.resource("web")
                .edit(environment -> {
                    environment.getMetadata().setFinalizers(List.of());
                    return environment;
                });
        tenant.resource("web").delete();
        tenant.awaitGone("web");
        tenant.accountResource().delete();

        // When
        operator.startAgain();

        // Then
        eventually(() ->
                check(
                        tenant.accountReady()
                                .getMessage()
                                .contains("3 instances of fleets that are gone"),
                        tenant.accountReady()));
        eventually(() -> check(tenant.accountResource().get() == null, "the account is there"));
        assertThat(live(tenant, row -> true)).isEmpty();
        assertThat(operator.newLog()).contains("orphan terminated");
        assertThat(tenant.events("tencent", "OrphanTerminated"))
                .isNotEmpty()
                .allMatch(event -> event.getInvolvedObject().getKind().equals("CloudAccount"));
    }

    // ---- given ----

    private static Tenant converged(String name, int count) {
        Tenant tenant = Tenant.ready(cloud);
        tenant.environment(name, "desiredCount: " + count);
        tenant.awaitAtTarget(name, count);
        return tenant;
    }

    private static List<String> ids(Tenant tenant) {
        return tenant.status("web").instances().stream()
                .filter(row -> row.state() == InstanceState.Running)
                .map(InstanceStatus::id)
                .toList();
    }

    private static List<JsonNode> live(Tenant tenant, Predicate<JsonNode> which) {
        return cloud.instancesOf(tenant.uin).stream()
                .filter(row -> List.of("PENDING", "RUNNING").contains(row.path("state").asText()))
                .filter(which)
                .toList();
    }

    private static CvmClient cvm(Tenant tenant) {
        HttpProfile http = new HttpProfile();
        http.setProtocol("http://");
        http.setEndpoint(cloud.authority());
        return new CvmClient(
                new Credential(tenant.secretId, tenant.secretKey),
                "ap-guangzhou",
                new ClientProfile(ClientProfile.SIGN_TC3_256, http));
    }
}
