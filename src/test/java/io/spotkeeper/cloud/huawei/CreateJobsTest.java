package io.spotkeeper.cloud.huawei;

import static io.spotkeeper.cloud.huawei.Replies.error;
import static io.spotkeeper.cloud.huawei.Replies.launched;
import static io.spotkeeper.cloud.huawei.Replies.ok;
import static io.spotkeeper.cloud.huawei.Replies.page;
import static io.spotkeeper.cloud.huawei.Samples.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.Description;
import io.spotkeeper.cloud.HandTime;
import io.spotkeeper.cloud.Listing;
import io.spotkeeper.cloud.Operation;
import io.spotkeeper.cloud.ScriptedCloud;
import io.spotkeeper.cloud.ScriptedCloud.Reply;
import io.spotkeeper.cloud.ScriptedCloud.Seen;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What became of the servers that a launch named, by the job that makes them. */
class CreateJobsTest {
    private static final String JOB = "GET /v1/project-1/jobs/job-1";

    private final HandTime time = new HandTime();
    private final ScriptedCloud cloud = new ScriptedCloud();
    private final HuaweiCloud provider = Samples.provider(cloud, time);

    private Reply job = job("RUNNING", "");
    private String[] servers = {};

    CreateJobsTest() {
        cloud.answer(this::answer);
    }

    @AfterEach
    void close() throws IOException {
        provider.close();
        cloud.close();
    }

    @Test
    void showsWhatCouldNotBeMadeAsFailedWithTheReason() {
        // Given
        provider.launch(Samples.full(), NEVER);
        servers = new String[] {Replies.server("a")};
        job =
                job(
                        "FAIL",
                        sub("SUCCESS", "a", null),
                        sub("FAIL", "b", "\"Ecs.0319\",\"fail_reason\":\"no resources left\""));

        // When
        Map<String, Instance> listed = list();

        // Then
        assertThat(listed).containsOnlyKeys("a", "b", "c");
        Instance failed = Objects.requireNonNull(listed.get("b"));
        assertThat(failed.state()).isEqualTo(InstanceState.FAILED);
        assertThat(failed.failure()).isEqualTo("no resources left (Ecs.0319)");
        assertThat(failed.pool()).isEqualTo(Samples.full().pool());
        assertThat(failed.tags()).isEqualTo(Samples.full().tags());
        assertThat(failed.createdAt()).isEqualTo(time.now());
        assertThat(Objects.requireNonNull(listed.get("c")).failure())
                .isEqualTo("batch failed (Ecs.0611)");
    }

    @Test
    void tellsOfAFailureWhileOthersAreStillBeingMade() {
        provider.launch(Samples.full(), NEVER);
        job = job("RUNNING", sub("FAIL", "b", "\"Ecs.0703\",\"fail_reason\":\"price\""));

        assertThat(list()).containsOnlyKeys("b");
    }

    @Test
    void holdsNoServerForFailedWhoseOwnJobGoesOn() {
        provider.launch(Samples.full(), NEVER);
        job = job("FAIL", sub("RUNNING", "a", null), sub("FAIL", "b", null));

        assertThat(list()).containsOnlyKeys("b", "c");
    }

    @Test
    void saysNothingOfWhatIsBeingMade() {
        provider.launch(Samples.full(), NEVER);

        assertThat(list()).isEmpty();
        assertThat(((Description) provider.describe(Samples.REGION, List.of("a"))))
                .isEqualTo(new Description.Found(Map.of()));
    }

    @Test
    void asksNoMoreOnceEveryServerWasSeen() {
        // Given
        provider.launch(Samples.full(), NEVER);
        servers = new String[] {Replies.server("a"), Replies.server("b"), Replies.server("c")};

        // When
        list();
        servers = new String[] {};
        list();

        // Then: a server that was there and went is no failed one
        assertThat(cloud.seen()).noneMatch(seen -> seen.action().equals(JOB));
    }

    @Test
    void asksNoMoreOnceEveryServerIsAccountedForByTheJob() {
        // Given
        provider.launch(Samples.full(), NEVER);
        job =
                job(
                        "SUCCESS",
                        sub("SUCCESS", "a", null),
                        sub("SUCCESS", "b", null),
                        sub("SUCCESS", "c", null));

        // When
        list();
        list();

        // Then
        assertThat(cloud.seen()).filteredOn(seen -> seen.action().equals(JOB)).hasSize(1);
    }

    @Test
    void showsAFailedServerByIdAsWell() {
        // Given
        provider.launch(Samples.full(), NEVER);
        job = job("FAIL", sub("FAIL", "b", "\"Ecs.0018\",\"fail_reason\":\"sold out\""));
        list();

        // When
        Description described = provider.describe(Samples.REGION, List.of("b", "x"));

        // Then
        assertThat(((Description.Found) described).found())
                .containsOnlyKeys("b")
                .hasEntrySatisfying(
                        "b", row -> assertThat(row.state()).isEqualTo(InstanceState.FAILED));
    }

    @Test
    void forgetsAfterAWhile() {
        // Given
        provider.launch(Samples.full(), NEVER);
        job = job("FAIL", sub("FAIL", "b", "\"Ecs.0018\",\"fail_reason\":\"sold out\""));
        assertThat(list()).isNotEmpty();

        // When
        time.advance(Duration.ofHours(1));

        // Then
        assertThat(list()).isEmpty();
    }

    @Test
    void isNotKeptFromListingByAJobThatCannotBeRead() {
        provider.launch(Samples.full(), NEVER);
        servers = new String[] {Replies.server("a")};
        job = error(500, "Common.0001", "oops");

        assertThat(list()).containsOnlyKeys("a");
    }

    // ---- rule 8: absent only once the operation has ended ----

    @ParameterizedTest
    @CsvSource({"INIT, UnderWay", "RUNNING, UnderWay", "SUCCESS, Ended", "FAIL, Ended"})
    void knowsWhetherAJobIsStillAtWork(String status, String expected) {
        job = job(status, "");

        assertThat(provider.operation(Samples.REGION, "job-1").getClass().getSimpleName())
                .isEqualTo(expected);
    }

    @Test
    void takesAJobThatIsUnknownForOver() {
        job = error(400, "Common.0011", "Failed to query system tasks.");

        assertThat(provider.operation(Samples.REGION, "job-1")).isEqualTo(new Operation.Ended());
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 404, 500})
    void doesNotKnowWhenTheJobCannotBeRead(int status) {
        job = ScriptedCloud.status(status);

        assertThat(provider.operation(Samples.REGION, "job-1"))
                .isInstanceOf(Operation.Failed.class);
    }

    private Map<String, Instance> list() {
        Map<String, Instance> rows = new TreeMap<>();
        ((Listing.Complete) provider.list(Samples.REGION))
                .instances()
                .forEach(row -> rows.put(row.id(), row));
        return rows;
    }

    private Reply answer(Seen request) {
        if (request.method().equals("POST")) {
            return launched("a", "b", "c");
        }
        if (request.path().contains("/jobs/")) {
            return job;
        }
        return request.path().contains("server_id")
                ? page(
                        0,
                        "{\"id\":\"a\",\"fault\":{}},{\"id\":\"b\",\"fault\":{}},{\"id\":\"x\",\"fault\":{}}")
                : page(servers.length, servers);
    }

    private static Reply job(String status, String... subJobs) {
        String failure =
                status.equals("FAIL")
                        ? "\"error_code\":\"Ecs.0611\",\"fail_reason\":\"batch failed\""
                        : "\"error_code\":null,\"fail_reason\":null";
        return ok(
                "{\"job_id\":\"job-1\",\"job_type\":\"createServer\",\"status\":\"%s\",%s,"
                                .formatted(status, failure)
                        + "\"entities\":{\"sub_jobs\":["
                        + String.join(
                                ",", List.of(subJobs).stream().filter(s -> !s.isEmpty()).toList())
                        + "]}}");
    }

    private static String sub(String status, String server, @Nullable String error) {
        return "{\"status\":\"%s\",\"job_type\":\"createSingleServer\",\"entities\":{\"server_id\":\"%s\"},\"error_code\":%s}"
                .formatted(status, server, error == null ? "null" : error);
    }
}
