package io.spotkeeper.cloud.huawei;

import static io.spotkeeper.cloud.huawei.Replies.error;
import static io.spotkeeper.cloud.huawei.Replies.page;
import static io.spotkeeper.cloud.huawei.Replies.server;
import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.Description;
import io.spotkeeper.cloud.Listing;
import io.spotkeeper.cloud.ScriptedCloud;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.Market;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listings that are complete or failed, and answers by id. */
class InstancesTest {
    private final ScriptedCloud cloud = new ScriptedCloud();
    private final HuaweiCloud provider = Samples.provider(cloud);

    @AfterEach
    void close() throws IOException {
        provider.close();
        cloud.close();
    }

    @Test
    void readsEverythingThatARowSays() {
        cloud.answer(page(1, server("a")));

        Listing listing = provider.list(Samples.REGION);

        assertThat(listing)
                .isEqualTo(
                        new Listing.Complete(
                                List.of(
                                        new Instance(
                                                "a",
                                                Samples.pool(
                                                        "cn-south-1a", "s3.large.2", Market.SPOT),
                                                InstanceState.RUNNING,
                                                Map.of(
                                                        "spotkeeper-cluster",
                                                        Samples.CLUSTER,
                                                        "team",
                                                        "render"),
                                                Instant.parse("2026-03-01T08:00:00Z"),
                                                "10.0.0.7",
                                                "1.2.3.4",
                                                false,
                                                null)),
                                1));
    }

    @Test
    void asksForOurTagInEveryEnterpriseProjectAndWalksByMarker() {
        // Given
        cloud.answerInTurn(page(3, server("a"), server("b")), page(3, server("c")));

        // When
        Listing listing = provider.list(Samples.REGION);

        // Then
        assertThat(ids(listing)).containsExactly("a", "b", "c");
        assertThat(cloud.seen().get(0).path())
                .startsWith("/v1/project-1/cloudservers/detail?")
                .contains("limit=200", "enterprise_project_id=all_granted_eps")
                .contains("tags=spotkeeper-cluster%3D" + Samples.CLUSTER)
                .doesNotContain("offset", "marker");
        assertThat(cloud.seen().get(1).path()).contains("marker=b").doesNotContain("offset");
    }

    @Test
    void leavesOutWhatAFilterThatIsNotOursLetThrough() {
        String foreign = server("b").replace("spotkeeper-cluster=" + Samples.CLUSTER, "team2=web");
        cloud.answer(page(3, server("a"), foreign, server("c")));

        assertThat(ids(provider.list(Samples.REGION))).containsExactly("a", "c");
    }

    @Test
    void walksToAnEmptyPageWhereNoTotalIsTold() {
        cloud.answerInTurn(
                Replies.ok("{\"servers\":[" + server("a") + "]}"),
                Replies.ok("{\"servers\":[" + server("b") + "]}"),
                Replies.ok("{\"servers\":[]}"));

        assertThat(ids(provider.list(Samples.REGION))).containsExactly("a", "b");
    }

    @Test
    void triesOnceMoreWhenThePagesDoNotAddUp() {
        cloud.answerInTurn(page(3, server("a")), page(3), page(2, server("a"), server("b")));

        Listing listing = provider.list(Samples.REGION);

        assertThat(ids(listing)).containsExactly("a", "b");
        assertThat(((Listing.Complete) listing).pages()).isEqualTo(3);
    }

    @Test
    void makesNoStatementWhenTwoListingsDoNotAddUp() {
        cloud.answer(page(5, server("a")));

        Listing listing = provider.list(Samples.REGION);

        assertThat(listing)
                .isInstanceOfSatisfying(
                        Listing.Failed.class, failed -> assertThat(failed.incomplete()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"count\":1}",
                "{\"count\":1,\"servers\":null}",
                "{\"count\":1,\"servers\":[null]}",
                "{\"count\":1,\"servers\":[{\"id\":\"a\"}]}",
                "{\"count\":1,\"servers\":{\"a\":1}}"
            })
    void makesNoStatementFromRowsThatCannotBeRead(String body) {
        cloud.answer(Replies.ok(body));

        assertThat(provider.list(Samples.REGION)).isInstanceOf(Listing.Failed.class);
    }

    @ParameterizedTest
    @CsvSource({
        "BUILD, '', PENDING",
        "ACTIVE, '', RUNNING",
        "ACTIVE, deleting, TERMINATING",
        "SHUTOFF, '', STOPPED",
        "SHUTOFF, deleting, TERMINATING",
        "SUSPENDED, '', STOPPED",
        "SHELVED_OFFLOADED, '', STOPPED",
        "REBOOT, '', OTHER",
        "HARD_REBOOT, '', OTHER",
        "MIGRATING, '', OTHER",
        "VERIFY_RESIZE, '', OTHER",
        "SOFT_DELETED, '', RECYCLED",
        "DELETED, '', TERMINATING",
        "UNKNOWN, '', OTHER",
        "SOMETHING_NEW, '', OTHER"
    })
    void knowsTheStates(String status, String task, InstanceState expected) {
        cloud.answer(page(1, server("a", status, "\"OS-EXT-STS:task_state\":\"" + task + "\",")));

        assertThat(only(provider.list(Samples.REGION)).state()).isEqualTo(expected);
    }

    @Test
    void tellsWhatNeverRanFromWhatBrokeLater() {
        cloud.answer(
                page(
                        2,
                        server("a", "ERROR", "\"fault\":{\"message\":\"No valid host\"},"),
                        server(
                                "b",
                                "ERROR",
                                "\"OS-SRV-USG:launched_at\":\"2026-03-01T08:01:00.000000\",")));

        List<Instance> rows = ((Listing.Complete) provider.list(Samples.REGION)).instances();

        assertThat(rows.get(0).state()).isEqualTo(InstanceState.FAILED);
        assertThat(rows.get(0).failure()).isEqualTo("No valid host");
        assertThat(rows.get(1).state()).isEqualTo(InstanceState.OTHER);
    }

    @ParameterizedTest
    @CsvSource({"0, ON_DEMAND", "1, ON_DEMAND", "2, SPOT"})
    void tellsSpotFromOnDemandByTheChargingMode(String mode, Market market) {
        cloud.answer(
                page(
                        1,
                        server("a")
                                .replace(
                                        "\"charging_mode\":\"2\"",
                                        "\"charging_mode\":\"" + mode + "\"")));

        assertThat(only(provider.list(Samples.REGION)).pool().market()).isEqualTo(market);
    }

    @Test
    void readsTagsOfTheOldForm() {
        cloud.answer(page(1, server("a").replace("spotkeeper-cluster=", "spotkeeper-cluster.")));

        assertThat(only(provider.list(Samples.REGION)).tags())
                .containsEntry("spotkeeper-cluster", Samples.CLUSTER);
    }

    // ---- by id ----

    @Test
    void takesARowWithNothingButAFaultForAbsent() {
        cloud.answer(page(2, server("a"), "{\"id\":\"b\",\"fault\":{\"code\":404}}"));

        assertThat(found("a", "b")).containsOnlyKeys("a");
        assertThat(cloud.seen().getFirst().path()).contains("server_id=a%2Cb", "limit=100");
    }

    @Test
    void makesNoStatementFromAFaultOfTheService() {
        cloud.answer(page(1, "{\"id\":\"b\",\"fault\":{\"code\":500}}"));

        assertThat(provider.describe(Samples.REGION, List.of("b")))
                .isInstanceOf(Description.Failed.class);
    }

    @Test
    void asksAloneForWhatTheAnswerLeavesOut() {
        cloud.answer(request ->
                request.path().contains("server_id")
                        ? page(1, server("a"))
                        : request.path().endsWith("/b")
                                ? Replies.ok("{\"server\":" + server("b") + "}")
                                : error(404, "Ecs.0114", "none"));

        assertThat(found("a", "b", "c")).containsOnlyKeys("a", "b");
    }

    @Test
    void doesNotTakeAGatewaysPageForAbsence() {
        cloud.answer(request ->
                request.path().contains("server_id") ? page(0) : ScriptedCloud.status(404));

        assertThat(provider.describe(Samples.REGION, List.of("a")))
                .isInstanceOf(Description.Failed.class);
    }

    @Test
    void asksForAHundredIdsAtATime() {
        cloud.answer(request -> {
            String query = request.path().replaceAll(".*server_id=([^&]*).*", "$1");
            String[] rows =
                    List.of(query.split("%2C", -1)).stream()
                            .map(Replies::server)
                            .toArray(String[]::new);
            return page(rows.length, rows);
        });
        List<String> ids =
                java.util.stream.IntStream.range(0, 250).mapToObj(i -> "id-" + i).toList();

        assertThat(((Description.Found) provider.describe(Samples.REGION, ids)).found())
                .hasSize(250);
        assertThat(cloud.seen()).hasSize(3);
    }

    @Test
    void makesNoStatementAboutARegionWithoutAProject() {
        assertThat(provider.list("cn-north-4"))
                .isInstanceOfSatisfying(
                        Listing.Failed.class,
                        failed ->
                                assertThat(failed.failure())
                                        .isInstanceOf(CloudFailure.InvalidRequest.class));
        assertThat(provider.describe("cn-north-4", List.of("a")))
                .isInstanceOf(Description.Failed.class);
    }

    private Map<String, Instance> found(String... ids) {
        return ((Description.Found) provider.describe(Samples.REGION, List.of(ids))).found();
    }

    private static Instance only(Listing listing) {
        return ((Listing.Complete) listing).instances().getFirst();
    }

    private static List<String> ids(Listing listing) {
        return ((Listing.Complete) listing).instances().stream().map(Instance::id).toList();
    }
}
