package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.market.Bid;
import io.spotkeeper.emulator.market.CapacityPool;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.LaunchOrder;
import io.spotkeeper.emulator.market.LaunchRefusal;
import io.spotkeeper.emulator.market.LaunchResult;
import io.spotkeeper.emulator.market.Market;
import io.spotkeeper.emulator.tencent.Reply.Answer;
import io.spotkeeper.emulator.tencent.Reply.Refusal;
import io.spotkeeper.emulator.wire.Digests;
import io.spotkeeper.emulator.world.TencentRules.DryRunAnswer;
import io.spotkeeper.emulator.world.World;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Buys instances: ids at once, or a refusal that bought nothing. */
final class RunInstances implements Action {
    private final World world;
    private final ClientTokens tokens;
    private final TemplateBook templates;
    private final LaunchChecks launchChecks;
    private final TemplateChecks templateChecks;
    private final NewInstances newInstances;

    RunInstances(
            World world, ClientTokens tokens, TemplateBook templates, NewInstances newInstances) {
        this.world = world;
        this.tokens = tokens;
        this.templates = templates;
        this.newInstances = newInstances;
        this.launchChecks = new LaunchChecks(world);
        this.templateChecks = new TemplateChecks(world);
    }

    @Override
    public Reply answer(ApiCall call) {
        return switch (templates.whole(call)) {
            case TemplateBook.Whole.Call(ApiCall whole) -> checked(whole);
            case TemplateBook.Whole.Refused(Refusal refusal) -> {
                call.pause().run();
                yield refusal;
            }
        };
    }

    private Reply checked(ApiCall call) {
        Refusal refusal = launchChecks.firstObjection(call);
        refusal = refusal == null ? templateChecks.firstObjection(call) : refusal;
        if (refusal != null) {
            call.pause().run();
            return refusal;
        }
        if (call.flag("/DryRun")) {
            call.pause().run();
            return dryRun(call);
        }
        String token = call.text("/ClientToken", "");
        return token.isEmpty() ? launch(call) : launchOnce(call, token);
    }

    private Reply dryRun(ApiCall call) {
        LaunchOrder order = order(call);
        LaunchRefusal refusal = world.with(market -> market.refusal(order));
        if (refusal != null) {
            return Refusals.of(refusal, call.has("/MinCount"));
        }
        return world.scenario().tencent().dryRunAnswer() == DryRunAnswer.REQUEST_ID
                ? new Answer(JsonNodeFactory.instance.objectNode())
                : new Refusal("DryRunOperation", "The request would have succeeded.");
    }

    private Reply launchOnce(ApiCall call, String token) {
        String uin = call.account().uin();
        ClientTokens.Claim claim = tokens.claim(uin, token, hash(call), world.now());
        return switch (claim) {
            case ClientTokens.Claim.Fresh() -> {
                Reply reply = null;
                try {
                    reply = launch(call);
                } finally {
                    settle(uin, token, reply);
                }
                yield reply;
            }
            case ClientTokens.Claim.Replay(List<String> ids) -> {
                call.pause().run();
                yield bought(ids);
            }
            case ClientTokens.Claim.Mismatch() ->
                    new Refusal(
                            "InvalidParameter.IdempotentParameterMismatch",
                            "The ClientToken was used with other parameters.");
            case ClientTokens.Claim.InProcess() ->
                    new Refusal(
                            "UnsupportedOperation.IdempotentProcessing",
                            "A request with this ClientToken is being processed.");
        };
    }

    private void settle(String uin, String token, @Nullable Reply reply) {
        if (reply instanceof Answer(ObjectNode fields)) {
            List<String> ids =
                    fields.path("InstanceIdSet").valueStream().map(JsonNode::asText).toList();
            tokens.complete(uin, token, ids, world.now());
        } else {
            tokens.abandon(uin, token);
        }
    }

    private static String hash(ApiCall call) {
        return Digests.sha256Hex(Digests.bytes(call.region() + " " + call.params()));
    }

    private Reply launch(ApiCall call) {
        call.pause().run();
        return switch (world.launch(order(call))) {
            case LaunchResult.Launched(List<Instance> launched) ->
                    bought(launched.stream().map(Instance::id).toList());
            case LaunchResult.Refused(LaunchRefusal refusal) ->
                    Refusals.of(refusal, call.has("/MinCount"));
        };
    }

    private static Answer bought(List<String> ids) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        ArrayNode set = fields.putArray("InstanceIdSet");
        ids.forEach(set::add);
        return new Answer(fields);
    }

    private LaunchOrder order(ApiCall call) {
        int count = (int) call.number("/InstanceCount", 1);
        int minCount = (int) call.number("/MinCount", count);
        return new LaunchOrder(
                call.account().uin(),
                pool(call),
                count,
                minCount,
                bid(call),
                tags(call),
                NewInstances.IDS,
                index -> newInstances.details(call, index));
    }

    private CapacityPool pool(ApiCall call) {
        return pool(world, call);
    }

    /** The pool that a checked call asks for; without a type the first one that the zone sells. */
    static CapacityPool pool(World world, ApiCall call) {
        String zone = call.text("/Placement/Zone", "");
        Market market = LaunchChecks.market(call);
        String type = call.text("/InstanceType");
        if (type == null) {
            type =
                    world.with(open -> open.pools()).stream()
                            .filter(pool -> pool.zone().equals(zone) && pool.market() == market)
                            .map(CapacityPool::instanceType)
                            .findFirst()
                            .orElse("");
        }
        return new CapacityPool(call.region(), zone, type, market);
    }

    static Bid bid(ApiCall call) {
        String maxPrice = call.text("/InstanceMarketOptions/SpotOptions/MaxPrice");
        return new Bid(
                call.account().site().currency(),
                maxPrice == null ? null : new BigDecimal(maxPrice));
    }

    private static Map<String, String> tags(ApiCall call) {
        Map<String, String> tags = new TreeMap<>();
        for (JsonNode specification : call.params().path("TagSpecification")) {
            for (JsonNode tag : specification.path("Tags")) {
                tags.put(tag.path("Key").asText(), tag.path("Value").asText());
            }
        }
        return tags;
    }
}
