package io.spotkeeper.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Explanation;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.FleetView;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Ledger;
import io.spotkeeper.fleet.Member;
import io.spotkeeper.keeper.FleetReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole statuses: {@code golden/status/<case>/in.yaml} becomes {@code out.yaml}. To write these
 * anew: {@code mvn test -Dtest=FleetStatusFactoryTest -Dspotkeeper.golden=rewrite}, then read the
 * difference.
 */
class FleetStatusFactoryTest {
    private static final Path CASES = Path.of("src", "test", "resources", "golden", "status");
    private static final boolean REWRITE =
            "rewrite".equals(System.getProperty("spotkeeper.golden"));
    private static final ObjectMapper YAML =
            YAMLMapper.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                    .disable(YAMLGenerator.Feature.SPLIT_LINES)
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .serializationInclusion(JsonInclude.Include.NON_EMPTY)
                    .addModule(new JavaTimeModule())
                    .build();

    /** An instance in short: {@code {id, state, zone}}. */
    record Row(String id, @Nullable InstanceState state, @Nullable String zone, boolean outdated) {
        Member member() {
            return new Member(id, state == null ? null : instance(), Fleet.UNIT, outdated, false);
        }

        Instance instance() {
            return new Instance(
                    id,
                    new CapacityPool(
                            "ap-guangzhou",
                            Objects.requireNonNullElse(zone, "ap-guangzhou-3"),
                            "S5.MEDIUM4",
                            io.spotkeeper.fleet.Market.SPOT),
                    Objects.requireNonNullElse(state, InstanceState.RUNNING),
                    Map.of(),
                    Instant.parse("2026-03-01T10:00:00Z"),
                    "10.0.0.1",
                    null,
                    false,
                    null);
        }
    }

    /** What a case is made of; what it leaves out is empty. */
    record Case(
            long target,
            boolean deleting,
            Fleet.@Nullable RequestType requestType,
            @Nullable FleetStatus before,
            @Nullable List<String> known,
            @Nullable List<LaunchIntent> intents,
            @Nullable List<Row> members,
            @Nullable List<Row> departing,
            long landing,
            Explanation explanation,
            FleetReport.@Nullable Cost cost) {
        FleetStatus status() {
            Ledger ledger =
                    new Ledger(
                            3,
                            new TreeSet<>(orEmpty(known)),
                            orEmpty(intents),
                            List.of(),
                            List.of(),
                            List.of(),
                            null);
            FleetRecord record =
                    new FleetRecord(
                            ledger,
                            null,
                            true,
                            new TreeSet<>(List.of("ap-guangzhou")),
                            0,
                            null,
                            List.of());
            FleetView view =
                    members == null
                            ? null
                            : new FleetView(
                                    members.stream().map(Row::member).toList(),
                                    landing * Fleet.UNIT,
                                    (int) landing,
                                    false);
            FleetReport report =
                    new FleetReport(
                            view,
                            orEmpty(departing).stream().map(Row::instance).toList(),
                            explanation,
                            cost);
            return FleetStatusFactory.told(
                    before == null ? FleetStatus.empty() : before,
                    new FleetStatusFactory.Subject("uid-1", 4, "CNY"),
                    fleet(),
                    record,
                    report,
                    Instant.parse("2026-03-01T12:00:00Z"));
        }

        private Fleet fleet() {
            Fleet some = StatusSizeTest.fleet(0);
            return new Fleet(
                    some.id(),
                    null,
                    4,
                    requestType == null ? Fleet.RequestType.PERSISTENT : requestType,
                    some.strategy(),
                    target * Fleet.UNIT,
                    false,
                    List.of(),
                    some.template(),
                    some.limits(),
                    deleting,
                    some.deletionPolicy());
        }

        private static <T> List<T> orEmpty(@Nullable List<T> list) {
            return list == null ? new ArrayList<>() : list;
        }
    }

    static List<Path> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.sorted().toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void isAsItWas(Path folder) throws IOException {
        // Given
        Case given = YAML.readValue(folder.resolve("in.yaml").toFile(), Case.class);

        // When
        String told = YAML.writeValueAsString(given.status());

        // Then
        Path golden = folder.resolve("out.yaml");
        if (REWRITE) {
            Files.writeString(golden, told);
        }
        assertThat(told).isEqualTo(Files.readString(golden));
    }
}
