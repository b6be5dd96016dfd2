package io.spotkeeper.emulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioParserTest {
    private final ScenarioParser parser = new ScenarioParser();

    private Scenario valid(String text) {
        return switch (parser.parse("my.yaml", text)) {
            case ParsedScenario.Valid(Scenario scenario) -> scenario;
            case ParsedScenario.Invalid(String message) -> throw new AssertionError(message);
        };
    }

    private String invalid(String text) {
        return switch (parser.parse("my.yaml", text)) {
            case ParsedScenario.Valid(Scenario scenario) ->
                    throw new AssertionError("was accepted: " + scenario);
            case ParsedScenario.Invalid(String message) -> message;
        };
    }

    @Test
    void theDefaultWorldHoldsAllIdsOfTheSeedsRequests() {
        Scenario world = parser.defaultScenario();

        assertThat(world.accounts())
                .extracting(Account::secretId)
                .containsExactly("AKIDemulator", "AKIDemulatorIntl", "AKIDnospot", "EMULATORAK");
        assertThat(world.images()).contains("img-pmqg1cw7");
        Scenario.Region region = Objects.requireNonNull(world.regionOfZone("ap-guangzhou-3"));
        assertThat(region.name()).isEqualTo("ap-guangzhou");
        Scenario.Terms terms =
                Objects.requireNonNull(region.zones().get(1).spot().get("S2.MEDIUM4"));
        assertThat(terms.cny()).isEqualByComparingTo("0.46");
        assertThat(terms.usd()).isEqualByComparingTo("0.07");
        assertThat(terms.stock()).isGreaterThanOrEqualTo(200);
    }

    @Test
    void theDefaultBidOfTheSeedsStaysAboveTheMarketAndTheLowOneBelow() {
        Scenario world = parser.defaultScenario();
        BigDecimal start = new BigDecimal("0.46");
        BigDecimal ceiling = BigDecimal.valueOf(world.dynamics().price().ceiling());
        BigDecimal floor = BigDecimal.valueOf(world.dynamics().price().floor());

        assertThat(start.multiply(ceiling)).isLessThan(new BigDecimal("0.60"));
        assertThat(start.multiply(floor)).isGreaterThan(new BigDecimal("0.40"));
        assertThat(new BigDecimal("0.07").multiply(ceiling)).isLessThan(new BigDecimal("0.0923"));
    }

    @Test
    void whatAFileLeavesOutIsAsInTheDefaultWorld() {
        Scenario world =
                valid(
                        """
                        lags: {boot: PT3S}
                        dynamics: {reclaim: {perInstanceDay: 4}}
                        tencent: {rateLimits: {RunInstances: 5}}
                        accounts: [{secretId: a, secretKey: b, uin: "1", appId: 7, site: China}]
                        """);

        assertThat(world.lags().boot()).isEqualTo(Duration.ofSeconds(3));
        assertThat(world.lags().tag()).isEqualTo(Duration.ofMillis(200));
        assertThat(world.dynamics().reclaim().perInstanceDay()).isEqualTo(4);
        assertThat(world.dynamics().reclaim().notice()).isEqualTo(Duration.ofMinutes(2));
        assertThat(world.tencent().rateLimits()).containsOnlyKeys("RunInstances");
        assertThat(world.accounts()).singleElement().matches(Account::spotAllowed);
        assertThat(world.regions()).hasSize(2);
        assertThat(valid("")).isEqualTo(parser.defaultScenario());
        assertThat(valid(ScenarioParser.defaultText())).isEqualTo(parser.defaultScenario());
    }

    @Test
    void aLaunchTemplateOfTheBuiltInWorldNeedsNoneOfItsRegions() {
        Scenario world = valid("regions: [{name: r, zones: [{name: z, id: 1, onDemand: {}}]}]");

        assertThat(world.launchTemplates())
                .extracting(Scenario.LaunchTemplate::id)
                .containsExactly("lt-b8v1kcyq");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "lags: {boot: PT1S, speed: 3}"
                        + " | line 1, column 20: unknown field \"speed\"; expected one of boot, describe",
                "colour: red | line 1, column 1: unknown field \"colour\"; expected one of accounts",
                "lags: {boot: soon} | line 1, column 8: expected a duration like PT2M, not \"soon\"",
                "lags: {boot: PT0.01S} | line 1, column 1: boot must be at least 50 ms",
                "quota: {instances: -1} | quotas must not be negative",
                "accounts: [] | line 1, column 1: expected at least one account",
                "accounts: [{secretId: a}] | line 1, column 12: expected the field \"secretKey\"",
                "accounts: [{secretId: a, secretKey: b, uin: u, appId: 1, site: Mars}]"
                        + " | expected China or International, not \"Mars\"",
                "accounts: {secretId: a} | line 1, column 1",
                "quota: {instances: many} | expected a number, not \"many\"",
                "subnets: [{id: s, vpcId: v, zone: mars}]"
                        + " | line 1, column 29: expected a zone of this scenario, not mars",
                "launchTemplates: [{id: c516c350, name: n, versions: [{}]}]"
                        + " | id of a launch template is lt- and small letters or digits, not c516c350",
                "launchTemplates: [{id: lt-1, name: n, versions: []}]"
                        + " | a launch template needs a version",
                "launchTemplates: [{id: lt-1, name: null, versions: [{}]}]"
                        + " | a launch template needs a name",
                "regions: [{name: r, zones: [{name: z, id: 1, spot: {S2.MEDIUM4: {CNY: null, USD: 1,"
                        + " stock: 1}}}]}] | expected a price above 0 with at most 4 decimals",
                "huawei: {rules: {showBody: Round}} | expected Wrapped or Flat, not \"Round\"",
                "huawei: {rules: {shortage: Never}} | expected Refusal or Job, not \"Never\"",
                "huawei: {rules: {groupInterval: PT0S}} | groupInterval must be a second or more",
                "huawei: {regions: []} | expected regions of []",
                "lags: [ | expected well-formed YAML",
                "lags: {boot: PT1S, boot: PT2S} | expected well-formed YAML: Duplicate field 'boot'",
                "- a | line 1, column 1: expected a mapping"
            })
    void whatIsWrongIsSaidWithItsPlaceAndWhatWasExpected(String text, String message) {
        assertThat(invalid(text)).startsWith("my.yaml: line 1, column ").contains(message);
    }

    @Test
    void theDefaultWorldHoldsAllIdsOfHuaweisExample() {
        HuaweiWorld huawei = parser.defaultScenario().huawei();

        Scenario.Region region = Objects.requireNonNull(huawei.regionOfZone("az2"));
        assertThat(region.name()).isEqualTo("region1");
        assertThat(region.zones())
                .extracting(Scenario.Zone::name)
                .containsExactly("az1", "az2", "az3");
        assertThat(region.zones())
                .extracting(zone -> zone.spot().get("s3.large.2"))
                .containsOnly(
                        new Scenario.Terms(
                                new BigDecimal("0.2"), new BigDecimal("0.03"), 500, true));
        assertThat(huawei.launchTemplates())
                .extracting(HuaweiWorld.LaunchTemplate::id)
                .containsExactly("c516c350-7091-4490-9338-47ddb90360f2");
    }

    @Test
    void aSectionOfHuaweiIsOverlaidAndChangesNothingOfTencent() {
        Scenario world = valid("huawei: {rules: {making: PT3S}}");

        assertThat(world.huawei().rules().making()).isEqualTo(Duration.ofSeconds(3));
        assertThat(world.huawei().rules().clientTokenLife()).isEqualTo(Duration.ofHours(8));
        assertThat(world.regions()).isEqualTo(parser.defaultScenario().regions());
    }

    @Test
    void wrongPoolsAreFoundInTheirLine() {
        String text =
                """
                regions:
                  - name: r
                    zones:
                      - name: r-1
                        id: "1"
                        spot:
                          S2.MEDIUM4: {CNY: 0.12345, USD: 1, stock: 1}
                """;

        assertThat(invalid(text))
                .startsWith("my.yaml: line 7, column ")
                .contains("expected a price above 0 with at most 4 decimals, not 0.12345");
        assertThat(invalid(text.replace("S2.MEDIUM4", "S7.MEDIUM4")))
                .startsWith("my.yaml: line 7, column ")
                .contains("expected an instance type of [S2.MEDIUM4, ");
    }
}
