package io.spotkeeper.cloud.tencent;

import static io.spotkeeper.cloud.tencent.Replies.error;
import static io.spotkeeper.cloud.tencent.Replies.ok;
import static io.spotkeeper.cloud.tencent.Samples.REGION;
import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.Description;
import io.spotkeeper.cloud.Listing;
import io.spotkeeper.cloud.ScriptedCloud;
import io.spotkeeper.cloud.ScriptedCloud.Reply;
import io.spotkeeper.cloud.ScriptedCloud.Seen;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.Market;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listings are complete or failed, and rows are read as they are. */
class InstancesTest {
    private final ScriptedCloud cloud = new ScriptedCloud();
    private final TencentCloud provider = Samples.provider(cloud);

    @AfterEach
    void close() throws IOException {
        provider.close();
        cloud.close();
    }

    @Test
    void listsAllPages() {
        // Given
        List<String> ids = ids(0, 250);
        cloud.answer(request -> page(ids, 250, request));

        // When
        Listing listing = provider.list(REGION);

        // Then
        assertThat(listed(listing)).containsExactlyElementsOf(ids);
        assertThat(((Listing.Complete) listing).pages()).isEqualTo(3);
        assertThat(cloud.bodies("DescribeInstances"))
                .extracting(body -> body.path("Offset").asInt())
                .containsExactly(0, 100, 200);
        assertThat(cloud.bodies("DescribeInstances").getFirst())
                .hasToString(
                        "{\"Filters\":[{\"Name\":\"tag:spotkeeper-cluster\",\"Values\":[\""
                                + Samples.CLUSTER
                                + "\"]}],\"Offset\":0,\"Limit\":100}");
    }

    @Test
    void needsOnePageForNothing() {
        cloud.answer(request -> page(List.of(), 0, request));

        Listing listing = provider.list(REGION);

        assertThat(listing).isEqualTo(new Listing.Complete(List.of(), 1));
    }

    @Test
    void needsNoPageAfterAFullLastOne() {
        List<String> ids = ids(0, 100);
        cloud.answer(request -> page(ids, 100, request));

        Listing listing = provider.list(REGION);

        assertThat(listed(listing)).hasSize(100);
        assertThat(cloud.seen()).hasSize(1);
    }

    @Test
    void listsAgainWhenARowShiftedOutOfSight() {
        // Given: an instance of the first page goes before the second is asked for
        AtomicInteger calls = new AtomicInteger();
        cloud.answer(request ->
                calls.getAndIncrement() == 0
                        ? page(ids(0, 150), 150, request)
                        : page(ids(1, 150), 149, request));

        // When
        Listing listing = provider.list(REGION);

        // Then
        assertThat(listed(listing)).containsExactlyElementsOf(ids(1, 150));
        assertThat(((Listing.Complete) listing).pages()).isEqualTo(4);
    }

    @Test
    void failsWhenTheTotalNeverStays() {
        AtomicInteger calls = new AtomicInteger();
        cloud.answer(request -> page(ids(0, 150), 150 + calls.getAndIncrement() % 2, request));

        Listing listing = provider.list(REGION);

        assertThat(listing).satisfies(InstancesTest::incomplete);
        assertThat(cloud.seen()).hasSize(4);
    }

    @Test
    void failsWhenARowStandsOnTwoPages() {
        List<String> ids = Stream.concat(ids(0, 100).stream(), ids(99, 149).stream()).toList();
        cloud.answer(request -> page(ids, 150, request));

        Listing listing = provider.list(REGION);

        assertThat(listing).satisfies(InstancesTest::incomplete);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60, 101, 1_000_000})
    void failsWhenRowsAreMissing(int total) {
        cloud.answer(request -> page(List.of(), total, request));

        Listing listing = provider.list(REGION);

        assertThat(listing).satisfies(InstancesTest::incomplete);
        assertThat(cloud.seen()).hasSize(2);
    }

    @Test
    void failsWhenMoreRowsCameThanTheTotalSays() {
        cloud.answer(request -> page(ids(0, 3), 2, request));

        Listing listing = provider.list(REGION);

        assertThat(listing).satisfies(InstancesTest::incomplete);
    }

    @Test
    void failsWithTheErrorOfAnyPage() {
        cloud.answer(request ->
                request.body().path("Offset").asInt() == 0
                        ? page(ids(0, 100), 150, request)
                        : error("RequestLimitExceeded", "slow down"));

        Listing listing = provider.list(REGION);

        assertThat(listing)
                .isEqualTo(
                        new Listing.Failed(
                                new CloudFailure.Throttled(
                                        null, "RequestLimitExceeded", "slow down")));
        assertThat(cloud.seen()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"InstanceSet\":[]}",
                "{\"TotalCount\":0}",
                "{\"TotalCount\":1,\"InstanceSet\":[null]}",
                "{\"TotalCount\":1,\"InstanceSet\":[{}]}",
                "{\"TotalCount\":1,\"InstanceSet\":[{\"InstanceId\":\"ins-1\",\"InstanceType\":\"T\","
                        + "\"Placement\":{\"Zone\":\"z\"},\"CreatedTime\":\"yesterday\"}]}",
                "{\"TotalCount\":1,\"InstanceSet\":[{\"InstanceId\":\"ins-1\",\"InstanceType\":\"T\","
                        + "\"Placement\":{\"Zone\":\"z\"}}]}"
            })
    void failsOnARowThatCannotBeRead(String response) {
        cloud.answer(ok(response));

        Listing listing = provider.list(REGION);

        assertThat(listing).isInstanceOf(Listing.Failed.class);
        assertThat(((Listing.Failed) listing).failure().code()).isEqualTo("UnreadableAnswer");
    }

    @Test
    void readsEveryFieldOfARow() {
        cloud.answer(
                ok(
                        """
                        {"TotalCount":1,"InstanceSet":[{
                          "InstanceId":"ins-1","InstanceType":"S2.MEDIUM4",
                          "Placement":{"Zone":"ap-guangzhou-3"},"InstanceChargeType":"SPOTPAID",
                          "InstanceState":"LAUNCH_FAILED","LatestOperation":"RunInstances",
                          "LatestOperationErrorMsg":"no stock","CreatedTime":"2026-08-21T10:11:12+00:00",
                          "PrivateIpAddresses":["10.0.0.5"],"PublicIpAddresses":["1.2.3.4"],
                          "Tags":[{"Key":"a","Value":"b"},{"Key":"empty","Value":""}],
                          "FieldOfTomorrow":{"x":1}}]}
                        """));

        Description description = provider.describe(REGION, List.of("ins-1"));

        assertThat(description)
                .isEqualTo(
                        new Description.Found(
                                Map.of(
                                        "ins-1",
                                        new Instance(
                                                "ins-1",
                                                new CapacityPool(
                                                        REGION,
                                                        "ap-guangzhou-3",
                                                        "S2.MEDIUM4",
                                                        Market.SPOT),
                                                InstanceState.FAILED,
                                                Map.of("a", "b", "empty", ""),
                                                Instant.parse("2026-08-21T10:11:12Z"),
                                                "10.0.0.5",
                                                "1.2.3.4",
                                                false,
                                                "no stock"))));
    }

    @Test
    void knowsThatSomebodyAskedForTheEnd() {
        cloud.answer(
                ok(
                        """
                        {"TotalCount":1,"InstanceSet":[{
                          "InstanceId":"ins-1","InstanceType":"S2.MEDIUM4",
                          "Placement":{"Zone":"ap-guangzhou-3"},"InstanceChargeType":"POSTPAID_BY_HOUR",
                          "InstanceState":"TERMINATING","LatestOperation":"TerminateInstances",
                          "CreatedTime":"2026-08-21T10:11:12Z","PublicIpAddresses":null,"Tags":null}]}
                        """));

        Instance instance =
                ((Description.Found) provider.describe(REGION, List.of("ins-1")))
                        .found()
                        .values()
                        .iterator()
                        .next();

        assertThat(instance.endedElsewhere()).isTrue();
        assertThat(instance.pool().market()).isEqualTo(Market.ON_DEMAND);
        assertThat(instance.publicIp()).isNull();
        assertThat(instance.failure()).isNull();
        assertThat(instance.createdAt()).isEqualTo("2026-08-21T10:11:12Z");
    }

    @ParameterizedTest
    @CsvSource({
        "PENDING, PENDING",
        "LAUNCH_FAILED, FAILED",
        "RUNNING, RUNNING",
        "STOPPED, STOPPED",
        "STARTING, OTHER",
        "STOPPING, STOPPED",
        "REBOOTING, OTHER",
        "SHUTDOWN, RECYCLED",
        "TERMINATING, TERMINATING",
        "ENTER_RESCUE_MODE, OTHER",
        "RESCUE_MODE, OTHER",
        "EXIT_RESCUE_MODE, OTHER",
        "ENTER_SERVICE_LIVE_MIGRATE, OTHER",
        "SERVICE_LIVE_MIGRATE, OTHER",
        "EXIT_SERVICE_LIVE_MIGRATE, OTHER",
        "STATE_OF_TOMORROW, OTHER",
        ", OTHER"
    })
    void mapsEveryState(@Nullable String word, InstanceState state) {
        assertThat(InstanceRow.state(word)).isEqualTo(state);
    }

    @Test
    void asksForManyIdsInPieces() {
        // Given
        List<String> ids = ids(0, 250);
        cloud.answer(request -> {
            List<String> asked = new ArrayList<>();
            request.body().path("InstanceIds").forEach(id -> asked.add(id.asText()));
            // ins-7 is not known any more.
            asked.remove("ins-7");
            return rows(asked, asked.size());
        });

        // When
        Description description =
                provider.describe(REGION, Stream.concat(ids.stream(), ids.stream()).toList());

        // Then
        assertThat(((Description.Found) description).found())
                .hasSize(249)
                .doesNotContainKey("ins-7");
        assertThat(cloud.bodies("DescribeInstances"))
                .extracting(body -> body.path("InstanceIds").size())
                .containsExactly(100, 100, 50);
        assertThat(cloud.bodies("DescribeInstances"))
                .allMatch(body -> body.path("Limit").asInt() == 100 && !body.has("Filters"));
    }

    @Test
    void asksNothingForNoIds() {
        Description description = provider.describe(REGION, List.of());

        assertThat(description).isEqualTo(new Description.Found(Map.of()));
        assertThat(cloud.seen()).isEmpty();
    }

    @Test
    void makesNoStatementFromAnAnswerByIdThatDoesNotAddUp() {
        cloud.answer(rows(List.of("ins-1"), 2));

        Description description = provider.describe(REGION, List.of("ins-1", "ins-2"));

        assertThat(description).isInstanceOf(Description.Failed.class);
    }

    private static void incomplete(Listing listing) {
        assertThat(listing)
                .isInstanceOfSatisfying(
                        Listing.Failed.class,
                        failed -> {
                            assertThat(failed.failure()).isInstanceOf(CloudFailure.Transient.class);
                            assertThat(failed.failure().code()).isEqualTo("ListingIncomplete");
                        });
    }

    private static List<String> listed(Listing listing) {
        assertThat(listing).isInstanceOf(Listing.Complete.class);
        return ((Listing.Complete) listing).instances().stream().map(Instance::id).toList();
    }

    private static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "ins-" + i).toList();
    }

    private static Reply page(List<String> all, int total, Seen request) {
        int from = Math.min(request.body().path("Offset").asInt(), all.size());
        int to = Math.min(from + request.body().path("Limit").asInt(), all.size());
        return rows(all.subList(from, to), total);
    }

    private static Reply rows(List<String> ids, int total) {
        return ok(
                ids.stream()
                        .map(id ->
                                "{\"InstanceId\":\"%s\",\"InstanceType\":\"T\",\"Placement\":{\"Zone\":\"z\"},\"CreatedTime\":\"2026-08-21T10:11:12Z\"}"
                                        .formatted(id))
                        .collect(
                                Collectors.joining(
                                        ",",
                                        "{\"TotalCount\":" + total + ",\"InstanceSet\":[",
                                        "],\"RequestId\":\"r\"}")));
    }
}
