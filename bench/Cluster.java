import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The API server, and its own count of the writes that it was asked for. */
final class Cluster implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENVIRONMENTS = "/apis/spotkeeper.io/v1alpha1/namespaces/default/computeenvironments";
    private static final Pattern REQUESTS = Pattern.compile("apiserver_request_total\\{(.*)\\} (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private final KubernetesClient client;

    Cluster(Path kubeconfig) {
        client = new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig.toFile())).build();
    }

    /** Makes the account that all environments use. */
    void account(String endpoint) {
        post(
                "/api/v1/namespaces/default/secrets",
                """
                {"metadata": {"name": "tencent"},
                 "stringData": {"secretId": "AKIDemulator", "secretKey": "emulator-secret"}}""");
        post(
                "/apis/spotkeeper.io/v1alpha1/namespaces/default/cloudaccounts",
                """
                {"apiVersion": "spotkeeper.io/v1alpha1", "kind": "CloudAccount", "metadata": {"name": "tencent"},
                 "spec": {"provider": "TencentCloud", "site": "China", "endpoint": "%s",
                          "credentials": {"secretRef": {"name": "tencent"}}}}"""
                        .formatted(endpoint));
    }

    /** Makes an environment; four pools, in this order of preference. */
    void environment(String name, int count) {
        post(
                ENVIRONMENTS,
                """
                {"apiVersion": "spotkeeper.io/v1alpha1", "kind": "ComputeEnvironment", "metadata": {"name": "%s"},
                 "spec": {"accountRef": {"kind": "CloudAccount", "name": "tencent"}, "region": "ap-guangzhou",
                          "desiredCount": %d, "placements": [{"zone": "ap-guangzhou-3"}],
                          "instanceTypes": ["S2.MEDIUM4", "S3.MEDIUM4", "S5.MEDIUM4", "S5.LARGE8"],
                          "template": {"imageId": "img-pmqg1cw7"}}}"""
                        .formatted(name, count));
    }

    private void post(String path, String body) {
        client.raw(path, "POST", body);
    }

    JsonNode environment(String name) {
        return get(ENVIRONMENTS + "/" + name);
    }

    /** How many environments are ready. */
    int ready() {
        int ready = 0;
        for (JsonNode environment : get(ENVIRONMENTS).path("items")) {
            ready += ready(environment) ? 1 : 0;
        }
        return ready;
    }

    static boolean ready(JsonNode environment) {
        for (JsonNode condition : environment.path("status").path("conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    private JsonNode get(String path) {
        try {
            return JSON.readTree(client.raw(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes since the server began, refused ones too, by verb and resource. Without Leases, and without
     * POSTs of what this program makes itself (the operator makes nothing but Events).
     */
    Map<String, Long> writes() {
        Map<String, Long> writes = new TreeMap<>();
        for (String row : String.valueOf(client.raw("/metrics")).split("\n")) {
            Matcher matcher = REQUESTS.matcher(row);
            if (matcher.matches()) {
                count(labels(matcher.group(1)), (long) Double.parseDouble(matcher.group(2)), writes);
            }
        }
        return writes;
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new TreeMap<>();
        Matcher matcher = LABEL.matcher(text);
        while (matcher.find()) {
            labels.put(matcher.group(1), matcher.group(2));
        }
        return labels;
    }

    private static void count(Map<String, String> labels, long count, Map<String, Long> writes) {
        String verb = labels.get("verb");
        String resource = labels.get("resource");
        String subresource = labels.get("subresource");
        boolean ours = verb.equals("POST") && !resource.equals("events");
        if (verb.matches("POST|PUT|PATCH|APPLY|DELETE|DELETECOLLECTION") && !resource.equals("leases") && !ours) {
            String what = verb + " " + resource + (subresource.isEmpty() ? "" : "/" + subresource);
            writes.merge(what, count, Long::sum);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
