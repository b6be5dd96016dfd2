package io.spotkeeper.cloud.huawei;

import io.spotkeeper.cloud.ScriptedCloud.Reply;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** What Huawei Cloud answers. */
final class Replies {
    private static final String QUOTE = "\"";

    private Replies() {}

    /** HTTP 200 with this body. */
    static Reply ok(String body) {
        return new Reply.Text(200, Map.of(), body);
    }

    /** The error form of ECS. */
    static Reply error(int status, String code, String message) {
        return new Reply.Text(
                status,
                Map.of(),
                "{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}".formatted(code, message));
    }

    /** A launch that was taken. */
    static Reply launched(String... ids) {
        return ok("{\"job_id\":\"job-1\",\"serverIds\":[" + quoted(ids) + "]}");
    }

    /** One page of a listing. */
    static Reply page(int count, String... rows) {
        return ok("{\"count\":%d,\"servers\":[%s]}".formatted(count, String.join(",", rows)));
    }

    /** A running spot server of ours. */
    static String server(String id) {
        return server(id, "ACTIVE", "");
    }

    /**
     * A spot server of ours.
     *
     * @param more members that come last and win, each with a comma after it
     */
    static String server(String id, String status, String more) {
        return """
        {"id":"%s","status":"%s",%s"name":"n","created":"2026-03-01T08:00:00Z",
         "flavor":{"id":"s3.large.2","vcpus":"2","ram":"4096"},
         "OS-EXT-AZ:availability_zone":"cn-south-1a",
         "metadata":{"charging_mode":"2","vpc_id":"v"},
         "tags":["spotkeeper-cluster=%s","team=render"],
         "addresses":{"v":[
           {"version":"4","addr":"10.0.0.7","OS-EXT-IPS:type":"fixed"},
           {"version":"4","addr":"1.2.3.4","OS-EXT-IPS:type":"floating"}]}}\
        """
                .formatted(id, status, more, Samples.CLUSTER);
    }

    private static String quoted(String... words) {
        return Arrays.stream(words)
                .map(word -> QUOTE + word + QUOTE)
                .collect(Collectors.joining(","));
    }
}
