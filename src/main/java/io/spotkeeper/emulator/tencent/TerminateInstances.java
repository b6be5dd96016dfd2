package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.market.TerminateRefusal;
import io.spotkeeper.emulator.tencent.Reply.Answer;
import io.spotkeeper.emulator.tencent.Reply.Refusal;
import io.spotkeeper.emulator.world.World;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Terminates a batch, all of it or nothing. Whether Tencent does so is undocumented; one bad id
 * that blocks the rest is the harder case for a client.
 */
final class TerminateInstances implements Action {
    private final World world;

    TerminateInstances(World world) {
        this.world = world;
    }

    @Override
    public Reply answer(ApiCall call) {
        call.pause().run();
        List<String> ids = call.texts("/InstanceIds");
        if (ids.isEmpty()) {
            return Refusals.missing("InstanceIds");
        }
        Refusal refusal = InstanceQuery.idObjection(ids);
        if (refusal != null) {
            return refusal;
        }
        return world.with(market -> terminate(market, call, new LinkedHashSet<>(ids)));
    }

    private static Reply terminate(SpotMarket market, ApiCall call, Set<String> ids) {
        Map<String, Instance> all = new HashMap<>();
        market.all().stream()
                .filter(instance -> instance.owner().equals(call.account().uin()))
                .filter(instance -> instance.pool().region().equals(call.region()))
                .filter(instance -> ids.contains(instance.id()))
                .forEach(instance -> all.put(instance.id(), instance));
        for (String id : ids) {
            Refusal refusal = objection(market, all.get(id), id);
            if (refusal != null) {
                return refusal;
            }
        }
        if (all.values().stream().map(instance -> instance.pool().market()).distinct().count()
                > 1) {
            return new Refusal(
                    "UnsupportedOperation.InstanceMixedPricingModel",
                    "The instances have different charge types.");
        }
        ids.forEach(id -> market.terminate(call.account().uin(), id));
        return new Answer(JsonNodeFactory.instance.objectNode());
    }

    private static @Nullable Refusal objection(
            SpotMarket market, @Nullable Instance instance, String id) {
        TerminateRefusal refusal =
                instance == null
                        ? TerminateRefusal.UNKNOWN
                        : market.terminateRefusal(instance.owner(), id);
        if (refusal != null) {
            return Refusals.of(refusal, id);
        }
        return instance != null
                        && instance.details() instanceof InstanceDetails details
                        && details.isProtected()
                ? new Refusal("UnsupportedOperation.InstancesProtected", id + " is protected.")
                : null;
    }
}
