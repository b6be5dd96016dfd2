package io.spotkeeper.cloud.huawei;

import static io.spotkeeper.cloud.huawei.Replies.error;
import static io.spotkeeper.cloud.huawei.Replies.ok;
import static io.spotkeeper.cloud.huawei.Replies.page;
import static io.spotkeeper.cloud.huawei.Samples.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotkeeper.cloud.CallOutcome;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.ScriptedCloud;
import io.spotkeeper.cloud.ScriptedCloud.Reply;
import io.spotkeeper.cloud.ScriptedCloud.Seen;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deleting servers with what belongs to them, and their tags. */
class ChangesTest {
    private static final String DELETE = "POST /v1/project-1/cloudservers/delete";
    private static final Reply JOB = ok("{\"job_id\":\"j\"}");

    private final ScriptedCloud cloud = new ScriptedCloud();
    private final HuaweiCloud provider = Samples.provider(cloud);

    @AfterEach
    void close() throws IOException {
        provider.close();
        cloud.close();
    }

    @ParameterizedTest
    @CsvSource({
        "'[{\"bootIndex\":\"0\",\"delete_on_termination\":\"false\"}]', true",
        "'[{\"bootIndex\":\"-1\",\"delete_on_termination\":\"true\"}]', true",
        "'[{\"bootIndex\":\"-1\",\"delete_on_termination\":\"false\"}]', false",
        "'[{\"delete_on_termination\":\"true\"},{\"delete_on_termination\":\"false\"}]', ",
        "'null', "
    })
    void leavesNoDiskBehindAndTakesNoneThatIsKept(String disks, Boolean deleted) {
        answering(_ -> JOB, server("a", disks));

        Map<String, CallOutcome> outcomes =
                provider.terminate(Samples.REGION, List.of("a"), true, NEVER);

        assertThat(outcomes).containsExactly(Map.entry("a", new CallOutcome.Accepted()));
        JsonNode body = cloud.bodies(DELETE).getFirst();
        assertThat(body.has("delete_volume")).isEqualTo(deleted != null);
        assertThat(body.path("delete_volume").asBoolean()).isEqualTo(Boolean.TRUE.equals(deleted));
        assertThat(body.at("/servers/0/id").textValue()).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void saysWhatBecomesOfTheAddress(boolean release) {
        answering(_ -> JOB, server("a", "[]"));

        provider.terminate(Samples.REGION, List.of("a"), release, NEVER);

        assertThat(cloud.bodies(DELETE).getFirst().get("delete_publicip").booleanValue())
                .isEqualTo(release);
    }

    @Test
    void deletesServersApartWhoseDisksMeetAnotherEnd() {
        answering(
                _ -> JOB,
                server("a", "[]"),
                server("b", "[{\"delete_on_termination\":\"false\"}]"),
                server("c", "[{\"delete_on_termination\":\"true\"}]"));

        provider.terminate(Samples.REGION, List.of("a", "b", "c"), true, NEVER);

        assertThat(cloud.bodies(DELETE))
                .extracting(body -> body.path("servers").findValuesAsText("id"))
                .containsExactly(List.of("a", "c"), List.of("b"));
    }

    @Test
    void sendsNothingWhenTheServersCannotBeLookedAt() {
        cloud.answer(error(503, "Common.1503", "slow down"));

        Map<String, CallOutcome> outcomes =
                provider.terminate(Samples.REGION, List.of("a"), true, NEVER);

        assertThat(outcomes.get("a"))
                .isInstanceOfSatisfying(
                        CallOutcome.Refused.class,
                        refused ->
                                assertThat(refused.failure())
                                        .isInstanceOf(CloudFailure.Throttled.class));
        assertThat(cloud.bodies(DELETE)).isEmpty();
    }

    @Test
    void splitsABatchThatOneServerSpoils() {
        answering(
                request ->
                        request.text().contains("\"c\"")
                                ? error(404, "Ecs.0614", "The ECS does not exist.")
                                : JOB,
                server("a", "[]"),
                server("b", "[]"),
                server("c", "[]"));

        Map<String, CallOutcome> outcomes =
                provider.terminate(Samples.REGION, List.of("a", "b", "c"), true, NEVER);

        assertThat(outcomes.get("a")).isInstanceOf(CallOutcome.Accepted.class);
        assertThat(outcomes.get("b")).isInstanceOf(CallOutcome.Accepted.class);
        assertThat(outcomes.get("c")).asString().contains("Refused", "Gone", "Ecs.0614");
    }

    @ParameterizedTest
    @CsvSource({
        "ACTIVE, '', Ecs.0605, Protected",
        "ACTIVE, '', Ecs.0513, Protected",
        "ACTIVE, '', Ecs.0100, Protected",
        "ACTIVE, powering-off, Ecs.0100, Busy",
        "BUILD, spawning, Ecs.0100, Busy"
    })
    void tellsWhatCannotBeDeletedFromWhatCannotBeDeletedNow(
            String status, String task, String code, String failure) {
        answering(
                _ -> error(400, code, "no"),
                Replies.server("a", status, "\"OS-EXT-STS:task_state\":\"" + task + "\","));

        Map<String, CallOutcome> outcomes =
                provider.terminate(Samples.REGION, List.of("a"), true, NEVER);

        assertThat(outcomes.get("a")).asString().contains("Refused", failure, code);
    }

    // ---- tags ----

    @Test
    void takesTagsOffInOrderAndStopsWhereOneStays() {
        cloud.answer(request ->
                request.path().contains("/b/") && request.text().contains("first")
                        ? error(400, "Ecs.0100", "not now")
                        : ok("{}"));

        Map<String, CallOutcome> outcomes =
                provider.untag(
                        Samples.REGION, List.of("a", "b"), List.of("first", "second"), NEVER);

        assertThat(outcomes.get("a")).isInstanceOf(CallOutcome.Accepted.class);
        assertThat(outcomes.get("b")).asString().contains("Refused", "Busy");
        assertThat(cloud.seen())
                .extracting(seen -> seen.action() + " " + seen.text())
                .containsExactly(
                        action("a", "{\"action\":\"delete\",\"tags\":[{\"key\":\"first\"}]}"),
                        action("b", "{\"action\":\"delete\",\"tags\":[{\"key\":\"first\"}]}"),
                        action("a", "{\"action\":\"delete\",\"tags\":[{\"key\":\"second\"}]}"));
    }

    @Test
    void putsAllTagsOnAtOnce() {
        // Given
        cloud.answer(new Reply.Text(204, Map.of(), ""));
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("b", "2");
        tags.put("a", "1");

        // When
        Map<String, CallOutcome> outcomes = provider.tag(Samples.REGION, List.of("x"), tags, NEVER);

        // Then
        assertThat(outcomes.get("x")).isInstanceOf(CallOutcome.Accepted.class);
        assertThat(cloud.seen().getFirst().text())
                .isEqualTo(
                        "{\"action\":\"create\",\"tags\":[{\"key\":\"a\",\"value\":\"1\"},"
                                + "{\"key\":\"b\",\"value\":\"2\"}]}");
    }

    @Test
    void refusesChangesInARegionWithoutAProject() {
        assertThat(provider.terminate("nowhere", List.of("a"), true, NEVER).get("a"))
                .asString()
                .contains("NoProject");
        assertThat(provider.untag("nowhere", List.of("a"), List.of("k"), NEVER).get("a"))
                .asString()
                .contains("NoProject");
        assertThat(provider.tag("nowhere", List.of("a"), Map.of("k", "v"), NEVER).get("a"))
                .asString()
                .contains("NoProject");
        assertThat(cloud.connections()).isZero();
    }

    private static String action(String id, String body) {
        return "POST /v1/project-1/cloudservers/" + id + "/tags/action " + body;
    }

    private void answering(Function<Seen, Reply> toChanges, String... servers) {
        cloud.answer(request ->
                request.method().equals("GET")
                        ? page(servers.length, servers)
                        : toChanges.apply(request));
    }

    private static String server(String id, String disks) {
        return Replies.server(
                id, "ACTIVE", "\"os-extended-volumes:volumes_attached\":" + disks + ",");
    }
}
