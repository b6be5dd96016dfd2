package io.spotkeeper.cloud.huawei;

import static io.spotkeeper.cloud.huawei.Replies.error;
import static io.spotkeeper.cloud.huawei.Replies.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.HandTime;
import io.spotkeeper.cloud.InstanceType;
import io.spotkeeper.cloud.InstanceTypes;
import io.spotkeeper.cloud.ScriptedCloud;
import io.spotkeeper.cloud.ScriptedCloud.Reply;
import io.spotkeeper.cloud.ScriptedCloud.Seen;
import io.spotkeeper.fleet.Market;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How flavors and sell policies are read and paged. */
class TypesTest {
    private final HandTime time = new HandTime();
    private final ScriptedCloud cloud = new ScriptedCloud();
    private final HuaweiCloud provider = Samples.provider(cloud, time);

    @AfterEach
    void close() throws IOException {
        provider.close();
        cloud.close();
    }

    private static String flavor(String id, String more) {
        return "{\"id\":\"%s\",\"vcpus\":\"2\",\"ram\":4096%s}".formatted(id, more);
    }

    private static String policy(int id, String type, String status) {
        return """
        {"id":%d,"flavor_id":"%s","availability_zone_id":"cn-south-1a","sell_mode":"spot",
         "sell_status":"%s"}\
        """
                .formatted(id, type, status);
    }

    private static Reply flavors(String... rows) {
        return ok("{\"flavors\":[" + String.join(",", rows) + "]}");
    }

    private static Reply policies(String... rows) {
        return ok("{\"count\":1,\"sell_policies\":[" + String.join(",", rows) + "]}");
    }

    private static String[] flavors(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> flavor("t1." + i, ""))
                .toArray(String[]::new);
    }

    private static String[] policies(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> policy(i, "t1." + i, "available"))
                .toArray(String[]::new);
    }

    private static boolean isAboutFlavors(Seen request) {
        return request.path().contains("/cloudservers/flavors");
    }

    private List<String> asked() {
        return cloud.seen().stream()
                .map(seen -> seen.path().replaceFirst(".*/cloudservers/", ""))
                .toList();
    }

    private InstanceTypes ask(Market market) {
        return provider.instanceTypes(Samples.REGION, "cn-south-1a", market);
    }

    private List<InstanceType> types(Market market) {
        return ((InstanceTypes.Listed) ask(market)).types();
    }

    // ---- what a flavor says ----

    @ParameterizedTest
    @CsvSource({"2, 4096, 2, 4", "16, 65536, 16, 64", "1, 1536, 1, 1", "1, 512, 1, 0"})
    void givesTheSizeInWholeGiBWithoutTheRest(String vcpus, int ram, int cpu, int memory) {
        cloud.answer(
                flavors(
                        "{\"id\":\"ac7.x.1\",\"vcpus\":\"%s\",\"ram\":%d,".formatted(vcpus, ram)
                                + "\"os_extra_specs\":{\"ecs:generation\":\"c7\"}}"));

        assertThat(types(Market.ON_DEMAND))
                .containsExactly(new InstanceType("ac7.x.1", "ac7", cpu, memory));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"os_extra_specs\":{\"cond:operation:status\":\"sellout\"}",
                ",\"os_extra_specs\":{\"cond:operation:status\":\"promotion\"}",
                ",\"os_extra_specs\":{\"cond:operation:status\":\"abandon\","
                        + "\"cond:operation:az\":\"cn-south-1a(sellout)\"}",
                ",\"OS-FLV-DISABLED:disabled\":false,\"os-flavor-access:is_public\":true",
                ",\"os_extra_specs\":{\"cond:operation:roles\":\"\"}",
                ",\"os_extra_specs\":{\"ecs:performancetype\":\"gpu\","
                        + "\"ecs:instance_architecture\":\"arm64\"}"
            })
    void listsWhatIsSoldSoldOutOrNot(String more) {
        cloud.answer(flavors(flavor("s6.large.2", more)));

        assertThat(types(Market.ON_DEMAND))
                .containsExactly(new InstanceType("s6.large.2", "s6", 2, 4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"os_extra_specs\":{\"cond:operation:status\":\"abandon\"}",
                ",\"os_extra_specs\":{\"cond:operation:status\":\"private\"}",
                ",\"os_extra_specs\":{\"cond:operation:az\":\"cn-south-1a(abandon)\"}",
                ",\"os_extra_specs\":{\"cond:operation:charge\":\"period\"}",
                ",\"os_extra_specs\":{\"cond:operation:roles\":\"op_gated_c6a\"}",
                ",\"os_extra_specs\":{\"resource_type\":\"ironic\"}",
                ",\"os-flavor-access:is_public\":false",
                ",\"OS-FLV-DISABLED:disabled\":true",
                ",\"vcpus\":\"many\"",
                ",\"vcpus\":\"0\"",
                ",\"vcpus\":null",
                ",\"ram\":null",
                ",\"ram\":-1",
                ",\"id\":null"
            })
    void listsNothingThatIsNotSoldToAnyoneOrDoesNotSayItsSize(String more) {
        cloud.answer(flavors(flavor("s6.large.2", more), "null"));

        assertThat(types(Market.ON_DEMAND)).isEmpty();
    }

    @Test
    void listsAsSpotWhatHasAPolicyForItWhateverTheFlavorSays() {
        // Given
        cloud.answer(seen ->
                isAboutFlavors(seen)
                        ? flavors(
                                flavor(
                                        "s6.large.2",
                                        ",\"os_extra_specs\":"
                                                + "{\"cond:operation:status\":\"abandon\"}"),
                                flavor("c6.large.2", ""),
                                flavor("c7.large.2", ""),
                                flavor("m6.large.8", ",\"os-flavor-access:is_public\":false"),
                                flavor("c3.large.2", ""))
                        : policies(
                                policy(1, "s6.large.2", "available"),
                                policy(2, "c6.large.2", "sellout"),
                                policy(3, "c7.large.2", "strange"),
                                policy(4, "m6.large.8", "available"),
                                policy(5, "x9.unheard", "available"),
                                "null"));

        // When
        List<InstanceType> types = types(Market.SPOT);

        // Then
        assertThat(types)
                .extracting(InstanceType::name)
                .containsExactlyInAnyOrder("s6.large.2", "c6.large.2");
        assertThat(asked())
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("flavors?limit=1000"),
                        second ->
                                assertThat(second.split("[?&]"))
                                        .containsExactlyInAnyOrder(
                                                "flavor-sell-policies",
                                                "availability_zone_id=cn-south-1a",
                                                "sell_mode=spot",
                                                "limit=1000"));
    }

    // ---- pages ----

    @Test
    void asksForThePageBehindTheLastRow() {
        // Given
        cloud.answer(seen -> {
            boolean next = seen.path().contains("marker");
            return isAboutFlavors(seen)
                    ? flavors(next ? flavors(1001, 1005) : flavors(1, 1000))
                    : policies(next ? policies(1001, 1004) : policies(1, 1000));
        });

        // When
        List<InstanceType> types = types(Market.SPOT);

        // Then
        assertThat(types).hasSize(1004);
        assertThat(asked())
                .filteredOn(path -> path.contains("marker="))
                .hasSize(2)
                .anyMatch(path -> path.startsWith("flavors?") && path.contains("marker=t1.1000"))
                .anyMatch(path -> path.startsWith("flavor-sell") && path.contains("marker=1000"));
    }

    @Test
    void endsWithAnEmptyPage() {
        cloud.answerInTurn(flavors(flavors(1, 1000)), flavors());

        assertThat(types(Market.ON_DEMAND)).hasSize(1000);
        assertThat(asked()).hasSize(2);
    }

    @Test
    void takesAPageThatIsFullerThanAskedForAsAllThereIs() {
        cloud.answer(flavors(flavors(1, 1200)));

        assertThat(types(Market.ON_DEMAND)).hasSize(1200);
        assertThat(asked()).hasSize(1);
    }

    @Test
    void doesNotWalkInCircles() {
        cloud.answer(flavors(flavors(1, 1000)));

        assertThat(ask(Market.ON_DEMAND))
                .isInstanceOfSatisfying(
                        InstanceTypes.Failed.class,
                        failed ->
                                assertThat(failed.failure().message())
                                        .isEqualTo("a listing whose pages come round again"));
        assertThat(asked()).hasSize(2);
    }

    @Test
    void tellsNothingFromHalfOfAListing() {
        cloud.answerInTurn(flavors(flavors(1, 1000)), error(500, "Common.0001", "oops"));

        assertThat(ask(Market.ON_DEMAND)).isInstanceOf(InstanceTypes.Failed.class);
    }

    // ---- calls ----

    @Test
    void keepsTheFlavorsForAMinute() {
        // Given
        cloud.answer(flavors(flavors(1, 1)));
        types(Market.ON_DEMAND);
        cloud.answer(flavors(flavors(1, 2)));
        time.advance(Flavors.FRESH.minus(Duration.ofMillis(1)));
        assertThat(types(Market.ON_DEMAND)).hasSize(1);

        // When
        time.advance(Duration.ofMillis(1));

        // Then
        assertThat(types(Market.ON_DEMAND)).hasSize(2);
        assertThat(asked()).hasSize(2);
    }

    @Test
    void keepsNoFailure() {
        cloud.answerInTurn(error(500, "Common.0001", "oops"), flavors(flavors(1, 1)));
        assertThat(ask(Market.ON_DEMAND)).isInstanceOf(InstanceTypes.Failed.class);

        assertThat(types(Market.ON_DEMAND)).hasSize(1);
    }

    @Test
    void cannotTellFromAnAnswerWithoutRows() {
        cloud.answer(ok("{}"));
        assertThat(ask(Market.ON_DEMAND)).isInstanceOf(InstanceTypes.Failed.class);

        cloud.answer(seen -> isAboutFlavors(seen) ? flavors(flavors(1, 1)) : ok("{}"));
        assertThat(ask(Market.SPOT)).isInstanceOf(InstanceTypes.Failed.class);
    }
}
