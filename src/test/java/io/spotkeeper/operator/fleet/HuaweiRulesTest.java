package io.spotkeeper.operator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spotkeeper.api.v1alpha1.CloudAccountSpec;
import io.spotkeeper.api.v1alpha1.ComputeEnvironmentSpec;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be bought on Huawei Cloud, each with its cause and the next step. */
class HuaweiRulesTest {
    private static final YAMLMapper YAML = new YAMLMapper();

    private static final String ACCOUNT =
            """
            provider: HuaweiCloud
            credentials: {secretRef: {name: huawei}}
            huawei: {domainId: d, projects: [{region: cn-south-1, projectId: p}]}
            """;

    private static final String ENVIRONMENT =
            """
            accountRef: {kind: CloudAccount, name: huawei}
            region: cn-south-1
            desiredCount: 1
            instanceTypes: [s3.large.2]
            placements: [{zone: cn-south-1a, vpcId: v, subnetIds: [s]}]
            template: {imageId: i}
            """;

    @Test
    void findsNothingWrongWithWhatCanBeBought() throws IOException {
        assertThat(broken("template: {imageId: i, keyPairs: [k], tags: {team: render}}", "web"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "placements: [{zone: z}] | no default network: the placement in z needs vpcId and"
                        + " subnetIds",
                "template: {imageId: i, hostName: web} | remove spec.template.hostName",
                "template: {imageId: i, keyPairs: [a, b]} | takes one key pair;"
                        + " spec.template.keyPairs has 2",
                "template: {imageId: i, dataDisks: [{snapshotId: s}]} | remove snapshotId",
                "template: {imageId: i, dataDisks: [{sizeGiB: 10, encrypted: true}]} | remove"
                        + " encrypted",
                "template: {imageId: i, tags: {t1234567890123456789012345678901234567: v}} |"
                        + " shorten the tag t1234567890123456789012345678901234567",
                "template: {imageId: i, tags: {t: v1234567890123456789012345678901234567890123}}"
                        + " | shorten the tag t"
            })
    void namesTheFieldAndTheNextStep(String change, String expected) throws IOException {
        assertThat(broken(change, "web"))
                .hasValueSatisfying(message -> assertThat(message).contains(expected));
    }

    @Test
    void namesTheRegionThatTheAccountDoesNotServe() throws IOException {
        CloudAccountSpec account = YAML.readValue(ACCOUNT, CloudAccountSpec.class);
        assertThat(HuaweiRules.project("cn-south-1", account)).isEmpty();
        assertThat(HuaweiRules.project("cn-north-4", account))
                .hasValueSatisfying(message ->
                        assertThat(message)
                                .contains(
                                        "huawei.projects of the account has no entry for the"
                                                + " region cn-north-4"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two words",
                "a/b",
                "",
                "n12345678901234567890123456789012345678901234567890123456789"
            })
    void refusesNamesThatTheCloudDoesNotTake(String name) throws IOException {
        assertThat(broken("", name))
                .hasValueSatisfying(
                        message -> assertThat(message).contains("set spec.template.instanceName"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "web",
                "测试_1.a-b",
                "n1234567890123456789012345678901234567890123456789012345678"
            })
    void takesNamesThatTheCloudTakes(String name) throws IOException {
        assertThat(broken("", name)).isEmpty();
    }

    private static Optional<String> broken(String change, String name) throws IOException {
        ObjectNode environment = (ObjectNode) YAML.readTree(ENVIRONMENT);
        if (!change.isEmpty()) {
            environment.setAll((ObjectNode) YAML.readTree(change));
        }
        ComputeEnvironmentSpec spec = YAML.treeToValue(environment, ComputeEnvironmentSpec.class);
        return HuaweiRules.broken(
                new TemplateOrder(
                        "spec.template", spec.template(), name, spec.region(), spec.placements()));
    }
}
