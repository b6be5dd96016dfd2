package io.spotkeeper.operator;

import static io.spotkeeper.operator.Tenant.check;
import static io.spotkeeper.operator.Tenant.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import io.spotkeeper.api.v1alpha1.CloudAccount;
import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import io.spotkeeper.testing.ControlPlane;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Secrets that are easy to recognise go through a fleet's whole life, and everything that the
 * operator shows is searched for them: logs on the most talkative level, objects, events, metrics.
 */
class CanaryIT {
    private static final String HUAWEI =
            """
            accountRef: {kind: CloudAccount, name: huawei}
            region: region1
            instanceTypes: [s3.large.2]
            placements:
            - zone: az1
              vpcId: 0dae26c9-9a70-4392-93f3-87d53115d171
              subnetIds: [157ee789-03ea-45b1-a698-76c92660dd83]
            template:
              imageId: 67f433d8-ed0e-4321-a8a2-a71838539e09
              userDataSecretRef: {name: boot, key: script}
            """;

    /** Of one region; who manages it and what its instances are made of are left open. */
    private static final String GROUP =
            """
            accountRef: {kind: CloudAccount, name: huawei}
            targetCapacity: 2
            stableCapacity: 1
            management: %s
            regions:
            - region: region1
              overrides: [{zone: az1, instanceType: s3.large.2}]
            """;

    private static final String NETWORK =
            """
              placements:
              - zone: az1
                vpcId: 0dae26c9-9a70-4392-93f3-87d53115d171
                subnetIds: [157ee789-03ea-45b1-a698-76c92660dd83]
            """;

    private static final String WRITTEN =
            """
              template:
                imageId: 67f433d8-ed0e-4321-a8a2-a71838539e09
                userDataSecretRef: {name: boot, key: script}
            """;

    @RegisterExtension
    private static final Trial TRIAL = Trial.of("canary", Map.of("SPOTKEEPER_LOG_LEVEL", "DEBUG"));

    private static final EmulatedCloud cloud = TRIAL.cloud();

    @Test
    void secretsAreShownNowhere() throws Exception {
        // Given: secrets that a search finds, as they are and as they are sent
        Tenant tenant = Tenant.ready(cloud);
        String script = "#!/bin/sh\necho CANARY-" + UUID.randomUUID();
        String wrongKey = "CANARY-wrong-" + UUID.randomUUID();
        String sessionToken = "CANARY-token-" + UUID.randomUUID();
        String other = "CANARY-other-" + UUID.randomUUID();
        tenant.secret("boot", Map.of("script", script, "unused", other));
        Map<String, String> canaries = new LinkedHashMap<>();
        canaries.put("secret key", tenant.secretKey);
        canaries.put("user data", script.substring(script.indexOf("CANARY")));
        canaries.put("user data in base64", base64(script));
        canaries.put("key that is refused", wrongKey);
        canaries.put("session token", sessionToken);
        canaries.put("entry that nobody asked for", other);

        // When: launched, refused, given a wrong key, a token, a broken template, and deleted
        tenant.environment(
                "web",
                "template: {imageId: img-pmqg1cw7, userDataSecretRef: {name: boot, key: script}}");
        tenant.awaitAtTarget("web", 3);
        assertThat(cloud.calls(tenant.secretId, "RunInstances")).isNotEmpty();
        tenant.secret(tenant.secretId, wrongKey);
        tenant.awaitReason("web", "CredentialsInvalid");
        String refused = objects(tenant.namespace);
        tenant.secret(
                Map.of(
                        "secretId",
                        tenant.secretId,
                        "secretKey",
                        tenant.secretKey,
                        "token",
                        sessionToken));
        eventually(() ->
                check(
                        tenant.accountReady().getMessage().contains("TokenFailure"),
                        tenant.accountReady()));
        refused += objects(tenant.namespace);
        tenant.secret(tenant.secretId, tenant.secretKey);
        tenant.awaitAtTarget("web", 3);
        tenant.environment(
                "broken",
                "template: {imageId: img-00000000, userDataSecretRef: {name: boot, key: script}}");
        tenant.awaitReason("broken", "InvalidTemplate");
        Map<String, String> shown = shown(tenant);
        tenant.resource("web").delete();
        tenant.awaitGone("web");
        tenant.resource("broken").delete();
        tenant.awaitGone("broken");
        shown.put("events after deletion", events(tenant.namespace));
        shown.put("objects while keys were refused", refused);

        // Then
        assertThat(refused).contains("CredentialsInvalid", "TokenFailure");
        assertThat(shown.get("objects and events")).contains("InvalidTemplate");
        hidden(canaries, shown);
    }

    @Test
    void secretsOfHuaweiAreShownNowhere() throws Exception {
        // Given
        Tenant tenant = Tenant.bare(cloud);
        tenant.huaweiAccount();
        String script = "#!/bin/sh\necho CANARY-" + UUID.randomUUID();
        String wrongKey = "CANARY-wrong-" + UUID.randomUUID();
        tenant.secret("boot", Map.of("script", script));

        // When
        tenant.environment("web", HUAWEI);
        tenant.awaitAtTarget("web", 3);
        tenant.secret("huawei", Map.of("accessKey", "EMULATORAK", "secretKey", wrongKey));
        tenant.awaitReason("web", "CredentialsInvalid");
        String refused = objects(tenant.namespace);
        tenant.secret("huawei", Map.of("accessKey", "EMULATORAK", "secretKey", "emulator-secret"));
        tenant.awaitAtTarget("web", 3);
        Map<String, String> shown = shown(tenant);
        shown.put("objects while the key was refused", refused);
        tenant.resource("web").delete();
        tenant.awaitGone("web");
        shown.put("events after deletion", events(tenant.namespace));

        // Then
        hidden(
                Map.of(
                        "secret key",
                        "emulator-secret",
                        "user data",
                        script.substring(script.indexOf("CANARY")),
                        "user data in base64",
                        base64(script),
                        "key that is refused",
                        wrongKey),
                shown);
    }

    /** The answers that refuse say back what was sent, and more than that. */
    @Test
    void secretsOfGroupsAreShownNowhere() throws Exception {
        // Given
        Tenant tenant = Tenant.bare(cloud);
        GroupTenant groups = new GroupTenant(tenant);
        String accessKey = "AK" + UUID.randomUUID().toString().replace("-", "");
        String secretKey = "CANARY-key-" + UUID.randomUUID();
        String script = "#!/bin/sh\necho CANARY-" + UUID.randomUUID();
        String kept = "#!/bin/sh\necho CANARY-kept-" + UUID.randomUUID();
        String wrongKey = "CANARY-wrong-" + UUID.randomUUID();
        cloud.account(accessKey, secretKey, "emulator-domain");
        tenant.huaweiAccount();
        tenant.secret("huawei", Map.of("accessKey", accessKey, "secretKey", secretKey));
        tenant.secret("boot", Map.of("script", script));
        String stored =
                "  launchTemplate: {id: %s, version: \"1\"}\n"
                        .formatted(cloud.launchTemplate(base64(kept)));
        String told =
                "user_data %s or %s, Signature=0123456789abcdef0123 of %s"
                        .formatted(base64(script), base64(kept), secretKey);

        // When: bought by either, refused to either, given a wrong key, and deleted
        groups.create("written", GROUP.formatted("Operator") + NETWORK + WRITTEN);
        groups.create("kept", GROUP.formatted("Operator") + NETWORK + stored);
        groups.create("theirs", GROUP.formatted("Provider") + stored);
        for (String name : List.of("written", "kept", "theirs")) {
            groups.awaitReason(name, "AtTarget");
        }
        assertThat(cloud.calls(accessKey, "CreateServers").toString())
                .as("sent with it, which the emulator does not show either")
                .contains(
                        "\"name\":\"written\",\"user_data\":\"***\"",
                        "\"name\":\"kept\",\"user_data\":\"***\"");
        for (String action : List.of("CreateServers", "CreateAutoLaunchGroup")) {
            cloud.refuse(action, accessKey, "Ecs.0005", told);
        }
        groups.create("refused", GROUP.formatted("Operator") + NETWORK + WRITTEN);
        groups.create("refused-theirs", GROUP.formatted("Provider") + stored);
        String refusal = groups.awaitReason("refused", "InvalidTemplate").getMessage();
        refusal += groups.awaitReason("refused-theirs", "InvalidTemplate").getMessage();
        String refused = objects(tenant.namespace);
        tenant.secret("huawei", Map.of("accessKey", accessKey, "secretKey", wrongKey));
        for (String name : List.of("written", "kept", "theirs")) {
            groups.awaitReason(name, "CredentialsInvalid");
        }
        refused += objects(tenant.namespace);
        tenant.secret("huawei", Map.of("accessKey", accessKey, "secretKey", secretKey));
        cloud.clearFaults();
        for (String name : List.of("written", "kept", "theirs")) {
            groups.awaitReason(name, "AtTarget");
        }
        Map<String, String> shown = shown(tenant);
        shown.put("objects while there were refusals", refused);
        for (String name : List.of("written", "kept", "theirs", "refused", "refused-theirs")) {
            groups.resource(name).delete();
            groups.awaitGone(name);
        }
        shown.put("events after deletion", events(tenant.namespace));

        // Then
        assertThat(refusal).contains("user_data ***", "Signature=***");
        Map<String, String> canaries = new LinkedHashMap<>();
        canaries.put("secret key", secretKey);
        canaries.put("user data", script.substring(script.indexOf("CANARY")));
        canaries.put("user data in base64", base64(script));
        canaries.put("user data of the cloud's template", kept.substring(kept.indexOf("CANARY")));
        canaries.put("the same in base64", base64(kept));
        canaries.put("key that is refused", wrongKey);
        hidden(canaries, shown);
    }

    private static Map<String, String> shown(Tenant tenant)
            throws IOException, InterruptedException {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("objects and events", objects(tenant.namespace));
        shown.put("metrics", get("/metrics"));
        shown.put("liveness", get("/livez"));
        shown.put("readiness", get("/readyz"));
        assertThat(shown.get("metrics")).contains("spotkeeper_");
        return shown;
    }

    private static void hidden(Map<String, String> canaries, Map<String, String> shown) {
        String log = TRIAL.operator().newLog();
        assertThat(log).as("talkative").contains(" DEBUG ", " INFO ");
        shown.put("log", log);
        canaries.forEach((what, canary) ->
                shown.forEach((where, text) ->
                        assertThat(text.contains(canary)).as("%s in %s", what, where).isFalse()));
        assertThat(log).doesNotContainPattern("(?i)signature=[0-9a-f]{16}");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String objects(String namespace) {
        KubernetesClient client = ControlPlane.get().client();
        return Serialization.asYaml(
                        client.resources(ComputeEnvironment.class)
                                .inNamespace(namespace)
                                .list()
                                .getItems())
                + Serialization.asYaml(
                        client.resources(CloudAccount.class)
                                .inNamespace(namespace)
                                .list()
                                .getItems())
                + Serialization.asYaml(
                        client.resources(AutoLaunchGroup.class)
                                .inNamespace(namespace)
                                .list()
                                .getItems())
                + events(namespace);
    }

    private static String events(String namespace) {
        return Serialization.asYaml(
                ControlPlane.get().client().v1().events().inNamespace(namespace).list().getItems());
    }

    private static String get(String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://127.0.0.1:"
                                                            + TRIAL.operator().port()
                                                            + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
