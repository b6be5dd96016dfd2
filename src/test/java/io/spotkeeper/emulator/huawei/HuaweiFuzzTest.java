package io.spotkeeper.emulator.huawei;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotkeeper.testing.Mutations;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Thousands of requests with something wrong in them: an answer or a refusal each time. */
class HuaweiFuzzTest extends HuaweiContract {
    private static final int PER_CALL = 100;
    private static final String ID = "67f433d8-ed0e-4321-a8a2-a71838539e09";

    record Sent(String method, String target, String body) {
        @Override
        public String toString() {
            return method + " " + target;
        }
    }

    static final List<Sent> CALLS =
            List.of(
                    new Sent(
                            "POST",
                            "/v1.1/emulator-project/cloudservers",
                            """
                            {"server":{"name":"web","flavorRef":"s3.large.2","availability_zone":"cn-south-1a","count":2,
                             "imageRef":"67f433d8-ed0e-4321-a8a2-a71838539e09",
                             "vpcid":"0dae26c9-9a70-4392-93f3-87d53115d171",
                             "nics":[{"subnet_id":"157ee789-03ea-45b1-a698-76c92660dd83"}],
                             "security_groups":[{"id":"157ee789-03ea-45b1-a698-76c92660dd83"}],
                             "root_volume":{"volumetype":"SSD","size":40},
                             "data_volumes":[{"volumetype":"SSD","size":100}],
                             "publicip":{"eip":{"iptype":"5_bgp","bandwidth":{"size":5,"sharetype":"PER"}}},
                             "extendparam":{"chargingMode":0,"marketType":"spot","spotPrice":"0.50"},
                             "metadata":{"op_svc_userid":"x"},"user_data":"IyEvYmluL3No","key_name":"k",
                             "server_tags":[{"key":"team","value":"render"}]},"dry_run":false}
                            """),
                    new Sent(
                            "POST",
                            "/v1/emulator-project/cloudservers/delete",
                            "{\"servers\":[{\"id\":\"%s\"}],\"delete_publicip\":true}"
                                    .formatted(ID)),
                    new Sent(
                            "POST",
                            "/v1/emulator-project/cloudservers/resource_instances/action",
                            """
                            {"action":"filter","offset":"0","limit":"10","tags":[{"key":"team","values":["render"]}],
                             "matches":[{"key":"resource_name","value":"web"}]}
                            """),
                    new Sent(
                            "POST",
                            "/v1/emulator-project/cloudservers/" + ID + "/tags/action",
                            "{\"action\":\"create\",\"tags\":[{\"key\":\"team\",\"value\":\"render\"}]}"),
                    new Sent(
                            "POST",
                            "/v2/bills/ratings/on-demand-resources",
                            """
                            {"project_id":"emulator-project","product_infos":[{"id":"1",
                             "cloud_service_type":"hws.service.type.ec2","resource_type":"hws.resource.type.vm",
                             "resource_spec":"s3.large.2.linux","region":"cn-south-1","usage_factor":"Duration",
                             "usage_value":1,"usage_measure_id":4,"subscription_num":1}]}
                            """),
                    new Sent(
                            "POST",
                            "/v2/emulator-domain/auto-launch-groups",
                            """
                            {"name":"test","type":"maintain","target_capacity":2,"stable_capacity":1,
                             "excess_fulfilled_capacity_behavior":"terminate",
                             "instances_behavior_with_expiration":"terminate","valid_since":"2020-04-04T15:58:13Z",
                             "valid_until":"2099-04-06T15:58:13Z","region_specs":[{"region_id":"region1",
                             "expect_target_capacity":2,"expect_stable_capacity":1,"launch_template_config":{
                             "launch_template":{"launch_template_id":"c516c350-7091-4490-9338-47ddb90360f2","version":"1"},
                             "overrides":[{"availability_zone_id":"az1","flavor_id":"s3.large.2","spot_price":2,
                             "priority":4,"weighted_capacity":1}]}}],
                             "allocation_strategy":"lowest_price","spot_price":0.5,"supply_option":"multiple"}
                            """),
                    new Sent(
                            "POST",
                            "/v1/emulator-domain/recommendations/ecs-supply",
                            """
                            {"flavor_constraint":{"flavor_ids":["s3.large.2"]},"locations":[{"region_id":"region1",
                             "availability_zone_id":"az1"}],"limit":5,"strategy":"CAPACITY"}
                            """),
                    new Sent(
                            "POST",
                            "/v3/emulator-project/launch-templates",
                            """
                            {"launch_template":{"name":"t","version_description":"v","template_data":{
                             "flavor_id":"s3.large.2","image_id":"67f433d8-ed0e-4321-a8a2-a71838539e09"}}}
                            """));

    static final List<String> LISTS =
            List.of(
                    "/v1/emulator-project/cloudservers/detail?offset=1&limit=25&status=ACTIVE&tags=a%3Db",
                    "/v1.1/emulator-project/cloudservers/detail?marker=" + ID + "&limit=10",
                    "/v1/emulator-project/cloudservers/flavors?availability_zone=cn-south-1a",
                    "/v1/emulator-project/cloudservers/flavor-sell-policies?flavor_id=s3.large.2&limit=5",
                    "/v2/emulator-domain/auto-launch-groups?limit=5&marker=" + ID,
                    "/v2/emulator-domain/auto-launch-groups/" + ID + "/instances?limit=5",
                    "/v3/emulator-project/launch-templates?limit=5&name=x",
                    "/v3/emulator-project/launch-template-versions?launch_template_id=" + ID,
                    "/v1/emulator-project/jobs/" + ID,
                    "/v3/projects?name=cn-south-1",
                    "/v3/auth/domains");

    @ParameterizedTest
    @FieldSource("CALLS")
    void changedBodiesAreAnsweredOrRefused(Sent sent) {
        int refused = 0;
        for (int seed = 0; seed < PER_CALL; seed++) {
            Random random = new Random(seed);
            String body =
                    seed % 2 == 0
                            ? Mutations.ofFields(sent.body(), random)
                            : Mutations.ofText(sent.body(), random);

            refused += answered(sent.method(), sent.target(), body, seed);
        }
        assertThat(refused).as("some are wrong").isPositive();
    }

    @Test
    void changedPathsAndQueriesAreAnsweredOrRefused() {
        for (String target : LISTS) {
            for (int seed = 0; seed < PER_CALL; seed++) {
                answered("GET", sendable(Mutations.ofText(target, new Random(seed))), "", seed);
            }
        }
    }

    /** What a client can send at all: escapes where a path or a query must have them. */
    private static String sendable(String target) {
        StringBuilder path = new StringBuilder("/");
        for (byte one : target.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (one & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "-._~/?=&".indexOf(c) >= 0);
            path.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return path.toString();
    }

    private int answered(String method, String target, String body, int seed) {
        HttpResponse<String> response =
                emulator.send(
                        new SdkSignature(emulator.authority(), method, target, body)
                                .request(emulator.address()));
        assertThat(response.statusCode())
                .as("%s with seed %d: %s", target, seed, body)
                .isBetween(200, 499);
        // What is no path at all, the JDK's server refuses in its own words.
        boolean ours = response.headers().firstValue("X-Request-Id").isPresent();
        if (response.statusCode() >= 400 && ours) {
            JsonNode refusal = emulator.parse(response);
            assertThat(refusal.size()).as("%s with seed %d", target, seed).isPositive();
        }
        return response.statusCode() >= 400 ? 1 : 0;
    }
}
