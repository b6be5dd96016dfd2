import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The emulator: what it counts, what it was asked and when, and what it can do to instances. */
final class Cloud {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String endpoint;
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * A request that the cloud received.
     *
     * @param at when it arrived
     * @param answeredAt when its answer was ready to leave
     */
    record Call(long seq, Instant at, Instant answeredAt, String action, JsonNode body, int instances) {
        boolean isListing() {
            return action.equals("DescribeInstances") && !body.has("InstanceIds");
        }

        boolean beginsListing() {
            return isListing() && body.path("Offset").asLong() == 0;
        }
    }

    Cloud(String endpoint) {
        this.endpoint = endpoint;
    }

    String endpoint() {
        return endpoint;
    }

    /** Requests since it began, by action. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        admin("counts", null).path("actions").properties().forEach(e -> counts.put(e.getKey(), e.getValue().asLong()));
        return counts;
    }

    /** The calls after one with this number, in the order in which they arrived. */
    List<Call> calls(long since) {
        List<Call> calls = new ArrayList<>();
        for (JsonNode entry : admin("requests?since=" + since, null)) {
            calls.add(
                    new Call(
                            entry.path("seq").asLong(),
                            Instant.parse(entry.path("at").asText()),
                            Instant.parse(entry.path("answeredAt").asText()),
                            entry.path("action").asText(),
                            entry.path("body"),
                            entry.path("instanceIds").size()));
        }
        calls.sort(java.util.Comparator.comparing(Call::at));
        return calls;
    }

    long lastSeq() {
        return calls(0).stream().mapToLong(Call::seq).max().orElse(0);
    }

    /** Instances that run, by the cloud's own count. */
    int running() {
        int running = 0;
        for (JsonNode instance : admin("state", null).path("instances")) {
            running += instance.path("state").asText().equals("RUNNING") ? 1 : 0;
        }
        return running;
    }

    /** Takes the oldest instances of a fleet back at once. */
    void interrupt(String fleet, int count) {
        admin("interrupt", "{\"fleet\": \"%s\", \"count\": %d}".formatted(fleet, count));
    }

    /** Sets how many instances of the first pool of all fleets can be launched. */
    void stock(int count) {
        admin(
                "pools",
                "{\"region\": \"ap-guangzhou\", \"zone\": \"ap-guangzhou-3\", \"instanceType\": \"S2.MEDIUM4\","
                        + " \"market\": \"Spot\", \"stock\": %d}".formatted(count));
    }

    private JsonNode admin(String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoint + "/_emulator/" + path));
        if (body != null) {
            request.POST(HttpRequest.BodyPublishers.ofString(body));
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(path + ": " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the emulator does not answer", e);
        }
    }
}
