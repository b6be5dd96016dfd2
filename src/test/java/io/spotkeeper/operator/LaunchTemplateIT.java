package io.spotkeeper.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Condition;
import io.spotkeeper.api.v1alpha1.InstanceStatus;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Groups whose instances are made of a launch template that is kept at Tencent Cloud. */
class LaunchTemplateIT {
    /** The emulator's own template: a subnet of ap-guangzhou-3, a data disk, user data, a tag. */
    private static final String EVERYBODYS = "lt-b8v1kcyq";

    private static final String GROUP =
            """
            accountRef: {kind: CloudAccount, name: tencent}
            targetCapacity: 2
            regions:
            - region: ap-guangzhou
              launchTemplate: {id: %s, version: "%s"}
              overrides: [{zone: %s, instanceType: S3.MEDIUM4}]
            """;

    @RegisterExtension private static final Trial TRIAL = Trial.of("launch-template");

    private static final EmulatedCloud cloud = TRIAL.cloud();

    private static GroupTenant ready() {
        return new GroupTenant(Tenant.ready(cloud));
    }

    /** A template of the tenant's own, with these fields besides an image and a zone. */
    private static String template(GroupTenant groups, String fields) {
        return cloud.cvm(
                        groups.tenant,
                        "CreateLaunchTemplate",
                        "{'LaunchTemplateName': 'own', 'ImageId': 'img-pmqg1cw7', 'Placement':"
                                + " {'Zone': 'ap-guangzhou-3'}"
                                + fields
                                + "}")
                .path("LaunchTemplateId")
                .asText();
    }

    private static List<JsonNode> launches(GroupTenant groups) {
        return cloud.calls(groups.tenant.secretId, "RunInstances").stream()
                .map(call -> call.path("body"))
                .toList();
    }

    private static int reads(GroupTenant groups) {
        return cloud.calls(groups.tenant.secretId, "DescribeLaunchTemplateVersions").size();
    }

    private static String message(GroupTenant groups, String name) {
        Condition invalid = groups.awaitReason(name, "InvalidTemplate");
        assertThat(invalid.getStatus()).isEqualTo("False");
        assertThat(launches(groups)).isEmpty();
        return invalid.getMessage();
    }

    @Test
    void instancesAreWhatTheTemplateSays() {
        // Given
        GroupTenant groups = ready();

        // When
        groups.create("from-template", GROUP.formatted(EVERYBODYS, "1", "ap-guangzhou-3"));

        // Then
        groups.awaitAtTarget("from-template");
        List<String> ids =
                groups.status("from-template").instances().stream()
                        .map(InstanceStatus::id)
                        .toList();
        assertThat(ids).hasSize(2);
        for (String id : ids) {
            JsonNode row =
                    cloud.cvm(groups.tenant, "DescribeInstances", "{'InstanceIds': ['" + id + "']}")
                            .at("/InstanceSet/0");
            assertThat(row.path("ImageId").asText()).isEqualTo("img-eb30mz89");
            assertThat(row.path("InstanceType").asText()).isEqualTo("S3.MEDIUM4");
            assertThat(row.path("InstanceChargeType").asText()).isEqualTo("SPOTPAID");
            assertThat(row.path("InstanceName").asText()).startsWith("from-template");
            assertThat(row.at("/SystemDisk/DiskType").asText()).isEqualTo("CLOUD_BSSD");
            assertThat(row.at("/SystemDisk/DiskSize").asInt()).isEqualTo(60);
            assertThat(row.at("/DataDisks/0/DiskSize").asInt()).isEqualTo(100);
            assertThat(row.at("/VirtualPrivateCloud/SubnetId").asText())
                    .isEqualTo("subnet-he88kvqu");
            assertThat(row.at("/LoginSettings/KeyIds/0").asText()).isEqualTo("skey-mv9yzyjj");
            assertThat(row.path("Tags").toString())
                    .contains("{\"Key\":\"made-from\",\"Value\":\"template\"}", "spotkeeper-fleet");
            String userData =
                    cloud.cvm(
                                    groups.tenant,
                                    "DescribeInstancesAttributes",
                                    "{'Attributes': ['UserData'], 'InstanceIds': ['" + id + "']}")
                            .at("/InstanceSet/0/Attributes/UserData")
                            .asText();
            assertThat(new String(Base64.getDecoder().decode(userData), StandardCharsets.UTF_8))
                    .isEqualTo("#!/bin/sh\necho from the template\n");
        }
        assertThat(launches(groups))
                .allMatch(body -> !body.has("LaunchTemplate") && body.has("ClientToken"));
        assertThat(reads(groups)).isEqualTo(1);
    }

    @Test
    void aVersionThatIsMissingIsAConditionThatMendsWhenItIsMade() {
        // Given
        GroupTenant groups = ready();
        String id = template(groups, "");
        groups.create("waiting", GROUP.formatted(id, "2", "ap-guangzhou-3"));
        assertThat(message(groups, "waiting"))
                .contains("no version 2", id, "ap-guangzhou", "correct spec.regions[ap-guangzhou]");

        // When
        cloud.cvm(
                groups.tenant,
                "CreateLaunchTemplateVersion",
                "{'LaunchTemplateId': '"
                        + id
                        + "', 'Placement': {'Zone': 'ap-guangzhou-3'}, 'InstanceName': 'second'}");

        // Then: nobody touched the object
        groups.awaitAtTarget("waiting");
        assertThat(launches(groups))
                .allMatch(body -> body.path("InstanceName").asText().equals("second"));
        // Asked again every half a minute while it is missing, and never once it is found.
        assertThat(reads(groups)).isBetween(2, 8);
    }

    @Test
    void aTemplateThatIsMissingIsAConditionThatMendsWithAnother() {
        // Given
        GroupTenant groups = ready();
        groups.create("elsewhere", GROUP.formatted("lt-00000000", "1", "ap-guangzhou-3"));
        assertThat(message(groups, "elsewhere")).contains("lt-00000000");

        // When
        groups.patchRegion("elsewhere", "launchTemplate/id", EVERYBODYS);

        // Then
        groups.awaitAtTarget("elsewhere");
    }

    @Test
    void whatCannotBeCarriedOverIsNamed() {
        // Given
        GroupTenant groups = ready();
        String id = template(groups, ", 'DisableApiTermination': true");

        // When
        groups.create("protected", GROUP.formatted(id, "1", "ap-guangzhou-3"));

        // Then
        assertThat(message(groups, "protected"))
                .contains("Version 1", id, "protects its instances", ".template in its place");
    }

    @Test
    void anotherZoneNeedsItsOwnNetwork() {
        // Given
        GroupTenant groups = ready();
        groups.create("zones", GROUP.formatted(EVERYBODYS, "1", "ap-guangzhou-4"));
        assertThat(message(groups, "zones"))
                .contains(
                        "subnet-he88kvqu",
                        "lies in ap-guangzhou-3",
                        "placements needs ap-guangzhou-4");

        // When
        groups.patch(
                "zones",
                """
                regions:
                - region: ap-guangzhou
                  launchTemplate: {id: lt-b8v1kcyq, version: "1"}
                  placements: [{zone: ap-guangzhou-4, vpcId: vpc-4, subnetIds: [subnet-4]}]
                  overrides: [{zone: ap-guangzhou-4, instanceType: S3.MEDIUM4}]
                """);

        // Then
        groups.awaitAtTarget("zones");
        assertThat(launches(groups))
                .allMatch(body ->
                        body.at("/VirtualPrivateCloud/SubnetId").asText().equals("subnet-4"));
    }

    @Test
    void aTemplateWithoutANetworkUsesTheDefaultOne() {
        // Given
        GroupTenant groups = ready();
        String id = template(groups, "");

        // When
        groups.create("plain", GROUP.formatted(id, "1", "ap-guangzhou-4"));

        // Then
        groups.awaitAtTarget("plain");
        assertThat(launches(groups)).allMatch(body -> !body.has("VirtualPrivateCloud"));
    }

    @Test
    void aRoleIsGivenOnlyWhereTheAccountAllowsIt() {
        // Given
        GroupTenant groups = ready();
        String id = template(groups, ", 'CamRoleName': 'admin'");

        // When
        groups.create("role", GROUP.formatted(id, "1", "ap-guangzhou-3"));

        // Then
        assertThat(message(groups, "role")).contains("role admin", "allowedInstanceRoles");
    }
}
