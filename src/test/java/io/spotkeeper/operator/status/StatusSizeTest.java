package io.spotkeeper.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.fleet.Activity;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Explanation;
import io.spotkeeper.fleet.Farewell;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetId;
import io.spotkeeper.fleet.FleetPlanner;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.FleetView;
import io.spotkeeper.fleet.GroupTerms;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.LaunchCount;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.Ledger;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Member;
import io.spotkeeper.fleet.PriceSource;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.fleet.Refusal;
import io.spotkeeper.fleet.RefusalKind;
import io.spotkeeper.fleet.RequestProgress;
import io.spotkeeper.fleet.allocation.Objective;
import io.spotkeeper.fleet.allocation.Problem;
import io.spotkeeper.keeper.FleetReport;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The largest status there can be, with ids as long as Huawei's: every list at its bound, 500
 * instances on their way from 100 of a group's 1,000 pools, 200 on their way out, and the cloud at
 * its most talkative.
 */
class StatusSizeTest {
    private static final Instant AT = Instant.parse("2026-03-01T10:15:30.123456Z");
    private static final String WORDS =
            "The specified instance type is sold out in this zone, please change it. ".repeat(20);
    private static final int POOLS = 100;
    private static final int ALL_POOLS = 1000;

    @ParameterizedTest
    @CsvSource({"2000, 256", "10000, 640"})
    void staysBelowTheBound(int instances, int kibibytes) {
        // Given
        FleetRecord record = record(instances);

        // When
        FleetStatus status =
                FleetStatusFactory.told(
                        FleetStatus.empty(),
                        new FleetStatusFactory.Subject(UUID.randomUUID().toString(), 7, "CNY"),
                        fleet(instances).grouped(terms(instances)),
                        record,
                        report(record),
                        AT);

        // Then
        Map<String, Integer> parts = new TreeMap<>();
        KubernetesSerialization json = new KubernetesSerialization();
        json.convertValue(status, Map.class)
                .forEach((name, value) -> parts.put((String) name, bytes(json.asJson(value))));
        assertThat(bytes(json.asJson(status)))
                .as("bytes of %s", parts)
                .isLessThan(kibibytes * 1024);
    }

    private static int bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8).length;
    }

    private static List<String> ids(int count) {
        return Stream.generate(() -> UUID.randomUUID().toString()).limit(count).toList();
    }

    private static CapacityPool pool(int number) {
        return new CapacityPool(
                "ap-southeast-1",
                "ap-southeast-1" + (char) ('a' + number % 10),
                "s6.4xlarge." + number / 10,
                Market.SPOT);
    }

    private static FleetRecord record(int instances) {
        int landing = FleetPlanner.MAX_LANDING;
        List<LaunchIntent> intents = new ArrayList<>();
        for (int i = 0; i < POOLS; i++) {
            List<String> ids = ids(landing / POOLS);
            intents.add(
                    new LaunchIntent(
                            UUID.randomUUID().toString(),
                            pool(i),
                            UUID.randomUUID().toString(),
                            ids.size(),
                            1000,
                            new BigDecimal("123456.123456"),
                            true,
                            LaunchIntent.Purpose.REPLACE_INTERRUPTION,
                            "f".repeat(64),
                            AT,
                            99,
                            AT,
                            true,
                            UUID.randomUUID().toString(),
                            LaunchIntent.Outcome.LAUNCHED,
                            ids));
        }
        List<Farewell> terminations =
                ids(FleetPlanner.MAX_TERMINATIONS).stream()
                        .map(id ->
                                new Farewell(
                                        id, "ap-southeast-1", Farewell.Reason.FLEET_DELETED, AT))
                        .toList();
        List<RequestProgress.PoolRefusal> refusals =
                IntStream.range(0, POOLS)
                        .mapToObj(i ->
                                new RequestProgress.PoolRefusal(
                                        pool(i),
                                        new Refusal(
                                                RefusalKind.NO_CAPACITY,
                                                "ResourcesSoldOut.SpecifiedInstanceType",
                                                WORDS),
                                        AT))
                        .toList();
        Activity activity =
                new Activity(
                        Activity.Type.LAUNCH,
                        false,
                        "ReplaceInterruption",
                        "NoCapacity",
                        "Refused 100: " + WORDS,
                        ids(Activity.MAX_IDS),
                        100,
                        AT,
                        AT);
        return new FleetRecord(
                new Ledger(
                        Long.MAX_VALUE,
                        new TreeSet<>(ids(instances - landing)),
                        intents,
                        terminations,
                        List.of(),
                        IntStream.range(0, 12).mapToObj(i -> new LaunchCount(AT, 2000)).toList(),
                        AT),
                new RequestProgress(7, "f".repeat(64), instances, instances, refusals, AT),
                true,
                new TreeSet<>(List.of("ap-southeast-1")),
                1_000_000,
                AT,
                IntStream.range(0, FleetRecord.MAX_ACTIVITIES).mapToObj(i -> activity).toList());
    }

    private static FleetReport report(FleetRecord record) {
        List<Member> members =
                record.ledger().known().stream()
                        .map(id ->
                                new Member(
                                        id,
                                        new Instance(
                                                id,
                                                pool(0),
                                                InstanceState.PENDING,
                                                Map.of(),
                                                AT,
                                                "192.168.100.100",
                                                "203.100.100.100",
                                                false,
                                                null),
                                        12_345_678,
                                        true,
                                        false))
                        .toList();
        List<Explanation.PoolVerdict> rows =
                IntStream.range(0, ALL_POOLS)
                        .mapToObj(i ->
                                new Explanation.PoolVerdict(
                                        pool(i),
                                        Explanation.Verdict.REJECTED,
                                        1000,
                                        new BigDecimal("123456.123456"),
                                        PriceSource.ON_DEMAND_BOUND,
                                        "CredentialsInvalid",
                                        AT))
                        .toList();
        return new FleetReport(
                new FleetView(members, 500_000, 500, true),
                List.of(),
                new Explanation(
                        Reason.NO_CAPACITY,
                        WORDS,
                        rows,
                        new Explanation.NextAction("Launch", "NoCapacity", AT),
                        new Explanation.Optimality(
                                new BigDecimal("1234567890.123456"),
                                new BigDecimal("1234567890.123456"))),
                new FleetReport.Cost(new BigDecimal("123456.123456"), PriceSource.MARKET, AT));
    }

    /** All of it on demand. */
    static GroupTerms terms(int target) {
        return new GroupTerms(
                Objective.LOWEST_PRICE,
                Problem.Supply.MULTIPLE,
                List.of(
                        new GroupTerms.Share(
                                "ap-southeast-1", Market.ON_DEMAND, target * Fleet.UNIT),
                        new GroupTerms.Share("ap-southeast-1", Market.SPOT, 0)),
                null,
                GroupTerms.Leaving.TERMINATE,
                GroupTerms.Leaving.TERMINATE,
                null,
                null,
                false,
                Map.of());
    }

    static Fleet fleet(int target) {
        return new Fleet(
                new FleetId("uid", "ComputeEnvironment", "team", "web"),
                null,
                7,
                Fleet.RequestType.PERSISTENT,
                Fleet.AllocationStrategy.PRIORITIZED,
                target * Fleet.UNIT,
                false,
                List.of(),
                new LaunchTemplate(
                        "img-1", "web", null, List.of(), List.of(), null, null, List.of(), null,
                        null, null, true, true, null, Map.of(), null, null),
                Fleet.Limits.NONE,
                false,
                Fleet.DeletionPolicy.TERMINATE);
    }
}
