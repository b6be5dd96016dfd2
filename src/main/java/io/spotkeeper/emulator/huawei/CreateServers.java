package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.huawei.Reply.Answer;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.LaunchRefusal;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.world.HuaweiRules.Shortage;
import io.spotkeeper.emulator.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Creates servers: a job and ids at once; what came of each is in the job. */
final class CreateServers implements Operation.Action {
    // Documented as case-sensitive, in small letters.
    private static final Pattern TOKEN =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final World world;
    private final ClientTokens tokens;
    private final Jobs jobs;
    private final ServerChecks checks;
    private final Launches launches;

    CreateServers(World world, ClientTokens tokens, Launches launches, Jobs jobs) {
        this.world = world;
        this.tokens = tokens;
        this.launches = launches;
        this.jobs = jobs;
        this.checks = new ServerChecks(world);
    }

    @Override
    public Reply answer(HuaweiCall call) {
        String token = call.request().header("x-client-token");
        if (token != null && !TOKEN.matcher(token).matches()) {
            return Errors.of("Ecs.0123", "The X-Client-Token is not a valid UUID.");
        }
        return switch (checks.read(call)) {
            case ServerChecks.Reading.Bad(Reply.Refusal refusal) -> {
                call.pause().run();
                yield refusal;
            }
            case ServerChecks.Reading.Good(ServerOrder order) -> {
                if (call.body().path("dry_run").asBoolean(false)) {
                    call.pause().run();
                    yield Reply.empty(202);
                }
                yield token == null ? create(call, order) : createOnce(call, order, token);
            }
        };
    }

    private Reply createOnce(HuaweiCall call, ServerOrder order, String token) {
        String scope = call.owner() + "/" + call.path("project_id");
        return switch (tokens.claim(scope, token, call.body(), world.now())) {
            case ClientTokens.Claim.Fresh() -> {
                Reply reply = null;
                try {
                    reply = create(call, order);
                } finally {
                    settle(scope, token, reply);
                }
                yield reply;
            }
            case ClientTokens.Claim.Replay(var answer) -> {
                call.pause().run();
                yield Reply.ok(answer);
            }
            case ClientTokens.Claim.Mismatch() ->
                    Errors.of("Ecs.0122", "The X-Client-Token was used with another request.");
            case ClientTokens.Claim.Expired() ->
                    Errors.of("Ecs.0124", "The X-Client-Token has expired.");
            case ClientTokens.Claim.InProcess() ->
                    Errors.of("Ecs.0603", "Another command is running. Try again in 1 minute.");
        };
    }

    private void settle(String scope, String token, @Nullable Reply reply) {
        if (reply instanceof Answer(_, var answer)) {
            tokens.complete(scope, token, answer);
        } else {
            tokens.abandon(scope, token);
        }
    }

    private Reply create(HuaweiCall call, ServerOrder order) {
        call.pause().run();
        return world.with(market -> create(market, call, order));
    }

    private Reply create(SpotMarket market, HuaweiCall call, ServerOrder order) {
        LaunchRefusal refusal = market.refusal(launches.order(call, order, order.count()));
        boolean soldOut =
                refusal instanceof LaunchRefusal.SoldOut
                        || refusal instanceof LaunchRefusal.ZoneSoldOut;
        boolean inJob = world.scenario().huawei().rules().shortage() == Shortage.JOB;
        if (refusal != null && !(refusal instanceof LaunchRefusal.TooFew) && !(soldOut && inJob)) {
            return Errors.of(refusal);
        }
        List<Instance> launched = soldOut ? List.of() : launches.launch(call, order);
        List<String> ids = new ArrayList<>(launched.stream().map(Instance::id).toList());
        int missing = order.count() - launched.size();
        List<String> failed = new ArrayList<>();
        for (int i = 0; i < missing; i++) {
            failed.add(UUID.randomUUID().toString());
        }
        String job = jobs.beginCreate(call, ids, failed);
        ids.addAll(failed);
        return Reply.ok(accepted(job, ids));
    }

    private static ObjectNode accepted(String job, List<String> ids) {
        ObjectNode answer = Reply.object().put("job_id", job);
        ArrayNode servers = answer.putArray("serverIds");
        ids.forEach(servers::add);
        return answer;
    }
}
