package io.spotkeeper.convert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spotkeeper.api.v1alpha1.Management;
import io.spotkeeper.convert.Conversion.Done;
import io.spotkeeper.convert.Conversion.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole requests: {@code convert/<case>/in.*} becomes {@code out.yaml} (or {@code out.json}) and
 * {@code notes.txt}. To write these anew: {@code mvn test -Dtest=ConverterTest
 * -Dspotkeeper.golden=rewrite}, then read the difference.
 */
class ConverterTest {
    private static final boolean REWRITE =
            "rewrite".equals(System.getProperty("spotkeeper.golden"));

    static Stream<Path> cases() {
        return Cases.all().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void becomesWhatTheGoldenFilesSay(Path folder) throws IOException {
        // Given
        String request = Cases.request(folder);

        // When
        Done done = done(request, Choices.NONE);

        // Then
        String notes =
                done.notes().stream()
                        .map(note -> note.weight() + " " + note.text() + "\n")
                        .collect(Collectors.joining());
        boolean back = done.kind() == InputKind.AUTO_LAUNCH_GROUP;
        Path out = folder.resolve(back ? "out.json" : "out.yaml");
        if (REWRITE) {
            Files.writeString(out, done.text());
            Files.writeString(folder.resolve("notes.txt"), notes);
        }
        assertThat(done.text()).isEqualTo(Cases.read(out));
        assertThat(notes).isEqualTo(Cases.read(folder.resolve("notes.txt")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void secretsReachNeitherManifestNorNotes(Path folder) {
        // When
        Done done = done(Cases.request(folder), Choices.NONE);

        // Then
        assertThat(done.text() + done.notes())
                .doesNotContain(Cases.SECRET)
                .doesNotContain(Cases.ENCODED_SECRET);
    }

    @Test
    void theRequestOfHuaweisDocumentationComesBackAsItWas() throws IOException {
        // Given
        String request = Cases.request("huawei-seed");

        // When
        Done there = done(request, Choices.NONE);
        Done back = done(there.text(), Choices.NONE);

        // Then
        assertThat(json(back.text())).isEqualTo(json(request));
        assertThat(there.notes()).noneMatch(note -> note.weight() == Note.Weight.LOST);
        assertThat(back.notes()).noneMatch(note -> note.weight() == Note.Weight.LOST);
    }

    @Test
    void whoManagesTheGroupCanBeChosen() throws IOException {
        // Given
        String request = Cases.request("huawei-seed");

        // When
        Done operator =
                done(request, new Choices(null, null, null, List.of(), Management.Operator));
        Done provider =
                done(
                        Cases.request("huawei-minimal"),
                        new Choices(null, null, null, List.of(), Management.Provider));

        // Then: a plan that nothing could use is named, not carried along
        assertThat(yaml(operator).at("/spec/management").asText()).isEqualTo("Operator");
        assertThat(yaml(operator).at("/spec").has("guaranteePlanId")).isFalse();
        assertThat(operator.notes())
                .anyMatch(note ->
                        note.weight() == Note.Weight.LOST
                                && note.text().startsWith("guarantee_plan_id"));
        assertThat(yaml(provider).at("/spec/management").asText()).isEqualTo("Provider");
    }

    @Test
    void namesAndPlacesCanBeChosen() throws IOException {
        // Given
        var choices =
                new Choices(
                        "payer", "mine", "cn-east-3", List.of("cn-east-3a", "cn-east-3b"), null);
        String request =
                """
                {"LaunchTemplateConfigs":[{"LaunchTemplateSpecification":
                   {"LaunchTemplateId":"lt-1","Version":"1"},"Overrides":[{"InstanceType":"s6.large.2"}]}],
                 "TargetCapacitySpecification":{"TotalTargetCapacity":3,"DefaultTargetCapacityType":"spot"}}
                """;

        // When
        JsonNode manifest = yaml(done(request, choices));

        // Then
        assertThat(manifest.at("/metadata/name").asText()).isEqualTo("mine");
        assertThat(manifest.at("/spec/accountRef/name").asText()).isEqualTo("payer");
        assertThat(manifest.at("/spec/regions/0/region").asText()).isEqualTo("cn-east-3");
        assertThat(manifest.at("/spec/regions/0/overrides").findValuesAsText("zone"))
                .containsExactly("cn-east-3a", "cn-east-3b");
    }

    @Test
    void aLaunchTemplateOfAPurchaseIsPointedAtAGroup() {
        // Given
        String request =
                """
                {"Placement":{"Zone":"ap-guangzhou-3"},"ImageId":"img-pmqg1cw7",
                 "InstanceType":"S2.MEDIUM4",
                 "LaunchTemplate":{"LaunchTemplateId":"lt-b8v1kcyq","LaunchTemplateVersion":1}}
                """;

        // When
        var converted = done(request, Choices.NONE);

        // Then
        assertThat(converted.notes())
                .anyMatch(note ->
                        note.weight() == Note.Weight.LOST
                                && note.text().startsWith("LaunchTemplate ")
                                && note.text().contains("regions[].launchTemplate"));
    }

    @Test
    void aByteOrderMarkIsNoPartOfARequest() {
        assertThat(Converter.convert("\uFEFF" + Cases.request("huawei-seed"), null, Choices.NONE))
                .isEqualTo(Converter.convert(Cases.request("huawei-seed"), null, Choices.NONE));
    }

    @Test
    void theSameRequestReadsAlikeInBothForms() {
        // Given
        String json =
                """
                {"Placement":{"Zone":"ap-guangzhou-3"},"InstanceChargeType":"SPOTPAID",
                 "InstanceMarketOptions":{"MarketType":"spot","SpotOptions":{"MaxPrice":"0.60",
                 "SpotInstanceType":"one-time"}},"ImageId":"img-pmqg1cw7",
                 "InstanceType":"S2.MEDIUM4","InstanceCount":1}
                """;

        // When
        Done fromJson = done(json, Choices.NONE);
        Done fromQuery = done(Cases.request("run-seed-china"), Choices.NONE);

        // Then
        assertThat(fromQuery.text()).isEqualTo(fromJson.text());
    }

    @ParameterizedTest
    @EnumSource
    void everyKindIsKnownByItsWord(InputKind kind) {
        assertThat(InputKind.of(kind.word())).contains(kind);
        assertThat(InputKind.of(kind.word().replace("-", "").toUpperCase(java.util.Locale.ROOT)))
                .contains(kind);
    }

    private static Done done(String request, Choices choices) {
        return switch (Converter.convert(request, null, choices)) {
            case Done done -> done;
            case Refused refused -> throw new AssertionError(refused.toString());
        };
    }

    private static JsonNode yaml(Done done) throws IOException {
        return new YAMLMapper().readTree(done.text());
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }
}
