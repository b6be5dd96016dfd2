package io.spotkeeper.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import com.tencentcloudapi.common.profile.Language;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import io.spotkeeper.emulator.world.ParsedScenario;
import io.spotkeeper.emulator.world.Scenario;
import io.spotkeeper.emulator.world.ScenarioParser;
import io.spotkeeper.emulator.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An emulator on a free port, and clients for it. */
public final class RunningEmulator implements AutoCloseable {
    public static final String KEY = "AKIDemulator";
    public static final String SECRET = "emulator-secret";
    public static final String REGION = "ap-guangzhou";
    // Long lags, so that what a test sees depends on the clock that it moves and not on its speed.
    private static final String UNLIMITED =
            "tencent: {rateLimited: false}\nlags: {boot: PT20S, tag: PT20S, shutdown: PT20S}\n";

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final EmulatorServer server;

    private RunningEmulator(EmulatorServer server) {
        this.server = server;
    }

    /** The default world without rate limits and with longer lags. */
    public static RunningEmulator start() {
        return start(UNLIMITED);
    }

    public static RunningEmulator start(String scenarioYaml) {
        return switch (new ScenarioParser().parse("test", scenarioYaml)) {
            case ParsedScenario.Valid(Scenario scenario) -> {
                try {
                    World world = new World(scenario, 1, InstantSource.system());
                    yield new RunningEmulator(EmulatorServer.start(world, 0));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            case ParsedScenario.Invalid(String message) -> throw new AssertionError(message);
        };
    }

    public URI address() {
        return server.address();
    }

    public String authority() {
        return server.address().getAuthority();
    }

    public CvmClient cvm() {
        return cvm(KEY, ClientProfile.SIGN_TC3_256, HttpProfile.REQ_POST);
    }

    public CvmClient cvm(String secretId, String signMethod, String httpMethod) {
        return new CvmClient(
                new Credential(secretId, SECRET), REGION, profile(signMethod, httpMethod));
    }

    public ClientProfile profile(String signMethod, String httpMethod) {
        HttpProfile httpProfile = new HttpProfile();
        httpProfile.setEndpoint(authority());
        httpProfile.setProtocol("http://");
        httpProfile.setReqMethod(httpMethod);
        httpProfile.setConnTimeout(5);
        httpProfile.setReadTimeout(10);
        ClientProfile profile = new ClientProfile(signMethod, httpProfile);
        profile.setLanguage(Language.EN_US);
        return profile;
    }

    /** Calls an action with a TC3 signature of our own making; returns what is in Response. */
    public JsonNode call(String action, String body) {
        return parse(send(signed(action, body, Instant.now()))).path("Response");
    }

    public JsonNode parse(HttpResponse<String> response) {
        try {
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public HttpRequest.Builder builder(String path) {
        return HttpRequest.newBuilder(URI.create(address() + path));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public HttpRequest.Builder signed(String action, String body, Instant at) {
        return signed(action, body, at, KEY, SECRET);
    }

    public HttpRequest.Builder signed(
            String action, String body, Instant at, String secretId, String secretKey) {
        boolean tag = action.endsWith("Tag");
        return builder("/")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .header("X-TC-Action", action)
                .header("X-TC-Version", tag ? "2018-08-13" : "2017-03-12")
                .header("X-TC-Region", REGION)
                .header("X-TC-Timestamp", Long.toString(at.getEpochSecond()))
                .header("Authorization", authorization(authority(), body, at, secretId, secretKey));
    }

    /** The header as the documentation says it is made, independent of the code under test. */
    public static String authorization(
            String host, String body, Instant at, String secretId, String secretKey) {
        String date = LocalDate.ofInstant(at, ZoneOffset.UTC).toString();
        String headers = "content-type:application/json\nhost:" + host + "\n";
        String canonical = "POST\n/\n\n" + headers + "\ncontent-type;host\n" + sha256(body);
        String scope = date + "/cvm/tc3_request";
        String toSign =
                "TC3-HMAC-SHA256\n" + at.getEpochSecond() + "\n" + scope + "\n" + sha256(canonical);
        byte[] key = hmac(("TC3" + secretKey).getBytes(StandardCharsets.UTF_8), date);
        byte[] signature = hmac(hmac(hmac(key, "cvm"), "tc3_request"), toSign);
        return "TC3-HMAC-SHA256 Credential=%s/%s, SignedHeaders=content-type;host, Signature=%s"
                .formatted(secretId, scope, HexFormat.of().formatHex(signature));
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public HttpResponse<String> admin(String method, String path, String body) {
        return send(
                builder("/_emulator/" + path)
                        .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    /** An admin change that must succeed. */
    public JsonNode change(String path, String body) {
        HttpResponse<String> response = admin("POST", path, body);
        if (response.statusCode() != 200) {
            throw new AssertionError(response.body());
        }
        return parse(response);
    }

    public JsonNode show(String path) {
        return parse(admin("GET", path, ""));
    }

    /** Lets everything that was launched or terminated come to its end. */
    public void settle() {
        change("clock", "{\"advance\":\"PT30S\"}");
    }

    @Override
    public void close() {
        server.close();
    }
}
