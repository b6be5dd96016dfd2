package io.spotkeeper.operator;

import static io.spotkeeper.operator.Tenant.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What somebody writes who means harm: refused by the API server, or told as a condition, or
 * harmless. Whatever it is, a neighbour reaches its count meanwhile.
 */
class HostileIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MANY = 10_000;

    /** A text that must not be taken for a line of the log. */
    private static final String FORGED = "1970-01-01 00:00:00.000 ERROR forged line";

    /** Link-local and metadata addresses, loopback, the cluster's own, and what is no address. */
    private static final List<String> ADDRESSES =
            List.of(
                    "http://169.254.169.254",
                    "http://169.254.0.23:80",
                    "https://169.254.169.254",
                    "http://[fd00:ec2::254]",
                    "http://[::ffff:169.254.169.254]",
                    "http://metadata.tencentyun.com",
                    "http://127.0.0.1:6443",
                    "http://localhost:2379",
                    "http://0.0.0.0:8080",
                    "http://2852039166",
                    "http://0xA9FEA9FE",
                    "http://kubernetes.default.svc",
                    "http://[::1]:8080",
                    "http://[::::]",
                    "http://[....]",
                    "http://a..b:99999",
                    "https://tencentcloudapi.com.example.org");

    private static final String GROUP =
            """
            accountRef: {kind: CloudAccount, name: huawei}
            targetCapacity: 2
            """;

    /** The beginning of a region; what follows says what it is made of, and its overrides. */
    private static final String REGION =
            """
            regions:
            - region: region1
              placements:
              - zone: az1
                vpcId: 0dae26c9-9a70-4392-93f3-87d53115d171
                subnetIds: [157ee789-03ea-45b1-a698-76c92660dd83]
            """;

    private static final String WRITTEN =
            "  template: {imageId: 67f433d8-ed0e-4321-a8a2-a71838539e09}\n";

    private static final String OVERRIDES =
            "  overrides: [{zone: az1, instanceType: s3.large.2}]\n";

    @RegisterExtension private static final Trial TRIAL = Trial.of("hostile");

    private static final EmulatedCloud cloud = TRIAL.cloud();

    @AfterEach
    void aNeighbourReachesItsCount() {
        Tenant neighbour = Tenant.ready(cloud);
        neighbour.environment("neighbour", "desiredCount: 2");
        neighbour.awaitAtTarget("neighbour", 2);
        assertThat(TRIAL.operator().newLog().lines())
                .noneMatch(line -> line.startsWith(FORGED))
                .noneMatch(line -> line.contains("OutOfMemoryError"))
                .noneMatch(line -> line.contains("StackOverflowError"));
    }

    // ---- endpoints ----

    @Test
    void addressesThatNobodyAllowedAreNeverCalled() {
        Map<String, Tenant> tenants = new LinkedHashMap<>();
        for (String endpoint : ADDRESSES) {
            Tenant tenant = Tenant.bare(cloud);
            tenant.secret(tenant.secretId, tenant.secretKey);
            tenant.account("endpoint: \"" + endpoint + "\"");
            tenants.put(endpoint, tenant);
        }

        tenants.forEach((endpoint, tenant) ->
                eventually(() -> {
                    Condition ready = tenant.accountReady();
                    Tenant.check("AccountBlocked".equals(ready.getReason()), endpoint + ready);
                    Tenant.check(ready.getMessage().contains("--allowed-endpoint"), ready);
                }));
    }

    // ---- templates ----

    @Test
    void tenThousandTagsAreRefusedByTheApiServer() {
        Tenant tenant = Tenant.ready(cloud);
        ObjectNode template = JSON.createObjectNode().put("imageId", "img-pmqg1cw7");
        ObjectNode tags = template.putObject("tags");
        for (int i = 0; i < MANY; i++) {
            tags.put("key-" + i, "value");
        }

        refused(tenant, "template: " + json(template), "spec.template.tags");
    }

    @Test
    void longListsAndTextsAreRefusedByTheApiServer() {
        Tenant tenant = Tenant.ready(cloud);
        ArrayNode types = JSON.createArrayNode();
        for (int i = 0; i < MANY; i++) {
            types.add("S" + i + ".MEDIUM4");
        }

        refused(tenant, "instanceTypes: " + json(types), "spec.instanceTypes");
        refused(tenant, "displayName: " + "x".repeat(MANY), "spec.displayName");
        refused(tenant, "region: " + "a".repeat(MANY), "spec.region");
    }

    /** Texts that make a pattern with nested repetition try for ever, where it backtracks. */
    @Test
    void textsMadeAgainstPatternsAreRefusedByTheApiServer() {
        Tenant tenant = Tenant.ready(cloud);

        refused(tenant, "region: " + "a-".repeat(31), "spec.region");
        refused(tenant, "maxPrice: \"" + "0".repeat(12) + "x\"", "spec.maxPrice");
        refused(
                tenant,
                "accountRef: {kind: CloudAccount, name: \"" + "a-.".repeat(80) + "\"}",
                "spec.accountRef.name");
    }

    private static void refused(Tenant tenant, String spec, String field) {
        KubernetesClientException refusal =
                catchThrowableOfType(
                        KubernetesClientException.class, () -> tenant.environment("web", spec));

        assertThat(refusal).as(field).isNotNull();
        assertThat(refusal.getCode()).isEqualTo(422);
        assertThat(refusal.getMessage()).contains(field);
    }

    @Test
    void userDataOfAMegabyteIsToldByItsSizeAndNothingIsBought() {
        Tenant tenant = Tenant.ready(cloud);
        tenant.secret("boot", Map.of("script", "#!/bin/sh\n" + "x".repeat(1_000_000)));

        tenant.environment(
                "web",
                "template: {imageId: img-pmqg1cw7, userDataSecretRef: {name: boot, key: script}}");

        Condition ready = tenant.awaitReason("web", "InvalidTemplate");
        assertThat(ready.getMessage()).contains("1000010 bytes", "16384").hasSizeLessThan(500);
        assertThat(cloud.calls(tenant.secretId, "RunInstances")).isEmpty();
    }

    @Test
    void aRoleThatTheAccountDoesNotAllowIsNotAttached() {
        Tenant tenant = Tenant.ready(cloud);

        tenant.environment("web", "template: {imageId: img-pmqg1cw7, instanceRole: admin}");

        Condition ready = tenant.awaitReason("web", "InvalidTemplate");
        assertThat(ready.getMessage()).contains("instanceRole admin", "allowedInstanceRoles");
        assertThat(cloud.calls(tenant.secretId, "RunInstances")).isEmpty();
    }

    /** A right-to-left override, an escape sequence, a forged line, an astral and a lone mark. */
    @Test
    void namesMadeAgainstTerminalsAndLogsAreHarmless() {
        Tenant tenant = Tenant.ready(cloud);

        tenant.environment(
                "web", "displayName: \"\\u202Egnp\\e[2J\\n" + FORGED + "\\U0001F4A5\\u0301\"");

        eventually(() -> {
            Condition ready = tenant.ready("web");
            Tenant.check(
                    "AtTarget".equals(ready.getReason())
                            || "InvalidTemplate".equals(ready.getReason()),
                    ready);
        });
        assertThat(tenant.ready("web").getMessage()).doesNotContainPattern("[\\x00-\\x1f\\x7f]");
    }

    // ---- metadata ----

    @Test
    void aQuarterOfAMegabyteOfAnnotationsDisturbsNothing() {
        Tenant tenant = Tenant.ready(cloud);
        tenant.environment("web", "");

        tenant.annotate("web", "example.org/blob", "x".repeat(250_000));

        tenant.awaitAtTarget("web", 3);
    }

    @Test
    void annotationsOfOursWithNonsenseHaveNoEffect() {
        Tenant tenant = Tenant.ready(cloud);
        tenant.environment("web", "");

        tenant.annotate("web", "spotkeeper.io/abandon", "../../etc/passwd");
        tenant.annotate("web", "spotkeeper.io/adopt-fleet", "'; DROP TABLE fleets; --");

        tenant.awaitAtTarget("web", 3);
        assertThat(cloud.peak(tenant.uid("web"))).isEqualTo(3);
    }

    // ---- groups ----

    private static GroupTenant huawei() {
        GroupTenant groups = new GroupTenant(Tenant.bare(cloud));
        groups.tenant.huaweiAccount();
        return groups;
    }

    @Test
    void groupsMadeAgainstSizeAndPatternsAreRefusedByTheApiServer() {
        GroupTenant groups = huawei();
        ArrayNode overrides = JSON.createArrayNode();
        for (int i = 0; i < MANY; i++) {
            overrides.addObject().put("zone", "az" + i).put("instanceType", "s3.large.2");
        }
        String many = "  overrides: " + json(overrides) + "\n";
        String weight =
                "  overrides: [{zone: az1, instanceType: s3.large.2, weightedCapacity: \"%s\"}]\n";
        String template = "  launchTemplate: {id: \"%s\", version: \"%s\"}\n" + OVERRIDES;
        String rest = REGION + WRITTEN + OVERRIDES;

        refused(groups, REGION + WRITTEN + many, "spec.regions[0].overrides");
        refused(groups, REGION + WRITTEN + weight.formatted("1e9"), "weightedCapacity");
        refused(
                groups,
                REGION + WRITTEN + weight.formatted("0".repeat(9) + "x"),
                "weightedCapacity");
        refused(groups, REGION + template.formatted("../../tags", "1"), "launchTemplate.id");
        refused(
                groups,
                REGION + template.formatted("lt-1", "9".repeat(10)),
                "launchTemplate.version");
        refused(groups, rest + "displayName: \"\\u202Egnp\\n" + FORGED + "\"", "spec.displayName");
        refused(groups, rest + "displayName: " + "组".repeat(MANY), "spec.displayName");
        refused(groups, rest + "validUntil: \"+999999999-12-31T23:59:59Z\"", "spec.validUntil");
    }

    private static void refused(GroupTenant groups, String spec, String field) {
        KubernetesClientException refusal =
                catchThrowableOfType(
                        KubernetesClientException.class, () -> groups.create("web", GROUP + spec));

        assertThat(refusal).as(field).isNotNull();
        assertThat(refusal.getCode()).isEqualTo(422);
        assertThat(refusal.getMessage()).contains(field);
    }

    /** A group may have it; its servers may not, where they are bought more than one at a time. */
    @Test
    void theLongestNameIsToldAndTheLongestOfServersIsBought() {
        GroupTenant groups = huawei();
        groups.create(
                "web",
                GROUP + "displayName: " + "组".repeat(64) + "\n" + REGION + WRITTEN + OVERRIDES);
        Condition ready = groups.awaitReason("web", "InvalidTemplate");
        assertThat(ready.getMessage()).contains("1 to 59", "instanceName").hasSizeLessThan(500);
        assertThat(cloud.peak(groups.uid("web"))).isZero();

        groups.patch("web", "displayName: " + "组".repeat(59));

        groups.awaitAtTarget("web");
    }

    /** All pools but two are of types that nobody sells, and every number is the largest. */
    @Test
    void twoHundredPoolsWithTheLargestNumbersBuyOneInstance() {
        GroupTenant groups = new GroupTenant(Tenant.ready(cloud));
        ArrayNode regions = JSON.createArrayNode();
        for (String name : List.of("ap-guangzhou", "ap-shanghai")) {
            boolean first = regions.isEmpty();
            ObjectNode region =
                    regions.addObject()
                            .put("region", name)
                            .put("targetCapacity", first ? 10_000 : 0);
            region.putObject("template").put("imageId", "img-pmqg1cw7");
            ArrayNode overrides = region.putArray("overrides");
            for (int i = 0; i < 100; i++) {
                overrides
                        .addObject()
                        .put("zone", name + (first ? "-3" : "-2"))
                        .put("instanceType", i == 0 ? "S3.MEDIUM4" : "X" + i + "x".repeat(60))
                        .put("spotPrice", "999999.999999")
                        .put("priority", Integer.MAX_VALUE)
                        .put("weightedCapacity", "999999.999");
            }
        }

        groups.create(
                "web",
                """
                accountRef: {kind: CloudAccount, name: tencent}
                targetCapacity: 10000
                regions: %s
                """
                        .formatted(json(regions)));

        groups.awaitAtTarget("web");
        assertThat(groups.status("web").instances()).hasSize(1);
        assertThat(groups.capacity("web").live()).isEqualTo("999999.999");
    }

    @Test
    void aTemplateOfTheCloudThatCannotBeReadIsToldAndNothingIsBought() {
        GroupTenant groups = huawei();

        groups.create(
                "web",
                GROUP
                        + REGION
                        + "  launchTemplate: {id: %s, version: \"1\"}\n"
                                .formatted(cloud.launchTemplate("x"))
                        + OVERRIDES);

        Condition ready = groups.awaitReason("web", "InvalidTemplate");
        assertThat(ready.getMessage()).contains("base64");
        assertThat(cloud.peak(groups.uid("web"))).isZero();
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
