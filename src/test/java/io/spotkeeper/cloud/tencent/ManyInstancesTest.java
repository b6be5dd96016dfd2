package io.spotkeeper.cloud.tencent;

import static io.spotkeeper.cloud.tencent.Replies.error;
import static io.spotkeeper.cloud.tencent.Replies.ok;
import static io.spotkeeper.cloud.tencent.Samples.NEVER;
import static io.spotkeeper.cloud.tencent.Samples.REGION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.spotkeeper.cloud.CallOutcome;
import io.spotkeeper.cloud.CallOutcome.Accepted;
import io.spotkeeper.cloud.CallOutcome.Refused;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.ScriptedCloud;
import io.spotkeeper.cloud.ScriptedCloud.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Terminating, tagging and untagging many instances: one outcome each. */
class ManyInstancesTest {
    private static final Reply DONE = ok("{\"RequestId\":\"r\"}");
    private static final CallOutcome ACCEPTED = new Accepted();

    private final ScriptedCloud cloud = new ScriptedCloud();
    private final TencentCloud provider = Samples.provider(cloud);

    @AfterEach
    void close() throws IOException {
        provider.close();
        cloud.close();
    }

    @Test
    void terminatesAHundredAtATimeWithTheirAddresses() {
        cloud.answer(DONE);

        Map<String, CallOutcome> outcomes = provider.terminate(REGION, ids(230), true, NEVER);

        assertThat(outcomes).hasSize(230).values().containsOnly(ACCEPTED);
        assertThat(cloud.bodies("TerminateInstances"))
                .extracting(body -> body.path("InstanceIds").size())
                .containsExactly(100, 100, 30);
        assertThat(cloud.bodies("TerminateInstances"))
                .allMatch(body -> body.path("ReleaseAddress").asBoolean());
    }

    @Test
    void leavesAddressesThatAreToStay() {
        cloud.answer(DONE);

        provider.terminate(REGION, ids(1), false, NEVER);

        assertThat(cloud.bodies("TerminateInstances"))
                .noneMatch(body -> body.path("ReleaseAddress").asBoolean());
    }

    @Test
    void terminatesNothing() {
        assertThat(provider.terminate(REGION, List.of(), true, NEVER)).isEmpty();
        assertThat(cloud.seen()).isEmpty();
    }

    @Test
    void isNotHeldUpByBadIds() {
        // Given
        Map<String, String> bad =
                Map.of(
                        "ins-3", "InvalidInstanceId.NotFound",
                        "ins-40", "UnsupportedOperation.InstanceStatePending",
                        "ins-41", "UnsupportedOperation.InstancesProtected",
                        "ins-99", "InternalError");
        cloud.answer(request ->
                texts(request.body().path("InstanceIds")).stream()
                        .filter(bad::containsKey)
                        .findFirst()
                        .map(id -> error(bad.getOrDefault(id, ""), "no"))
                        .orElse(DONE));

        // When
        Map<String, CallOutcome> outcomes = provider.terminate(REGION, ids(100), true, NEVER);

        // Then
        assertThat(outcomes).hasSize(100);
        assertThat(outcomes.values()).filteredOn(ACCEPTED::equals).hasSize(96);
        assertThat(outcomes)
                .containsEntry(
                        "ins-3",
                        new Refused(new CloudFailure.Gone("InvalidInstanceId.NotFound", "no")))
                .containsEntry(
                        "ins-40",
                        new Refused(
                                new CloudFailure.Busy(
                                        "UnsupportedOperation.InstanceStatePending", "no")))
                .containsEntry(
                        "ins-41",
                        new Refused(
                                new CloudFailure.Protected(
                                        "UnsupportedOperation.InstancesProtected", "no")))
                .containsEntry("ins-99", new CallOutcome.Unknown("InternalError: no"));
        assertThat(cloud.seen()).hasSizeLessThan(60);
    }

    @Test
    void splitsABatchOfMixedChargeTypes() {
        cloud.answer(request ->
                request.body().path("InstanceIds").size() > 2
                        ? error("UnsupportedOperation.InstanceMixedPricingModel", "mixed")
                        : DONE);

        Map<String, CallOutcome> outcomes = provider.terminate(REGION, ids(4), true, NEVER);

        assertThat(outcomes).hasSize(4).values().containsOnly(ACCEPTED);
        assertThat(cloud.seen()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RequestLimitExceeded",
                "RequestLimitExceeded.UinLimitExceeded",
                "AuthFailure.SignatureFailure",
                "UnauthorizedOperation.MFAExpired"
            })
    void stopsWhereAnotherRequestWouldFareTheSame(String code) {
        cloud.answer(error(code, "no"));

        Map<String, CallOutcome> outcomes = provider.terminate(REGION, ids(250), true, NEVER);

        assertThat(outcomes).hasSize(250).values().allMatch(outcome -> outcome instanceof Refused);
        assertThat(cloud.seen()).hasSize(1);
    }

    @Test
    void keepsOnlyTheBatchInDoubtThatGotNoAnswer() {
        cloud.answerInTurn(new Reply.Drop(), DONE);

        Map<String, CallOutcome> outcomes = provider.terminate(REGION, ids(150), true, NEVER);

        assertThat(outcomes.get("ins-99")).isInstanceOf(CallOutcome.Unknown.class);
        assertThat(outcomes.get("ins-100")).isEqualTo(ACCEPTED);
        assertThat(cloud.seen()).hasSize(2);
    }

    @Test
    void takesKeysOffInTheGivenOrder() {
        cloud.answer(DONE);

        Map<String, CallOutcome> outcomes =
                provider.untag(REGION, ids(60), List.of("z-first", "a-second"), NEVER);

        assertThat(outcomes).hasSize(60).values().containsOnly(ACCEPTED);
        List<JsonNode> bodies = cloud.bodies("DetachResourcesTag");
        assertThat(bodies)
                .extracting(body ->
                        body.path("TagKey").asText() + " " + body.path("ResourceIds").size())
                .containsExactly("z-first 50", "z-first 10", "a-second 50", "a-second 10");
        assertThat(bodies.getFirst().path("ServiceType").asText()).isEqualTo("cvm");
        assertThat(bodies.getFirst().path("ResourcePrefix").asText()).isEqualTo("instance");
        assertThat(bodies.getFirst().path("ResourceRegion").asText()).isEqualTo(REGION);
        assertThat(cloud.seen().getFirst().headers()).containsEntry("x-tc-version", "2018-08-13");
    }

    @Test
    void leavesTheOtherKeysOnAnInstanceThatKeptOne() {
        // Given
        cloud.answer(request ->
                texts(request.body().path("ResourceIds")).contains("ins-1")
                        ? error("FailedOperation", "no")
                        : DONE);

        // When
        Map<String, CallOutcome> outcomes =
                provider.untag(REGION, ids(4), List.of("first", "second"), NEVER);

        // Then
        assertThat(outcomes)
                .containsEntry("ins-0", ACCEPTED)
                .containsEntry("ins-1", new CallOutcome.Unknown("FailedOperation: no"))
                .containsEntry("ins-3", ACCEPTED);
        assertThat(
                        cloud.bodies("DetachResourcesTag").stream()
                                .filter(body -> body.path("TagKey").asText().equals("second"))
                                .flatMap(body -> texts(body.path("ResourceIds")).stream()))
                .containsExactly("ins-0", "ins-2", "ins-3");
    }

    @Test
    void countsATagThatIsOffAlreadyAsTakenOff() {
        cloud.answer(request ->
                texts(request.body().path("ResourceIds")).contains("ins-2")
                        ? error("ResourceNotFound.AttachedTagKeyNotFound", "not attached")
                        : DONE);

        Map<String, CallOutcome> outcomes =
                provider.untag(REGION, ids(4), List.of("key", "next"), NEVER);

        assertThat(outcomes).hasSize(4).values().containsOnly(ACCEPTED);
        assertThat(cloud.bodies("DetachResourcesTag"))
                .extracting(body -> String.join(",", texts(body.path("ResourceIds"))))
                .contains("ins-3", "ins-2");
    }

    @Test
    void putsTagsOn() {
        // Given
        cloud.answer(request ->
                request.body().path("TagKey").asText().equals("b")
                        ? error("ResourceInUse.TagKeyAttached", "attached")
                        : DONE);
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("b", "2");
        tags.put("a", "1");

        // When
        Map<String, CallOutcome> outcomes = provider.tag(REGION, ids(1), tags, NEVER);

        // Then
        assertThat(outcomes).isEqualTo(Map.of("ins-0", ACCEPTED));
        assertThat(cloud.bodies("AttachResourcesTag"))
                .extracting(
                        body -> body.path("TagKey").asText() + "=" + body.path("TagValue").asText())
                .containsExactly("a=1", "b=2");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void makesATagKnownThatTheAccountLacks(boolean madeByAnotherMeanwhile) {
        // Given
        cloud.answerInTurn(
                error("ResourceNotFound.TagNonExist", "no such tag"),
                madeByAnotherMeanwhile ? error("ResourceInUse.TagDuplicate", "exists") : DONE,
                DONE);

        // When
        Map<String, CallOutcome> outcomes = provider.tag(REGION, ids(2), Map.of("a", "1"), NEVER);

        // Then
        assertThat(outcomes).hasSize(2).values().containsOnly(ACCEPTED);
        assertThat(cloud.seen())
                .extracting(ScriptedCloud.Seen::action)
                .containsExactly("AttachResourcesTag", "CreateTag", "AttachResourcesTag");
        assertThat(cloud.bodies("CreateTag").getFirst())
                .isEqualTo(
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("TagKey", "a")
                                .put("TagValue", "1"));
    }

    @Test
    void tagsNothingAfterTheDeadline() {
        Map<String, CallOutcome> outcomes =
                provider.tag(REGION, ids(2), Map.of("a", "1"), () -> true);

        assertThat(outcomes).hasSize(2).values().allMatch(outcome -> outcome instanceof Refused);
        assertThat(cloud.seen()).isEmpty();
    }

    private static List<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> "ins-" + i).toList();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
