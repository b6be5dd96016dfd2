package io.spotkeeper.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.convert.Conversion.Refused;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be converted is said with its place and what was expected there. */
class RefusalTest {
    private static final String HERE = "¶";

    private static final String TEMPLATE =
            "\"launch_template\":{\"launch_template_id\":\"lt-1\",\"version\":\"1\"}";
    private static final String OVERRIDE =
            "{\"availability_zone_id\":\"az1\",\"flavor_id\":\"s3.large.2\"}";
    private static final String REGION =
            "{\"region_id\":\"region1\",\"launch_template_config\":{"
                    + TEMPLATE
                    + ",\"overrides\":["
                    + OVERRIDE
                    + "]}}";

    private static String huawei(String more) {
        return "{\"name\":\"web\",\"target_capacity\":10,"
                + more
                + "\n\"region_specs\":["
                + REGION
                + "]}";
    }

    private static String overrides(String overrides) {
        return "{\"name\":\"web\",\"target_capacity\":10,\"region_specs\":[{\"region_id\":\"region1\","
                + "\"launch_template_config\":{"
                + TEMPLATE
                + ",\"overrides\":["
                + overrides
                + "]}}]}";
    }

    private static String run(String more) {
        return "{\"InstanceType\":\"S2.MEDIUM4\",\"ImageId\":\"img-1\","
                + "\"Placement\":{\"Zone\":\"ap-guangzhou-3\"}"
                + more
                + "}";
    }

    private static String env(String data) {
        return "{\"ComputeEnv\":{\"EnvName\":\"night\",\"DesiredComputeNodeCount\":4,\"EnvData\":{"
                + "\"ImageId\":\"img-1\""
                + data
                + "}},\"Placement\":{\"Zone\":\"ap-guangzhou-3\"}}";
    }

    private static String ec2(String override, String capacity) {
        return "{\"LaunchTemplateConfigs\":[{\"LaunchTemplateSpecification\":{\"LaunchTemplateId\":"
                + "\"lt-1\",\"Version\":\"1\"},\"Overrides\":["
                + override
                + "]}],\"TargetCapacitySpecification\":{"
                + capacity
                + "}}";
    }

    private static String group(String spec) {
        return "apiVersion: spotkeeper.io/v1alpha1\nkind: AutoLaunchGroup\nmetadata: {name: web}\n"
                + "spec:\n  targetCapacity: 4\n"
                + spec;
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                // ---- not even well-formed ----
                refused("¶", "expected a request or a manifest, but there is nothing"),
                refused("¶ \n\t", "expected a request or a manifest, but there is nothing"),
                refused(
                        "{¶",
                        "expected a field of JSON like \"name\": value, then a comma or \"}\""),
                refused("{\"name\":\"web\"\n ¶\"type\":1}", "then a comma or \"}\""),
                refused("{\"name\":\n¶", "but the text ends here"),
                refused("{\"name\":¶hunter2}", "expected a field of JSON"),
                refused(
                        "[1¶",
                        "expected a value of JSON, then a comma or \"]\", but the text ends here"),
                refused("{} ¶{}", "expected the end of the text after the value"),
                refused("{\"name\":1,\n¶\"name\":2}", "expected each field once"),
                refused("¶[]", "expected a known request"),
                refused("¶{\"a\":1}", "huawei-group, run-instances, compute-env, ec2-fleet"),
                refused("¶just words", "expected a known request"),
                refused("kind: [¶", "expected well-formed YAML"),
                refused("kind: a\n¶kind: b", "expected each field once"),
                refused("Action=RunInstances&¶A=%zz", "two hexadecimal digits after each %"),
                refused("Action=RunInstances&¶A=%ff", "expected percent-encoded UTF-8"),
                refused("Action=RunInstances\n&A=1\n&¶A=2", "expected each parameter once"),
                refused("Action=RunInstances&¶A=1&A.B=2", "there are both"),
                // ---- Huawei Cloud ----
                refused("¶{\"region_specs\":[]}", "expected the field \"name\""),
                refused(huawei("").replace("\"web\"", "¶\"a b\""), "expected 1 to 64 Chinese"),
                refused(huawei("\"type\":¶\"instant\","), "expected maintain or request"),
                refused(huawei("\"stable_capacity\":¶11,"), "at most the target_capacity of 10"),
                refused(huawei("\"stable_capacity\":¶1.5,"), "expected a whole number from 0"),
                refused(huawei("").replace(":10,", ":¶10001,"), "number from 0 to 10000"),
                refused(huawei("\"spot_price\":¶-1,"), "expected a price of at most 6 digits"),
                refused(huawei("\"spot_price\":¶1e999,"), "expected a price"),
                refused(huawei("\"dry_run\":¶\"no\","), "expected true or false, not \"no\""),
                refused(huawei("\"valid_until\":¶\"2027-02-30T00:00:00Z\","), "a time like"),
                refused(huawei("\"valid_since\":¶\"tomorrow\","), "a time like"),
                refused(
                        huawei(
                                "\"valid_since\":\"2027-01-02T00:00:00Z\",\n\"valid_until\":¶\"2027-01-02T01:00:00+01:00\","),
                        "expected a time after valid_since"),
                refused(
                        huawei("").replace("\"1\"", "¶\"latest\""),
                        "expected a version like \"1\" or \"1.0\""),
                refused(overrides("").replace("[]", "¶[]"), "expected 1 to 100 items, not 0"),
                refused(overrides(OVERRIDE + ",¶" + OVERRIDE), "each flavor once in a zone"),
                refused(
                        overrides(OVERRIDE.replace("}", ",\"weighted_capacity\":¶0}")),
                        "expected a weight above 0"),
                refused(
                        overrides(OVERRIDE.replace("}", ",\"priority\":¶2147483648}")),
                        "expected a whole number from 0 to 2147483647"),
                refused(
                        huawei("").replace(REGION, "¶" + REGION + "," + REGION),
                        "expected the field \"expect_target_capacity\""),
                // ---- Tencent Cloud ----
                refused(
                        run("").replace("{\"Zone\":\"ap-guangzhou-3\"", "¶{"),
                        "the field \"Zone\""),
                refused(run("").replace("\"ap-guangzhou-3\"", "¶\"az1\""), "or --region"),
                refused(run(",\"InstanceCount\":¶2001"), "number from 0 to 2000"),
                refused(
                        run(",\"InstanceChargeType\":¶\"PREPAID\""),
                        "POSTPAID_BY_HOUR or SPOTPAID"),
                refused(run(",\"DataDisks\":[¶{}]"), "expected DiskSize, or SnapshotId"),
                refused(run(",\"HostName\":¶\"x\""), "expected a text of 2 to 60 characters"),
                refused(
                        env("").replace("\"EnvData\":", "\"EnvData\":¶"),
                        "one of InstanceType, InstanceTypes and InstanceTypeOptions"),
                refused(
                        env(",\"InstanceTypes\":[\"a\",¶\"a\"]"),
                        "expected each instance type once"),
                refused(
                        env(
                                ",\"InstanceType\":\"a\",\"VirtualPrivateClouds\":[{\"VpcId\":\"v1\",\"SubnetId\":\"s1\"},¶{\"VpcId\":\"v2\",\"SubnetId\":\"s2\"}]"),
                        "expected subnets of one network"),
                // ---- Amazon ----
                refused(
                        ec2("¶{\"InstanceType\":\"c5.large\"}", "\"TotalTargetCapacity\":1"),
                        "or --zone for all overrides"),
                refused(
                        ec2(
                                        "{\"InstanceType\":\"c5.large\",\"AvailabilityZone\":\"us-east-1a\"}",
                                        "\"TotalTargetCapacity\":3,\"OnDemandTargetCapacity\":2,\"SpotTargetCapacity\":2")
                                .replace("{\"TotalT", "¶{\"TotalT"),
                        "of at most TotalTargetCapacity together"),
                refused(
                        ec2(
                                        "{\"InstanceType\":\"c5.large\",\"AvailabilityZone\":\"us-east-1a\"}",
                                        "\"TotalTargetCapacity\":3")
                                .replace("\"1\"", "¶\"$Latest\""),
                        "expected a numbered version"),
                // ---- back ----
                refused("¶" + group("").replace("AutoLaunchGroup", "Deployment"), "not 0"),
                refused(group("  ¶regions: []\n"), "expected 1 to 10 items, not 0"),
                refused(
                        group("  ¶regions: [{region: a}, {region: b}]\n"),
                        "a group of Huawei Cloud cannot span regions"),
                refused(
                        group("  regions:\n    - region: a\n      ¶template: {imageId: i}\n"),
                        "expected launchTemplate"));
    }

    private static Arguments refused(String request, String expected) {
        return Arguments.of(request, expected);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("requests")
    void saysWhereAndWhatWasExpected(String marked, String expected) {
        // Given: a mark at the place that is meant
        int at = marked.indexOf(HERE);
        String before = marked.substring(0, at);
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        int column = at - before.lastIndexOf('\n');

        // When
        Conversion conversion = Converter.convert(marked.replace(HERE, ""), null, Choices.NONE);

        // Then
        assertThat(conversion).isInstanceOf(Refused.class);
        Refused refused = (Refused) conversion;
        assertThat(refused.expected()).contains(expected);
        assertThat(refused.line() + ":" + refused.column()).isEqualTo(line + ":" + column);
    }

    @Test
    void messagesAboutMalformedTextDoNotQuoteIt() {
        // Given: a password whose quotes are forgotten
        String request = "{\"LoginSettings\":{\"Password\":hunter2}}";

        // When
        Conversion conversion = Converter.convert(request, null, Choices.NONE);

        // Then
        assertThat(conversion.toString()).doesNotContain("hunter");
    }

    @Test
    void theWrongKindIsRefusedAndNotGuessedAway() {
        // When
        Conversion conversion =
                Converter.convert(Cases.request("huawei-seed"), InputKind.EC2_FLEET, Choices.NONE);

        // Then
        assertThat(conversion).isInstanceOf(Refused.class);
    }
}
