package io.spotkeeper.cloud.huawei;

import static io.spotkeeper.cloud.huawei.Samples.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.CallOutcome;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.CloudGroups;
import io.spotkeeper.cloud.CloudGroups.Creation;
import io.spotkeeper.cloud.GroupFacts;
import io.spotkeeper.cloud.GroupOrder;
import io.spotkeeper.emulator.RunningEmulator;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Auto launch groups, through the real SDK, against the emulated cloud. */
class GroupsTest {
    private static final String SCENARIO =
            "huawei: {rules: {rateLimited: false, showBody: %s}}\n"
                    + "lags: {boot: PT1S, tag: PT0S, shutdown: PT1S}\n";

    private @Nullable RunningEmulator emulator;
    private @Nullable HuaweiCloud opened;

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
        if (emulator != null) {
            emulator.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Wrapped", "Flat"})
    void readsBackWhatItAskedFor(String body) {
        // Given
        CloudGroups groups = groups(body);
        GroupOrder order = order("test-0a1b2c3d", 12, 6, "2.5");

        // When
        String id = created(groups, order);
        emulator().settle();

        // Then
        GroupFacts facts = facts(groups, id);
        assertThat(facts.status()).isEqualTo("ACTIVE");
        assertThat(facts.taskState()).isEqualTo("FULFILLED");
        assertThat(facts.current()).isEqualByComparingTo("15");
        assertThat(facts.currentStable()).isEqualByComparingTo("7.5");
        assertThat(facts.target()).isEqualByComparingTo("12");
        assertThat(facts.stable()).isEqualByComparingTo("6");
        assertThat(facts.spotPrice()).isEqualByComparingTo("0.5");
        assertThat(facts.terminatesExcess()).isTrue();
        assertThat(facts.terminatesAtExpiry()).isFalse();
        assertThat(facts.once()).isFalse();
        assertThat(facts.validUntil()).isEqualTo(Instant.parse("2099-01-02T03:04:05Z"));
        assertThat(facts.strategy()).isEqualTo(GroupOrder.Strategy.LOWEST_PRICE);
        GroupFacts.Source source = Objects.requireNonNull(facts.source());
        assertThat(source.pools()).hasSize(1);
        assertThat(source.pools().getFirst().weight()).isEqualByComparingTo("2.5");
        assertThat(members(groups, id))
                .hasSize(6)
                .filteredOn(member -> Boolean.TRUE.equals(member.spot()))
                .hasSize(3);
    }

    @Test
    void findsByItsExactNameWhatWasNotAnswered() {
        // Given
        CloudGroups groups = groups("Wrapped");
        created(groups, order("test-0a1b2c3d-older", 1, 0, "1"));
        emulator()
                .change(
                        "faults",
                        "{\"action\":\"CreateAutoLaunchGroup\",\"kind\":\"DropAfter\",\"count\":1}");

        // When
        Creation lost = groups.create(order("test-0a1b2c3d", 1, 0, "1"), NEVER);

        // Then
        assertThat(lost).isInstanceOf(Creation.Unknown.class);
        assertThat(calls("CreateAutoLaunchGroup")).hasSize(2);
        assertThat(((Answer.Given<List<CloudGroups.Row>>) groups.named("test-0a1b2c3d")).value())
                .hasSize(1);
    }

    @Test
    void sendsATargetOfZero() {
        // Given
        CloudGroups groups = groups("Wrapped");
        GroupOrder order = order("test", 2, 1, "1");
        String id = created(groups, order);

        // When
        CallOutcome outcome = groups.update(id, order("test", 0, 0, "1").terms(), NEVER);

        // Then
        assertThat(outcome).isEqualTo(new CallOutcome.Accepted());
        JsonNode sent = calls("UpdateAutoLaunchGroup").getFirst().path("body");
        assertThat(sent.path("target_capacity").isInt()).isTrue();
        assertThat(facts(groups, id).target()).isEqualByComparingTo("0");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void alwaysSaysWhatBecomesOfTheInstances(boolean terminate) {
        // Given
        CloudGroups groups = groups("Wrapped");
        String id = created(groups, order("test", 2, 1, "1"));
        emulator().settle();
        String member = members(groups, id).getFirst().id();

        // When
        CallOutcome outcome = groups.delete(id, terminate, NEVER);

        // Then
        assertThat(outcome).isEqualTo(new CallOutcome.Accepted());
        assertThat(calls("DeleteAutoLaunchGroup").getFirst().path("body").path("delete_instances"))
                .hasToString(terminate ? "\"terminate\"" : "\"noTermination\"");
        emulator().settle();
        emulator().settle();
        assertThat(groups.show(id)).asString().contains("Gone");
        assertThat(opened().describe("cn-south-1", List.of(member)).toString().contains("RUNNING"))
                .isEqualTo(!terminate);
        assertThat(groups.delete(id, terminate, NEVER))
                .isInstanceOfSatisfying(
                        CallOutcome.Refused.class,
                        refused ->
                                assertThat(refused.failure())
                                        .isInstanceOf(CloudFailure.Gone.class));
    }

    @Test
    void hasAnOrderLookedAt() {
        CloudGroups groups = groups("Wrapped");

        CallOutcome good = groups.check(order("test", 2, 1, "1"), NEVER);
        CallOutcome bad = groups.check(order("no good name!", 2, 1, "1"), NEVER);

        assertThat(good).isEqualTo(new CallOutcome.Accepted());
        assertThat(bad)
                .isInstanceOfSatisfying(
                        CallOutcome.Refused.class,
                        refused ->
                                assertThat(refused.failure())
                                        .isInstanceOf(CloudFailure.InvalidRequest.class));
        assertThat(((Answer.Given<List<CloudGroups.Row>>) groups.named("test")).value()).isEmpty();
    }

    @Test
    void believesNoListingThatIsNoList() {
        assertThat(GroupTexts.facts(GroupTexts.read("{\"hello\":1}"))).isEmpty();
        assertThat(GroupTexts.facts(GroupTexts.read("<html>"))).isEmpty();
        assertThat(
                        GroupTexts.facts(
                                        GroupTexts.read(
                                                "{\"status\":\"ACTIVE\",\"current_capacity\":10.5}"))
                                .orElseThrow()
                                .current())
                .isEqualTo(new BigDecimal("10.5"));
    }

    // ---- the cloud of a test ----

    private CloudGroups groups(String body) {
        emulator = RunningEmulator.start(SCENARIO.formatted(body));
        opened =
                new HuaweiCloud(
                        new HuaweiSettings(
                                HuaweiSettings.Site.CHINA,
                                emulator().address().toString(),
                                "c",
                                "emulator-domain",
                                Map.of("cn-south-1", "emulator-project"),
                                new HuaweiCredentials("EMULATORAK", "emulator-secret", null)));
        return opened.groups().orElseThrow();
    }

    private RunningEmulator emulator() {
        return Objects.requireNonNull(emulator);
    }

    private HuaweiCloud opened() {
        return Objects.requireNonNull(opened);
    }

    private List<JsonNode> calls(String action) {
        JsonNode all = emulator().show("requests?action=" + action);
        return StreamSupport.stream(all.spliterator(), false).toList();
    }

    private static String created(CloudGroups groups, GroupOrder order) {
        Creation creation = groups.create(order, NEVER);
        assertThat(creation).isInstanceOf(Creation.Created.class);
        return ((Creation.Created) creation).id();
    }

    private static GroupFacts facts(CloudGroups groups, String id) {
        return ((Answer.Given<GroupFacts>) groups.show(id)).value();
    }

    private static List<CloudGroups.Member> members(CloudGroups groups, String id) {
        return ((Answer.Given<List<CloudGroups.Member>>) groups.members(id)).value();
    }

    private static GroupOrder order(String name, int target, int stable, String weight) {
        return new GroupOrder(
                new GroupOrder.Terms(
                        name, null, target, stable, true, false, new BigDecimal("0.5")),
                false,
                null,
                Instant.parse("2099-01-02T03:04:05.678Z"),
                GroupOrder.Strategy.LOWEST_PRICE,
                false,
                new GroupOrder.Source(
                        "cn-south-1",
                        "c516c350-7091-4490-9338-47ddb90360f2",
                        1,
                        List.of(
                                new GroupOrder.Pool(
                                        "cn-south-1a",
                                        "s3.large.2",
                                        null,
                                        Integer.MAX_VALUE,
                                        new BigDecimal(weight)))));
    }
}
