package io.spotkeeper.operator;

import static io.spotkeeper.operator.Tenant.check;
import static io.spotkeeper.operator.Tenant.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Condition;
import io.spotkeeper.api.v1alpha1.CapacityStatus;
import io.spotkeeper.api.v1alpha1.CloudGroupStatus;
import io.spotkeeper.api.v1alpha1.InstanceState;
import io.spotkeeper.api.v1alpha1.InstanceStatus;
import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.CloudGroups;
import io.spotkeeper.cloud.Description;
import io.spotkeeper.cloud.huawei.HuaweiCloud;
import io.spotkeeper.cloud.huawei.HuaweiCredentials;
import io.spotkeeper.cloud.huawei.HuaweiSettings;
import io.spotkeeper.testing.ControlPlane;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups that Huawei Cloud's own service keeps, made and mirrored by the operator. */
class ProviderGroupIT {
    private static final String GROUP =
            """
            accountRef: {kind: CloudAccount, name: huawei}
            management: Provider
            targetCapacity: 3
            regions:
            - region: region1
              launchTemplate: {id: c516c350-7091-4490-9338-47ddb90360f2, version: "1.0"}
              overrides:
              - {zone: az1, instanceType: s3.large.2}
              - {zone: az2, instanceType: s3.large.2}
            """;

    private static EmulatedCloud cloud;
    private static HuaweiCloud huawei;
    private static OperatorProcess operator;

    @BeforeAll
    static void start() {
        ControlPlane.get().installCrds();
        cloud = EmulatedCloud.start();
        huawei =
                new HuaweiCloud(
                        new HuaweiSettings(
                                HuaweiSettings.Site.CHINA,
                                cloud.address().toString(),
                                "test",
                                "emulator-domain",
                                Map.of("region1", "emulator-project"),
                                new HuaweiCredentials("EMULATORAK", "emulator-secret", null)));
        operator =
                OperatorProcess.start(
                        "provider-group",
                        "--allowed-endpoint=" + cloud.authority(),
                        "--cluster-id=" + UUID.randomUUID());
    }

    @AfterAll
    static void stop() {
        operator.close();
        huawei.close();
        cloud.close();
    }

    private static GroupTenant tenant() {
        GroupTenant groups = new GroupTenant(Tenant.bare(cloud));
        groups.tenant.huaweiAccount();
        return groups;
    }

    // ---- what the cloud has ----

    private static CloudGroups theirs() {
        return huawei.groups().orElseThrow();
    }

    private static String name(GroupTenant groups, String name) {
        return name + "-" + groups.uid(name).substring(0, 8);
    }

    /** Ids of the groups of a name, by a look past the operator. */
    private static List<String> ids(String name) {
        return ((Answer.Given<List<CloudGroups.Row>>) theirs().named(name))
                .value().stream().map(CloudGroups.Row::id).toList();
    }

    private static CloudGroupStatus mirrored(GroupTenant groups, String name) {
        CloudGroupStatus group = groups.status(name).group();
        check(group != null, "no group yet");
        return Objects.requireNonNull(group);
    }

    private static String id(GroupTenant groups, String name) {
        String id = mirrored(groups, name).id();
        check(id != null, "no id yet");
        return Objects.requireNonNull(id);
    }

    private static List<JsonNode> calls(String action, String field, String value) {
        return StreamSupport.stream(cloud.get("requests?action=" + action).spliterator(), false)
                .filter(row -> row.path("body").path(field).asText().equals(value))
                .toList();
    }

    private static long running(List<String> ids) {
        return huawei.describe("region1", ids) instanceof Description.Found found
                ? found.found().values().stream().filter(i -> i.state().live()).count()
                : -1;
    }

    private static List<String> members(GroupTenant groups, String name) {
        return groups.status(name).instances().stream().map(InstanceStatus::id).toList();
    }

    private static void awaitCapacity(GroupTenant groups, String name, String live) {
        groups.awaitStatus(
                name,
                status -> {
                    CapacityStatus capacity = status.capacity();
                    check(
                            capacity != null
                                    && live.equals(capacity.live())
                                    && live.equals(capacity.ready()),
                            capacity);
                });
    }

    /** Events are written after the status that they tell of. */
    private static void awaitEvent(GroupTenant groups, String name, String reason) {
        eventually(() ->
                check(
                        groups.tenant.events(name, reason).size() == 1,
                        groups.tenant.events(name, reason)));
    }

    private static void awaitGone(GroupTenant groups, String name) {
        eventually(() -> check(groups.resource(name).get() == null, "it is there"));
    }

    // ---- types and parts ----

    @ParameterizedTest
    @CsvSource({"Maintain, 0", "Maintain, 1", "Request, 0", "Request, 1"})
    void isMadeOnceMirroredAndTakenDown(String type, int stable) {
        // Given
        GroupTenant groups = tenant();

        // When
        groups.create("web", GROUP + "type: " + type + "\nstableCapacity: " + stable + "\n");

        // Then
        groups.awaitReason("web", type.equals("Request") ? "RequestCompleted" : "AtTarget");
        String name = name(groups, "web");
        assertThat(ids(name)).containsExactly(id(groups, "web"));
        assertThat(mirrored(groups, "web"))
                .extracting(CloudGroupStatus::name, CloudGroupStatus::status)
                .containsExactly(name, "ACTIVE");
        awaitCapacity(groups, "web", "3");
        assertThat(groups.capacity("web").stableLive()).isEqualTo(String.valueOf(stable));
        assertThat(groups.status("web").instances())
                .hasSize(3)
                .allMatch(row -> row.state() == InstanceState.Running)
                .filteredOn(row -> "OnDemand".equals(String.valueOf(row.market())))
                .hasSize(stable);
        awaitEvent(groups, "web", "GroupCreated");
        List<String> instances = members(groups, "web");
        groups.resource("web").delete();
        awaitGone(groups, "web");
        assertThat(ids(name)).isEmpty();
        eventually(() -> check(running(instances) == 0, running(instances)));
        assertThat(calls("CreateAutoLaunchGroup", "name", name)).hasSize(1);
    }

    @Test
    void isNotMadeWithAnAccountThatHasLimits() {
        // Given
        GroupTenant groups = tenant();
        groups.tenant.limit("huawei", "{'maxInstances': 100}");

        // When
        groups.create("bound", GROUP);

        // Then
        groups.awaitReason("bound", "NotOffered");
        assertThat(Tenant.condition(groups.status("bound").conditions(), "Ready").getMessage())
                .contains("CloudAccount without limits");
        assertThat(ids(name(groups, "bound"))).isEmpty();
        groups.tenant.limit("huawei", "null");
        groups.awaitReason("bound", "AtTarget");
    }

    @Test
    void runsOnWhenItsObjectIsDeletedWithRetain() {
        // Given
        GroupTenant groups = tenant();
        groups.create("kept", GROUP + "deletionPolicy: Retain\n");
        groups.awaitReason("kept", "AtTarget");
        List<String> instances = members(groups, "kept");
        String name = name(groups, "kept");

        // When
        groups.resource("kept").delete();

        // Then
        awaitGone(groups, "kept");
        assertThat(ids(name)).isEmpty();
        assertThat(running(instances)).isEqualTo(3);
        awaitEvent(groups, "kept", "Released");
        assertThat(groups.tenant.events("kept", "Released"))
                .allMatch(event -> instances.stream().allMatch(event.getMessage()::contains));
    }

    // ---- exactly once ----

    @ParameterizedTest
    @ValueSource(strings = {"DropAfter", "NoResponse"})
    void isOneGroupWhateverBecomesOfTheAnswer(String fault) {
        // Given
        GroupTenant groups = tenant();
        cloud.fault("CreateAutoLaunchGroup", fault, 1);

        // When
        groups.create("lost", GROUP);

        // Then
        groups.awaitReason("lost", "AtTarget");
        String name = name(groups, "lost");
        assertThat(ids(name)).containsExactly(id(groups, "lost"));
        assertThat(calls("CreateAutoLaunchGroup", "name", name)).hasSize(1);
        awaitEvent(groups, "lost", "GroupAdopted");
        assertThat(groups.activities("lost", "GroupAdopted")).hasSize(1);
    }

    @Test
    void isFoundAgainWhenItsStatusIsWiped() {
        // Given
        GroupTenant groups = tenant();
        groups.create("wiped", GROUP);
        groups.awaitReason("wiped", "AtTarget");
        String id = id(groups, "wiped");

        // When
        groups.resource("wiped")
                .editStatus(group -> {
                    group.setStatus(null);
                    return group;
                });

        // Then
        eventually(() -> check(id.equals(id(groups, "wiped")), groups.status("wiped")));
        groups.awaitReason("wiped", "AtTarget");
        assertThat(ids(name(groups, "wiped"))).containsExactly(id);
    }

    // ---- change ----

    @Test
    void isScaledInPlace() {
        // Given
        GroupTenant groups = tenant();
        groups.create("scaled", GROUP + "stableCapacity: 2\n");
        groups.awaitReason("scaled", "AtTarget");
        String id = id(groups, "scaled");

        // When
        groups.scale("scaled", 5);
        awaitCapacity(groups, "scaled", "5");
        groups.scale("scaled", 1);

        // Then
        awaitCapacity(groups, "scaled", "1");
        groups.awaitReason("scaled", "AtTarget");
        assertThat(id(groups, "scaled")).isEqualTo(id);
        assertThat(groups.capacity("scaled").stableLive()).isEqualTo("1");
        assertThat(calls("UpdateAutoLaunchGroup", "name", name(groups, "scaled"))).hasSize(2);
        assertThat(groups.activities("scaled", "GroupUpdated")).hasSize(2);
    }

    @Test
    void isMadeAnewAndSaysSo() {
        // Given
        GroupTenant groups = tenant();
        groups.create("anew", GROUP);
        groups.awaitReason("anew", "AtTarget");
        String before = id(groups, "anew");

        // When
        groups.patch("anew", "allocationStrategy: Prioritized");

        // Then
        groups.awaitStatus(
                "anew", status -> check(!before.equals(id(groups, "anew")), status.group()));
        groups.awaitReason("anew", "AtTarget");
        assertThat(ids(name(groups, "anew"))).containsExactly(id(groups, "anew"));
        assertThat(groups.activities("anew", "GroupReplaced"))
                .singleElement()
                .satisfies(activity ->
                        assertThat(activity.message()).contains("allocationStrategy", before));
        awaitEvent(groups, "anew", "GroupReplaced");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Maintain", "Request"})
    void saysWhenSomebodyElseDeletedIt(String type) {
        // Given
        GroupTenant groups = tenant();
        groups.create("taken", GROUP + "type: " + type + "\n");
        String reason = type.equals("Request") ? "RequestCompleted" : "AtTarget";
        groups.awaitReason("taken", reason);
        String before = id(groups, "taken");
        String name = name(groups, "taken");

        // When
        theirs().delete(before, true, () -> false);

        // Then
        eventually(() ->
                check(
                        groups.tenant.events("taken", "GroupLost").size() == 1,
                        groups.status("taken")));
        if (type.equals("Maintain")) {
            eventually(() -> check(!before.equals(id(groups, "taken")), before));
            groups.awaitReason("taken", "AtTarget");
            assertThat(ids(name)).containsExactly(id(groups, "taken"));
        } else {
            Condition told = groups.awaitReason("taken", "RequestCompleted");
            eventually(() ->
                    check(
                            groups.awaitReason("taken", "RequestCompleted")
                                    .getMessage()
                                    .contains("deleted there"),
                            told));
            assertThat(ids(name)).isEmpty();
            assertThat(calls("CreateAutoLaunchGroup", "name", name)).hasSize(1);
        }
    }

    // ---- what is not made ----

    @Test
    void aDryRunIsLookedAtByTheCloud() {
        // Given
        GroupTenant groups = tenant();

        // When
        groups.create("dry", GROUP + "dryRun: true\n");

        // Then
        Condition told = groups.awaitReason("dry", "DryRun");
        assertThat(told.getMessage()).contains("would take it");
        assertThat(ids(name(groups, "dry"))).isEmpty();
        groups.resource("dry").delete();
        awaitGone(groups, "dry");
    }

    @Test
    void aMissingLaunchTemplateIsAConditionThatMends() {
        // Given
        GroupTenant groups = tenant();
        groups.create("broken", GROUP.replace("version: \"1.0\"", "version: \"7\""));

        // When
        Condition invalid = groups.awaitReason("broken", "InvalidTemplate");

        // Then
        assertThat(invalid.getMessage()).contains("version 7");
        awaitEvent(groups, "broken", "InvalidTemplate");
        groups.patchRegion("broken", "launchTemplate/version", "1");
        groups.awaitReason("broken", "AtTarget");
    }

    @Test
    void aGroupWhoseWindowIsOverIsNotMade() {
        // Given
        GroupTenant groups = tenant();

        // When
        groups.create("late", GROUP + "validUntil: '2021-04-06T15:58:13Z'\n");

        // Then
        groups.awaitReason("late", "Expired");
        assertThat(ids(name(groups, "late"))).isEmpty();
        assertThat(calls("CreateAutoLaunchGroup", "name", name(groups, "late"))).isEmpty();
    }
}
