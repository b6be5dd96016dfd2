package io.spotkeeper.cloud.huawei;

import static io.spotkeeper.cloud.ScriptedCloud.status;
import static io.spotkeeper.cloud.huawei.Replies.ok;
import static io.spotkeeper.cloud.huawei.Samples.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.CallOutcome;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.LaunchOutcome;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.Listing;
import io.spotkeeper.cloud.ScriptedCloud;
import io.spotkeeper.cloud.ScriptedCloud.Reply;
import io.spotkeeper.cloud.TransportContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can go wrong on the way to Huawei Cloud, besides what can on the way to every cloud. */
class TransportTest extends TransportContract<HuaweiCloud> {
    private static final Map<String, String> HTML = Map.of("Content-Type", "text/html");

    @Override
    protected HuaweiCloud hasty() {
        return Samples.hasty(cloud);
    }

    @Override
    protected HuaweiCloud provider(String endpoint) {
        return Samples.provider(endpoint);
    }

    @Override
    protected LaunchRequest request() {
        return Samples.minimal();
    }

    @Override
    protected Reply launched() {
        return Replies.launched("a");
    }

    static Stream<Named<Reply>> answersThatProveNothing() {
        return Stream.of(
                Named.of("none at all", new Reply.Silence()),
                Named.of("a dropped connection", new Reply.Drop()),
                Named.of("half an answer", new Reply.Half("{\"job_id\":\"j\",\"serverIds\":[")),
                Named.of("HTTP 302", new Reply.Text(302, Map.of("Location", "/again"), "")),
                Named.of("HTTP 400", status(400)),
                Named.of("HTTP 404", status(404)),
                Named.of("HTTP 408", status(408)),
                Named.of("HTTP 500", status(500)),
                Named.of("HTTP 502", status(502)),
                Named.of("HTTP 503", status(503)),
                Named.of(
                        "HTTP 503, at once again",
                        new Reply.Text(503, Map.of("Retry-After", "0"), "busy")),
                Named.of("HTTP 504", status(504)),
                Named.of("a web page", new Reply.Text(200, HTML, "<html>hello</html>")),
                Named.of("a web page called JSON", ok("<html>hello</html>")),
                Named.of("an error page", new Reply.Text(502, HTML, "<html>bad</html>")),
                Named.of(
                        "no content type",
                        new Reply.Text(200, Map.of("Content-Type", ""), "{\"serverIds\":[\"a\"]}")),
                Named.of(
                        "no text",
                        new Reply.Text(
                                200, Map.of("Content-Type", "image/png"), "{\"a\":[\"a\"]}")),
                Named.of("an empty body", ok("")),
                Named.of("a JSON null", ok("null")),
                Named.of("a number", ok("5")),
                Named.of(
                        "an error code that is null",
                        new Reply.Text(
                                500, Map.of(), "{\"error_code\":null,\"error_msg\":\"?\"}")));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429})
    void takesTheGatewaysWordForItThatItLetNothingThrough(int status) {
        cloud.answer(status(status));

        LaunchOutcome outcome = provider.launch(Samples.minimal(), NEVER);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        LaunchOutcome.Refused.class,
                        refused -> assertThat(refused.failure().code()).isEqualTo("HTTP" + status));
    }

    @Test
    void keepsATerminationInDoubtWithoutAskingAgain() {
        cloud.answer(request ->
                request.method().equals("GET")
                        ? Replies.page(0, Replies.server("a"), Replies.server("b"))
                        : new Reply.Drop());

        Map<String, CallOutcome> outcomes =
                provider.terminate(Samples.REGION, List.of("a", "b"), true, NEVER);

        assertThat(outcomes.values())
                .hasSize(2)
                .allMatch(outcome -> outcome instanceof CallOutcome.Unknown);
        assertThat(cloud.bodies("POST /v1/project-1/cloudservers/delete")).hasSize(1);
    }

    @Test
    void makesEveryChangeOnAConnectionOfItsOwn() {
        cloud.answer(launched());

        provider.launch(Samples.minimal(), NEVER);
        provider.launch(Samples.minimal(), NEVER);

        assertThat(cloud.seen()).extracting(ScriptedCloud.Seen::connection).doesNotHaveDuplicates();
    }

    @Test
    void readsManyTimesOverOneConnectionAndNotAgainWhenItDies() {
        // Given
        cloud.answer(Replies.page(0));
        provider.list(Samples.REGION);
        cloud.answer(new Reply.Drop());

        // When
        Listing listing = provider.list(Samples.REGION);

        // Then
        assertThat(listing).isInstanceOf(Listing.Failed.class);
        assertThat(cloud.seen())
                .hasSize(2)
                .extracting(ScriptedCloud.Seen::connection)
                .containsOnly(1);
    }

    @Test
    void tellsWhenAGatewayWantsToBeAskedAgain() {
        cloud.answer(
                new Reply.Text(
                        429,
                        Map.of("Retry-After", "7"),
                        "{\"error_code\":\"APIGW.0308\",\"error_msg\":\"too many\"}"));

        Listing listing = provider.list(Samples.REGION);

        assertThat(listing)
                .isEqualTo(
                        new Listing.Failed(
                                new CloudFailure.Throttled(
                                        Duration.ofSeconds(7), "APIGW.0308", "too many")));
    }

    @Test
    void asksTheDeadlineBeforeEachOfManyRequests() {
        // Given
        cloud.answer(ok("{}"));
        List<String> ids = IntStream.range(0, 5).mapToObj(i -> "id-" + i).toList();
        AtomicInteger asked = new AtomicInteger();

        // When
        Map<String, CallOutcome> outcomes =
                provider.untag(
                        Samples.REGION, ids, List.of("key"), () -> asked.incrementAndGet() > 2);

        // Then
        assertThat(cloud.seen()).hasSize(2);
        assertThat(outcomes.values())
                .filteredOn(outcome -> outcome instanceof CallOutcome.Accepted)
                .hasSize(2);
        assertThat(outcomes.get("id-4")).asString().contains("NotSent");
    }
}
