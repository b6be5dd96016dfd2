package io.spotkeeper.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.ecs.v2.EcsClient;
import com.huaweicloud.sdk.ecs.v2.model.CreateLaunchTemplateRequest;
import com.huaweicloud.sdk.ecs.v2.model.CreateLaunchTemplateRequestBody;
import com.huaweicloud.sdk.ecs.v2.model.LaunchTemplateOption;
import com.huaweicloud.sdk.ecs.v2.model.TemplateBlockDeviceMappingAttachmentOption;
import com.huaweicloud.sdk.ecs.v2.model.TemplateBlockDeviceMappingOption;
import com.huaweicloud.sdk.ecs.v2.model.TemplateData;
import com.huaweicloud.sdk.ecs.v2.model.TemplateNetworkInterfaceOption;
import com.huaweicloud.sdk.ecs.v2.model.TemplateOsProfile;
import io.spotkeeper.emulator.EmulatorServer;
import io.spotkeeper.emulator.RunningEmulator;
import io.spotkeeper.emulator.world.ParsedScenario;
import io.spotkeeper.emulator.world.ScenarioParser;
import io.spotkeeper.emulator.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.StreamSupport;

/** An emulator of its own, and its admin API. Single quotes stand for double ones in bodies. */
final class EmulatedCloud implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Actions that change what is bought. */
    static final Set<String> MUTATING =
            Set.of(
                    "RunInstances",
                    "TerminateInstances",
                    "AttachResourcesTag",
                    "DetachResourcesTag",
                    "TagResources",
                    "UnTagResources");

    private final EmulatorServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    private EmulatedCloud(EmulatorServer server) {
        this.server = server;
    }

    /** The default world with short lives: things boot, shut down and get tagged quickly. */
    static EmulatedCloud start() {
        String overlay =
                """
                lags: {boot: PT0.3S, tag: PT0.1S, shutdown: PT0.2S}
                """;
        if (!(new ScenarioParser().parse("test", overlay)
                instanceof ParsedScenario.Valid(var scenario))) {
            throw new IllegalStateException("the scenario of the tests is not right");
        }
        try {
            World world = new World(scenario, 1, InstantSource.system());
            return new EmulatedCloud(EmulatorServer.start(world, 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI address() {
        return server.address();
    }

    /** As {@code --allowed-endpoint} takes it. */
    String authority() {
        return server.address().getAuthority();
    }

    // ---- disturb ----

    /** An access key; keys with one uin belong to one owner. */
    void account(String secretId, String secretKey, String uin) {
        post(
                "accounts",
                "{'secretId': '%s', 'secretKey': '%s', 'uin': '%s'}"
                        .formatted(secretId, secretKey, uin));
    }

    void fault(String action, String kind, int count) {
        post(
                "faults",
                "{'action': '%s', 'kind': '%s', 'count': %d}".formatted(action, kind, count));
    }

    void fault(String json) {
        post("faults", json);
    }

    /** Refuses an access key every call of an action, until faults are cleared. */
    void refuse(String action, String accessKey, String code, String message) {
        fault(
                ("{'action': '%s', 'account': '%s', 'kind': 'Error', 'code': '%s', 'message': '%s',"
                                + " 'count': 1000}")
                        .formatted(action, accessKey, code, message));
    }

    void clearFaults() {
        send("DELETE", "faults", "");
    }

    /**
     * Keeps a launch template at Huawei Cloud in region1.
     *
     * @param userData its user data as it is sent: text in base64, or something else
     * @return its id
     */
    String launchTemplate(String userData) {
        TemplateBlockDeviceMappingOption disk =
                new TemplateBlockDeviceMappingOption()
                        .withSourceType(TemplateBlockDeviceMappingOption.SourceTypeEnum.IMAGE)
                        .withSourceId("67f433d8-ed0e-4321-a8a2-a71838539e09")
                        .withVolumeType("SSD")
                        .withVolumeSize(40)
                        .withAttachment(
                                new TemplateBlockDeviceMappingAttachmentOption().withBootIndex(0));
        TemplateData data =
                new TemplateData()
                        .withBlockDeviceMappings(List.of(disk))
                        .withNetworkInterfaces(
                                List.of(
                                        new TemplateNetworkInterfaceOption()
                                                .withVirsubnetId(
                                                        "157ee789-03ea-45b1-a698-76c92660dd83")))
                        .withOsProfile(new TemplateOsProfile().withUserData(userData));
        EcsClient ecs =
                EcsClient.newBuilder()
                        .withEndpoint(address().toString())
                        .withCredential(
                                new BasicCredentials()
                                        .withAk("EMULATORAK")
                                        .withSk("emulator-secret")
                                        .withProjectId("emulator-project-region1"))
                        .build();
        return ecs.createLaunchTemplate(
                        new CreateLaunchTemplateRequest()
                                .withBody(
                                        new CreateLaunchTemplateRequestBody()
                                                .withLaunchTemplate(
                                                        new LaunchTemplateOption()
                                                                .withName("kept")
                                                                .withTemplateData(data))))
                .getLaunchTemplateId();
    }

    /** Takes instances of a fleet back without notice. */
    List<String> interrupt(String fleet, int count) {
        return texts(
                post("interrupt", "{'fleet': '%s', 'count': %d}".formatted(fleet, count))
                        .path("ids"));
    }

    void stock(String zone, String instanceType, int stock) {
        post(
                "pools",
                ("{'region': 'ap-guangzhou', 'zone': '%s', 'instanceType': '%s', 'market': 'Spot',"
                                + " 'stock': %d}")
                        .formatted(zone, instanceType, stock));
    }

    JsonNode post(String name, String body) {
        return send("POST", name, body.replace('\'', '"'));
    }

    /**
     * An action of Tencent Cloud's CVM in ap-guangzhou, as its owner calls it; what is in Response.
     */
    JsonNode cvm(Tenant owner, String action, String body) {
        String json = body.replace('\'', '"');
        Instant now = Instant.now();
        JsonNode response =
                send(
                                HttpRequest.newBuilder(server.address().resolve("/"))
                                        .POST(HttpRequest.BodyPublishers.ofString(json))
                                        .header("Content-Type", "application/json")
                                        .header("X-TC-Action", action)
                                        .header("X-TC-Version", "2017-03-12")
                                        .header("X-TC-Region", "ap-guangzhou")
                                        .header(
                                                "X-TC-Timestamp",
                                                Long.toString(now.getEpochSecond()))
                                        .header(
                                                "Authorization",
                                                RunningEmulator.authorization(
                                                        authority(),
                                                        json,
                                                        now,
                                                        owner.secretId,
                                                        owner.secretKey))
                                        .build(),
                                action + " " + json)
                        .path("Response");
        if (response.has("Error")) {
            throw new AssertionError(action + " " + json + ": " + response);
        }
        return response;
    }

    // ---- look ----

    /** Live instances that carry a fleet's tag, by the emulator's own count. */
    int live(String fleet) {
        return get("state").path("fleets").path(fleet).path("live").asInt();
    }

    /** The most there ever were at one time. */
    int peak(String fleet) {
        return get("state").path("fleets").path(fleet).path("peak").asInt();
    }

    /** Every instance of an owner. */
    List<JsonNode> instancesOf(String uin) {
        return StreamSupport.stream(get("state").path("instances").spliterator(), false)
                .filter(row -> row.path("owner").asText().equals(uin))
                .toList();
    }

    /** How many instances an intent ever bought, for the intents of an account's launches. */
    record Bought(String intent, int asked, int bought) {}

    /** What each launch of an access key asked for and what its intent bought. */
    List<Bought> bought(String secretId) {
        JsonNode intents = get("state").path("intents");
        List<Bought> rows = new ArrayList<>();
        for (JsonNode call : get("requests?action=RunInstances")) {
            if (call.path("account").asText().equals(secretId)) {
                String token = call.path("body").path("ClientToken").asText();
                int asked = call.path("body").path("InstanceCount").asInt(1);
                rows.add(new Bought(token, asked, intents.path(token).asInt()));
            }
        }
        return rows;
    }

    /** Calls that an access key made, of some action. */
    List<JsonNode> calls(String secretId, String action) {
        return StreamSupport.stream(get("requests?action=" + action).spliterator(), false)
                .filter(row -> row.path("account").asText().equals(secretId))
                .toList();
    }

    /** How many calls an access key has made; of all actions, or only of the mutating ones. */
    long callCount(String secretId, boolean mutatingOnly) {
        return StreamSupport.stream(get("requests").spliterator(), false)
                .filter(row -> row.path("account").asText().equals(secretId))
                .filter(row -> !mutatingOnly || MUTATING.contains(row.path("action").asText()))
                .count();
    }

    JsonNode get(String name) {
        return send("GET", name, "");
    }

    private JsonNode send(String method, String name, String body) {
        return send(
                HttpRequest.newBuilder(server.address().resolve("/_emulator/" + name))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                method + " " + name + " " + body);
    }

    private JsonNode send(HttpRequest request, String what) {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(
                        String.format(
                                Locale.ROOT,
                                "%s: %d %s",
                                what,
                                answer.statusCode(),
                                answer.body()));
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    }

    @Override
    public void close() {
        http.close();
        server.close();
    }
}
