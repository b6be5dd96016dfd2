package io.spotkeeper.cloud.tencent;

import static io.spotkeeper.cloud.ScriptedCloud.status;
import static io.spotkeeper.cloud.tencent.Replies.ok;
import static io.spotkeeper.cloud.tencent.Samples.NEVER;
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

/** What can go wrong on the way to Tencent Cloud, besides what can on the way to every cloud. */
class TransportTest extends TransportContract<TencentCloud> {
    private static final Reply LAUNCHED = ok("{\"InstanceIdSet\":[\"ins-1\"],\"RequestId\":\"r\"}");

    @Override
    protected TencentCloud hasty() {
        return Samples.hasty(cloud);
    }

    @Override
    protected TencentCloud provider(String endpoint) {
        return Samples.provider(endpoint);
    }

    @Override
    protected LaunchRequest request() {
        return Samples.minimal();
    }

    @Override
    protected Reply launched() {
        return LAUNCHED;
    }

    static Stream<Named<Reply>> answersThatProveNothing() {
        return Stream.of(
                Named.of("none at all", new Reply.Silence()),
                Named.of("a dropped connection", new Reply.Drop()),
                Named.of("half an answer", new Reply.Half("{\"Response\":{\"InstanceIdSet\":[")),
                Named.of("HTTP 302", new Reply.Text(302, Map.of("Location", "/again"), "")),
                Named.of("HTTP 400", status(400)),
                Named.of("HTTP 401", status(401)),
                Named.of("HTTP 404", status(404)),
                Named.of("HTTP 408", status(408)),
                Named.of("HTTP 429", status(429)),
                Named.of("HTTP 500", status(500)),
                Named.of("HTTP 502", status(502)),
                Named.of("HTTP 503", status(503)),
                Named.of(
                        "HTTP 503, at once again",
                        new Reply.Text(503, Map.of("Retry-After", "0"), "busy")),
                Named.of("HTTP 504", status(504)),
                Named.of("a web page", new Reply.Text(200, Map.of(), "<html>hello</html>")),
                Named.of("an empty body", new Reply.Text(200, Map.of(), "")),
                Named.of("JSON without Response", new Reply.Text(200, Map.of(), "{\"a\":1}")),
                Named.of("a JSON null", new Reply.Text(200, Map.of(), "null")),
                Named.of("a Response that is null", ok("null")),
                Named.of("a Response that is a number", ok("5")),
                Named.of(
                        "an error without code",
                        ok("{\"Error\":{\"Message\":\"?\"},\"RequestId\":\"r\"}")));
    }

    @Test
    void keepsATerminationInDoubtWithoutAskingAgain() {
        cloud.answer(new Reply.Drop());

        Map<String, CallOutcome> outcomes =
                provider.terminate(Samples.REGION, List.of("ins-1", "ins-2"), true, NEVER);

        assertThat(outcomes.values())
                .hasSize(2)
                .allMatch(outcome -> outcome instanceof CallOutcome.Unknown);
        assertThat(cloud.seen()).hasSize(1);
    }

    @Test
    void sendsOnceWhenAPooledConnectionDies() {
        // Given
        cloud.answer(LAUNCHED);
        provider.launch(Samples.minimal(), NEVER);
        cloud.answer(new Reply.Drop());

        // When
        LaunchOutcome outcome = provider.launch(Samples.minimal(), NEVER);

        // Then
        assertThat(outcome).isInstanceOf(LaunchOutcome.Unknown.class);
        assertThat(cloud.seen())
                .hasSize(2)
                .extracting(ScriptedCloud.Seen::connection)
                .containsOnly(1);
    }

    @Test
    void tellsWhenAGatewayWantsToBeAskedAgain() {
        cloud.answer(new Reply.Text(503, Map.of("Retry-After", "7"), "busy"));

        Listing listing = provider.list(Samples.REGION);

        assertThat(listing)
                .isEqualTo(
                        new Listing.Failed(
                                new CloudFailure.Throttled(
                                        Duration.ofSeconds(7),
                                        "HTTP503",
                                        "the gateway answered with HTTP status 503")));
    }

    @Test
    void asksTheDeadlineBeforeEachOfManyRequests() {
        // Given
        cloud.answer(ok("{\"RequestId\":\"r\"}"));
        List<String> ids = IntStream.range(0, 250).mapToObj(i -> "ins-" + i).toList();
        AtomicInteger asked = new AtomicInteger();

        // When
        Map<String, CallOutcome> outcomes =
                provider.terminate(Samples.REGION, ids, true, () -> asked.incrementAndGet() > 2);

        // Then
        assertThat(cloud.seen()).hasSize(2);
        assertThat(outcomes.values())
                .filteredOn(outcome -> outcome instanceof CallOutcome.Accepted)
                .hasSize(200);
        assertThat(outcomes.get("ins-249")).asString().contains("NotSent");
    }

    @Test
    void readsAreBoundByNoDeadlineOfAnotherCall() {
        cloud.answer(ok("{\"TotalCount\":0,\"InstanceSet\":[],\"RequestId\":\"r\"}"));
        provider.launch(Samples.minimal(), () -> true);

        Listing listing = provider.list(Samples.REGION);

        assertThat(listing).isEqualTo(new Listing.Complete(List.of(), 1));
    }
}
