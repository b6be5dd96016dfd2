package io.spotkeeper.emulator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.market.CapacityPool;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.Quote;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.world.World;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What can be looked at. */
final class Views {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final World world;

    Views(World world) {
        this.world = world;
    }

    AdminReply state() {
        ObjectNode state = NODES.objectNode();
        // One look under one lock, so that the parts agree with each other.
        world.with(market -> {
            state.put("time", market.now().toString());
            state.put("requests", world.journal().total());
            state.set("instances", instances(market));
            state.set("fleets", AdminApi.JSON.valueToTree(world.fleets()));
            state.set("intents", AdminApi.JSON.valueToTree(world.intents()));
            state.set("leftovers", AdminApi.JSON.valueToTree(world.leftovers().all()));
            state.set("pools", pools(market));
            return state;
        });
        return new AdminReply.Ok(state);
    }

    private ArrayNode instances(SpotMarket market) {
        ArrayNode rows = NODES.arrayNode();
        Map<String, String> keys = new HashMap<>();
        world.accounts().forEach(account -> keys.putIfAbsent(account.uin(), account.secretId()));
        market.all().forEach(instance -> rows.add(row(instance, keys)));
        return rows;
    }

    /** An owner is shown by the first of its keys, as in the journal. */
    private static ObjectNode row(Instance instance, Map<String, String> keys) {
        CapacityPool pool = instance.pool();
        ObjectNode row =
                NODES.objectNode()
                        .put("id", instance.id())
                        .put("account", keys.getOrDefault(instance.owner(), instance.owner()))
                        .put("owner", instance.owner())
                        .put("region", pool.region())
                        .put("zone", pool.zone())
                        .put("instanceType", pool.instanceType())
                        .put("market", pool.market().label())
                        .put("state", instance.state().name())
                        .put("createdAt", instance.createdAt().toString())
                        .put("price", instance.price())
                        .put("currency", instance.bid().currency())
                        .put("maxPrice", instance.bid().maxPrice());
        row.put("reclaimAt", instance.reclaimAt() == null ? null : instance.reclaimAt().toString());
        ObjectNode tags = row.putObject("tags");
        new TreeMap<>(instance.tags()).forEach(tags::put);
        return row;
    }

    private static ArrayNode pools(SpotMarket market) {
        ArrayNode rows = NODES.arrayNode();
        for (CapacityPool pool : market.pools()) {
            Quote quote = market.quote(pool);
            if (quote != null) {
                ObjectNode row =
                        rows.addObject()
                                .put("region", pool.region())
                                .put("zone", pool.zone())
                                .put("instanceType", pool.instanceType())
                                .put("market", pool.market().label())
                                .put("stock", quote.available());
                ObjectNode prices = row.putObject("prices");
                new TreeMap<>(quote.prices()).forEach(prices::put);
            }
        }
        return rows;
    }

    AdminReply requests(Map<String, String> query) {
        String since = query.getOrDefault("since", "0");
        if (!since.matches("\\d{1,18}")) {
            return new AdminReply.Bad("\"since\" must be the number of an entry, 0 or more");
        }
        String action = query.getOrDefault("action", "");
        JsonNode entries =
                AdminApi.JSON.valueToTree(
                        world.journal()
                                .entries(action.isEmpty() ? null : action, Long.parseLong(since)));
        return new AdminReply.Ok(entries);
    }

    AdminReply counts() {
        ObjectNode counts = NODES.objectNode();
        counts.put("total", world.journal().total());
        ObjectNode actions = counts.putObject("actions");
        world.journal().counts().forEach(actions::put);
        return new AdminReply.Ok(counts);
    }
}
