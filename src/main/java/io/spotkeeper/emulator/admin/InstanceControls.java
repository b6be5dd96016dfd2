package io.spotkeeper.emulator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.Market;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.world.FleetCensus;
import io.spotkeeper.emulator.world.World;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What can be done to instances behind their owner's back. */
final class InstanceControls {
    private static final int MAX_NOTICE = 86_400;

    private final World world;

    InstanceControls(World world) {
        this.world = world;
    }

    AdminReply interrupt(JsonNode body) {
        AdminInput input =
                new AdminInput(body, "ids", "fleet", "count", "fraction", "noticeSeconds");
        List<String> ids = input.texts("ids");
        String fleet = input.optionalText("fleet");
        Integer count = input.optionalWhole("count", 1, 1_000_000);
        Double fraction = input.optionalFraction("fraction");
        Integer notice = input.optionalWhole("noticeSeconds", 0, MAX_NOTICE);
        if (ids.isEmpty() == (fleet == null)) {
            input.object("either \"ids\" or \"fleet\" must be given");
        }
        if (fleet == null ? count != null || fraction != null : count != null && fraction != null) {
            input.object("one of \"count\" and \"fraction\" may go with \"fleet\"");
        }
        if (input.objection() != null) {
            return new AdminReply.Bad(input.objection());
        }
        Duration after = Duration.ofSeconds(notice == null ? 0 : notice);
        return world.with(market -> {
            List<String> victims = fleet == null ? ids : members(market, fleet, count, fraction);
            return changed(market, victims, id -> market.reclaim(id, after));
        });
    }

    /** The oldest spot instances of a fleet that are not being reclaimed yet. */
    private static List<String> members(
            SpotMarket market, String fleet, @Nullable Integer count, @Nullable Double fraction) {
        List<String> members =
                market.all().stream()
                        .filter(instance -> fleet.equals(instance.tags().get(FleetCensus.FLEET)))
                        .filter(instance -> instance.pool().market() == Market.SPOT)
                        .filter(instance -> instance.state().isLive())
                        .filter(instance -> instance.reclaimAt() == null)
                        .map(Instance::id)
                        .toList();
        long limit = members.size();
        if (count != null) {
            limit = count;
        } else if (fraction != null) {
            limit = (long) Math.ceil(fraction * members.size());
        }
        return members.stream().limit(limit).toList();
    }

    AdminReply stop(JsonNode body) {
        AdminInput input = new AdminInput(body, "ids");
        List<String> ids = input.texts("ids");
        if (ids.isEmpty()) {
            input.object("\"ids\" must be given");
        }
        return input.objection() != null
                ? new AdminReply.Bad(input.objection())
                : world.with(market -> changed(market, ids, market::stop));
    }

    AdminReply untag(JsonNode body) {
        AdminInput input = new AdminInput(body, "ids", "key");
        List<String> ids = input.texts("ids");
        String key = input.text("key");
        if (ids.isEmpty()) {
            input.object("\"ids\" must be given");
        }
        return input.objection() != null
                ? new AdminReply.Bad(input.objection())
                : world.with(market -> changed(market, ids, id -> untag(market, id, key)));
    }

    private static boolean untag(SpotMarket market, String id, String key) {
        return owner(market, id).map(owner -> market.detachTag(owner, id, key)).orElse(false);
    }

    private static Optional<String> owner(SpotMarket market, String id) {
        return market.all().stream()
                .filter(instance -> instance.id().equals(id))
                .map(Instance::owner)
                .findFirst();
    }

    /** Does something to each instance; nothing at all if one of them does not exist. */
    private static AdminReply changed(
            SpotMarket market, List<String> ids, Predicate<String> change) {
        Set<String> known = new HashSet<>();
        market.all().forEach(instance -> known.add(instance.id()));
        for (String id : ids) {
            if (!known.contains(id)) {
                return new AdminReply.Bad("there is no instance " + id);
            }
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode done = answer.putArray("ids");
        ids.stream().filter(change).forEach(done::add);
        return new AdminReply.Ok(answer);
    }
}
