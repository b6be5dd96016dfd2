package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.world.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** Tags of running servers. */
final class Tagging {
    private static final int MOST_ROWS = 1000;

    private final World world;
    private final ServerViews views;

    Tagging(World world, ServerViews views) {
        this.world = world;
        this.views = views;
    }

    /** Puts tags on a server; one of the same key is replaced. */
    Reply create(HuaweiCall call) {
        return change(
                call,
                (instance, tags) -> {
                    TreeSet<String> keys = new TreeSet<>(instance.tags().keySet());
                    keys.addAll(tags.keySet());
                    if (keys.size() > ServerChecks.MAX_TAGS) {
                        return Errors.of("Ecs.0905", "A server can have at most 10 tags.");
                    }
                    tags.forEach((key, value) ->
                            world.attachTag(call.owner(), instance.id(), key, value));
                    return Reply.empty(204);
                });
    }

    /** Takes tags off a server; those that it does not have do no harm. */
    Reply delete(HuaweiCall call) {
        return change(
                call,
                (instance, tags) -> {
                    world.with(market -> {
                        tags.keySet()
                                .forEach(key -> market.detachTag(call.owner(), instance.id(), key));
                        return tags;
                    });
                    return Reply.empty(204);
                });
    }

    @FunctionalInterface
    private interface Change {
        Reply apply(Instance instance, Map<String, String> tags);
    }

    private Reply change(HuaweiCall call, Change change) {
        call.pause().run();
        Fields.Objection objection = new Fields.Objection();
        Fields body = Fields.of(call.body(), objection);
        Map<String, String> tags = new LinkedHashMap<>();
        for (Fields tag : body.objects("tags")) {
            String value = tag.optionalText("value");
            String key = tag.text("key");
            if (!ServerChecks.TAG_KEY.matcher(key).matches()
                    || (value != null && !ServerChecks.TAG_VALUE.matcher(value).matches())) {
                tag.object("key", "or the value is malformed");
            }
            tags.put(key, value == null ? "" : value);
        }
        if (tags.isEmpty() || tags.size() > ServerChecks.MAX_TAGS) {
            body.object("tags", "must have 1 to 10 entries");
        }
        if (objection.text() != null) {
            return Errors.invalid(objection.text());
        }
        return world.with(market -> {
            String id = call.path("server_id");
            Instance instance = ServerBook.find(market, call, id, views.making());
            return instance == null ? Errors.noServer(id) : change.apply(instance, tags);
        });
    }

    /** The tags of a server, as far as they show. */
    Reply show(HuaweiCall call) {
        call.pause().run();
        String id = call.path("server_id");
        return world.with(market -> {
            Instance instance = ServerBook.find(market, call, id, views.making());
            if (instance == null) {
                return Errors.noServer(id);
            }
            ObjectNode answer = Reply.object();
            answer.set("tags", tags(market, instance));
            return Reply.ok(answer);
        });
    }

    private static ArrayNode tags(SpotMarket market, Instance instance) {
        ArrayNode tags = Reply.object().arrayNode();
        new TreeMap<>(instance.visibleTags(market.now()))
                .forEach((key, value) -> tags.addObject().put("key", key).put("value", value));
        return tags;
    }

    /** All keys in use in a project with their values. */
    Reply all(HuaweiCall call) {
        call.pause().run();
        return world.with(market -> {
            Map<String, TreeSet<String>> all = new TreeMap<>();
            ServerBook.visible(market, call, views.making())
                    .forEach(instance ->
                            instance.visibleTags(market.now())
                                    .forEach((key, value) ->
                                            all.computeIfAbsent(key, k -> new TreeSet<>())
                                                    .add(value)));
            ObjectNode answer = Reply.object();
            ArrayNode tags = answer.putArray("tags");
            all.forEach((key, values) -> {
                ArrayNode list = tags.addObject().put("key", key).putArray("values");
                values.forEach(list::add);
            });
            return Reply.ok(answer);
        });
    }

    /** Finds servers by their tags: all keys, and of each key any of the values. */
    Reply filter(HuaweiCall call) {
        call.pause().run();
        Fields.Objection objection = new Fields.Objection();
        Fields body = Fields.of(call.body(), objection);
        String action = body.word("action", "", "filter", "count");
        int limit = whole(body, "limit", MOST_ROWS, 1);
        int offset = whole(body, "offset", 0, 0);
        if (action.isEmpty()) {
            body.object("action", "must be filter or count");
        }
        List<Fields> wanted = body.objects("tags");
        List<Fields> unwanted = body.objects("not_tags");
        if (objection.text() != null) {
            return Errors.invalid(objection.text());
        }
        return world.with(market -> {
            List<Instance> found =
                    ServerBook.visible(market, call, views.making()).stream()
                            .filter(i -> wanted.stream().allMatch(tag -> has(market, i, tag)))
                            .filter(i -> unwanted.stream().noneMatch(tag -> has(market, i, tag)))
                            .filter(i -> matches(i, body.node().path("matches")))
                            .toList();
            ObjectNode answer = Reply.object();
            if (action.equals("filter")) {
                ArrayNode rows = answer.putArray("resources");
                found.stream()
                        .skip(offset)
                        .limit(limit)
                        .forEach(instance -> {
                            ObjectNode row =
                                    rows.addObject()
                                            .put("resource_id", instance.id())
                                            .put(
                                                    "resource_name",
                                                    ServerBook.details(instance).name())
                                            .put("resource_detail", "");
                            row.set("tags", tags(market, instance));
                        });
            }
            return Reply.ok(answer.put("total_count", found.size()));
        });
    }

    /** Clients send these numbers as texts, too. */
    private static int whole(Fields body, String name, int otherwise, int least) {
        JsonNode value = body.node().path(name);
        if (value.isTextual() && value.asText().matches("\\d{1,9}")) {
            return Math.max(least, Integer.parseInt(value.asText()));
        }
        return body.optionalWhole(name, otherwise, least, Integer.MAX_VALUE);
    }

    private static boolean has(SpotMarket market, Instance instance, Fields tag) {
        String value = instance.visibleTags(market.now()).get(tag.text("key"));
        JsonNode values = tag.node().path("values");
        return value != null
                && (values.isEmpty()
                        || StreamSupport.stream(values.spliterator(), false)
                                .anyMatch(wanted -> wanted.asText().equals(value)));
    }

    private static boolean matches(Instance instance, JsonNode matches) {
        for (JsonNode match : matches) {
            boolean isName = match.path("key").asText().equals("resource_name");
            String part = match.path("value").asText();
            if (isName && !ServerBook.details(instance).name().contains(part)) {
                return false;
            }
        }
        return true;
    }
}
