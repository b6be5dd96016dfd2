package io.spotkeeper.emulator.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotkeeper.emulator.RunningEmulator;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminApiTest {
    private RunningEmulator emulator;

    @BeforeEach
    void start() {
        emulator = RunningEmulator.start();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private static String run(int count, String fleet, String intent) {
        return """
        {"Placement":{"Zone":"ap-guangzhou-3"},"ImageId":"img-pmqg1cw7","InstanceType":"S2.MEDIUM4",
         "InstanceChargeType":"SPOTPAID","InstanceCount":%d,"UserData":"c2VjcmV0",
         "LoginSettings":{"Password":"Passw0rd!"},
         "InstanceMarketOptions":{"SpotOptions":{"MaxPrice":"0.60"}},
         "TagSpecification":[{"ResourceType":"instance","Tags":[
           {"Key":"spotkeeper-fleet","Value":"%s"},{"Key":"spotkeeper-intent","Value":"%s"}]}]}
        """
                .formatted(count, fleet, intent);
    }

    private List<String> launch(int count, String fleet, String intent) {
        List<String> ids = new ArrayList<>();
        emulator.call("RunInstances", run(count, fleet, intent))
                .path("InstanceIdSet")
                .forEach(id -> ids.add(id.asText()));
        assertThat(ids).hasSize(count);
        return ids;
    }

    private static String list(List<String> ids) {
        return "[\"" + String.join("\",\"", ids) + "\"]";
    }

    private List<String> states() {
        List<String> states = new ArrayList<>();
        emulator.show("state")
                .path("instances")
                .forEach(row -> states.add(row.path("state").asText()));
        return states;
    }

    @Test
    void stateShowsTheTruthEvenBeforeTagsShow() {
        emulator.change("lag", "{\"tagMillis\":3600000,\"listingMillis\":3600000}");
        List<String> ids = launch(3, "f-1", "i-1");
        launch(1, "f-1", "i-2");
        emulator.settle();
        emulator.change("interrupt", "{\"ids\":[\"" + ids.getFirst() + "\"]}");

        JsonNode state = emulator.show("state");

        assertThat(state.at("/fleets/f-1/live").asInt()).isEqualTo(3);
        assertThat(state.at("/fleets/f-1/peak").asInt()).isEqualTo(4);
        assertThat(state.at("/intents/i-1").asInt()).isEqualTo(3);
        assertThat(state.at("/intents/i-2").asInt()).isEqualTo(1);
        assertThat(state.path("requests").asInt()).isEqualTo(2);
        JsonNode row = state.path("instances").get(1);
        assertThat(row.path("id").asText()).isEqualTo(ids.get(1));
        assertThat(row.path("account").asText()).isEqualTo("AKIDemulator");
        assertThat(row.path("zone").asText()).isEqualTo("ap-guangzhou-3");
        assertThat(row.path("market").asText()).isEqualTo("Spot");
        assertThat(row.path("state").asText()).isEqualTo("RUNNING");
        assertThat(row.at("/tags/spotkeeper-fleet").asText()).isEqualTo("f-1");
        assertThat(row.path("price").decimalValue()).isPositive();
        assertThat(emulator.call("DescribeInstances", "{}").path("TotalCount").asInt()).isZero();
    }

    @Test
    void theJournalTellsWhatWasAskedWithoutSecrets() {
        List<String> ids = launch(2, "f", "i");
        emulator.call("TerminateInstances", "{\"InstanceIds\":" + list(ids) + "}");

        JsonNode all = emulator.show("requests");
        JsonNode terminations = emulator.show("requests?action=TerminateInstances&since=1");

        assertThat(all).hasSize(2);
        JsonNode launch = all.get(0);
        assertThat(launch.path("seq").asLong()).isEqualTo(1);
        assertThat(launch.path("account").asText()).isEqualTo("AKIDemulator");
        assertThat(launch.path("region").asText()).isEqualTo("ap-guangzhou");
        assertThat(launch.path("action").asText()).isEqualTo("RunInstances");
        assertThat(launch.path("code").isNull()).isTrue();
        assertThat(launch.path("httpStatus").asInt()).isEqualTo(200);
        assertThat(launch.path("instanceIds")).hasSize(2);
        assertThat(launch.at("/body/InstanceCount").asInt()).isEqualTo(2);
        assertThat(launch.at("/body/UserData").asText()).isEqualTo("***");
        assertThat(launch.at("/body/LoginSettings/Password").asText()).isEqualTo("***");
        assertThat(terminations).hasSize(1);
        assertThat(terminations.get(0).path("code").asText())
                .isEqualTo("UnsupportedOperation.InstanceStatePending");
        assertThat(emulator.show("counts").at("/actions/RunInstances").asInt()).isEqualTo(1);
        assertThat(emulator.show("counts").path("total").asInt()).isEqualTo(2);
        assertThat(emulator.show("requests?since=2")).isEmpty();
    }

    @Test
    void aFleetIsInterruptedByCountByFractionOrAsAWhole() {
        launch(10, "f", "i");
        launch(1, "other", "j");
        emulator.settle();

        assertThat(emulator.change("interrupt", "{\"fleet\":\"f\",\"count\":1}").path("ids"))
                .hasSize(1);
        assertThat(emulator.change("interrupt", "{\"fleet\":\"f\",\"fraction\":0.5}").path("ids"))
                .hasSize(5);
        assertThat(emulator.change("interrupt", "{\"fleet\":\"f\"}").path("ids")).hasSize(4);

        assertThat(emulator.show("state").at("/fleets/f/live").asInt()).isZero();
        assertThat(emulator.show("state").at("/fleets/other/live").asInt()).isEqualTo(1);
        emulator.settle();
        assertThat(states()).containsExactly("RUNNING");
    }

    @Test
    void anInterruptionMayComeWithANotice() {
        List<String> ids = launch(1, "f", "i");
        emulator.settle();

        emulator.change("interrupt", "{\"ids\":" + list(ids) + ",\"noticeSeconds\":120}");

        assertThat(states()).containsExactly("RUNNING");
        assertThat(emulator.show("state").at("/instances/0/reclaimAt").asText()).isNotEmpty();
        emulator.change("clock", "{\"advance\":\"PT2M\"}");
        assertThat(emulator.show("state").at("/fleets/f/live").asInt()).isZero();
    }

    @Test
    void stoppedInstancesStayLiveAndUntaggedOnesLeaveTheirFleet() {
        List<String> ids = launch(2, "f", "i");
        emulator.settle();

        emulator.change("stop", "{\"ids\":[\"" + ids.get(0) + "\"]}");
        emulator.change("untag", "{\"ids\":[\"" + ids.get(1) + "\"],\"key\":\"spotkeeper-fleet\"}");

        assertThat(states()).containsExactly("STOPPED", "RUNNING");
        assertThat(emulator.show("state").at("/fleets/f/live").asInt()).isEqualTo(1);
        assertThat(emulator.show("state").at("/intents/i").asInt()).isEqualTo(2);
    }

    @Test
    void lagsHideFreshInstancesFromListingsAndLookups() {
        emulator.change("lag", "{\"listingMillis\":60000,\"describeMillis\":30000}");
        String byId = "{\"InstanceIds\":" + list(launch(1, "f", "i")) + "}";

        assertThat(emulator.call("DescribeInstances", byId).path("TotalCount").asInt()).isZero();
        emulator.change("clock", "{\"advance\":\"PT30S\"}");
        assertThat(emulator.call("DescribeInstances", byId).path("TotalCount").asInt())
                .isEqualTo(1);
        assertThat(emulator.call("DescribeInstances", "{}").path("TotalCount").asInt()).isZero();
        emulator.change("clock", "{\"advance\":\"PT30S\"}");
        assertThat(emulator.call("DescribeInstances", "{}").path("TotalCount").asInt())
                .isEqualTo(1);
    }

    @Test
    void imagesComeAndGo() {
        emulator.change("images", "{\"id\":\"img-pmqg1cw7\",\"present\":false}");
        assertThat(emulator.call("RunInstances", run(1, "f", "i")).at("/Error/Code").asText())
                .isEqualTo("InvalidImageId.NotFound");
        emulator.change("images", "{\"id\":\"img-pmqg1cw7\",\"present\":true}");
        launch(1, "f", "i");
    }

    @Test
    void resetBringsTheFirstMorningBack() {
        launch(3, "f", "i");
        emulator.change("clock", "{\"advance\":\"PT1H\"}");
        emulator.change("images", "{\"id\":\"img-pmqg1cw7\",\"present\":false}");

        emulator.change("reset", "{}");

        JsonNode state = emulator.show("state");
        assertThat(state.path("instances")).isEmpty();
        assertThat(state.path("fleets")).isEmpty();
        assertThat(state.path("requests").asInt()).isZero();
        launch(3, "f", "i");
        assertThat(emulator.show("state").at("/pools/0/stock").asInt()).isEqualTo(1000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "interrupt | {} | either \"ids\" or \"fleet\"",
                "interrupt | {\"fleet\":\"f\",\"count\":1,\"fraction\":0.5} | one of \"count\"",
                "interrupt | {\"ids\":[\"ins-00000000\"]} | there is no instance",
                "interrupt | {\"ids\":[\"a\"],\"noticeSeconds\":-1} | from 0 to 86400",
                "stop | {\"ids\":\"x\"} | list of texts",
                "untag | {\"ids\":[\"x\"]} | \"key\"",
                "pools | {\"region\":\"r\",\"zone\":\"z\",\"instanceType\":\"t\",\"market\":\"Spot\"}"
                        + " | there is no pool",
                "pools | {\"region\":\"r\",\"zone\":\"z\",\"instanceType\":\"t\",\"market\":\"spot\"}"
                        + " | Spot or OnDemand",
                "pools | {\"price\":\"0\"} | \"region\"",
                "quotas | {\"account\":\"nobody\",\"instances\":1} | secretId or uin",
                "quotas | {\"account\":\"AKIDemulator\"} | one of \"spotVcpus\"",
                "images | {\"id\":\"x\"} | true or false",
                "accounts | {\"secretId\":\"new\"} | \"secretKey\"",
                "accounts | {\"secretId\":\"AKIDemulator\",\"site\":\"Mars\"} | China or International",
                "lag | {\"bootMillis\":10} | from 50 to",
                "clock | {\"advance\":\"PT-1H\"} | duration like PT1H",
                "clock | {\"advance\":\"tomorrow\"} | duration like PT1H",
                "reset | {\"hard\":true} | unknown field \"hard\"",
                "reset | [] | JSON object",
                "reset | { | JSON object"
            })
    void wrongInputIsRefusedWithWhatIsAllowed(String path, String body, String error) {
        HttpResponse<String> response = emulator.admin("POST", path, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(emulator.parse(response).path("error").asText()).contains(error);
    }

    @Test
    void unknownPathsAndMethodsSayWhatThereIs() {
        assertThat(emulator.admin("GET", "nothing", "").statusCode()).isEqualTo(404);
        assertThat(emulator.admin("GET", "nothing", "").body()).contains("interrupt");
        assertThat(emulator.admin("GET", "reset", "").statusCode()).isEqualTo(405);
        assertThat(emulator.admin("GET", "requests?since=x", "").statusCode()).isEqualTo(400);
    }
}
