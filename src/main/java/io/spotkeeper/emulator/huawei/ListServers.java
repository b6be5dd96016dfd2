package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.world.World;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lists servers, newest first, so that a launch between two pages shifts the second. */
final class ListServers {
    private static final int STANDARD_LIMIT = 25;
    private static final int MOST = 1000;
    private static final int STANDARD_MARKER_LIMIT = 10;
    private static final int MOST_BY_MARKER = 100;

    private final World world;
    private final ServerViews views;

    ListServers(World world, ServerViews views) {
        this.world = world;
        this.views = views;
    }

    /** The older listing. Its offset is the number of a page, from 1; 0 is the first page too. */
    Reply details(HuaweiCall call) {
        call.pause().run();
        int limit = call.number("limit", STANDARD_LIMIT, 1, MOST);
        int page = call.number("offset", 1, 0, Integer.MAX_VALUE);
        if (limit < 0 || page < 0) {
            return Errors.invalid("The limit must be 1 to 1000, the offset a page number.");
        }
        List<String> ids = call.queries("server_id");
        if (!ids.isEmpty()) {
            return world.with(market -> byIds(market, call, ids));
        }
        return world.with(market -> {
            List<Instance> all = filtered(market, call);
            String marker = call.query("marker");
            List<Instance> rest = Listings.after(all, marker, Instance::id);
            if (rest == null) {
                return Errors.invalid("The marker is the ID of no server: " + marker);
            }
            long skipped = marker == null ? (long) (Math.max(page, 1) - 1) * limit : 0;
            List<Instance> rows = rest.stream().skip(skipped).limit(limit).toList();
            return Reply.ok(answer(market, rows, views::detail).put("count", all.size()));
        });
    }

    /** All other filters are ignored, and what does not exist is told in its row. */
    private Reply byIds(SpotMarket market, HuaweiCall call, List<String> ids) {
        ObjectNode answer = Reply.object();
        ArrayNode servers = answer.putArray("servers");
        for (String id : new LinkedHashSet<>(ids)) {
            Instance instance = ServerBook.find(market, call, id, views.making());
            if (instance == null) {
                servers.addObject()
                        .put("id", id)
                        .putObject("fault")
                        .put("code", 404)
                        .put("message", "Instance[" + id + "] could not be found.");
            } else {
                servers.add(views.detail(market, instance));
            }
        }
        return Reply.ok(answer.put("count", servers.size()));
    }

    /** The newer listing, by marker only. */
    Reply byMarker(HuaweiCall call) {
        call.pause().run();
        int limit = call.number("limit", STANDARD_MARKER_LIMIT, 1, MOST_BY_MARKER);
        if (limit < 0) {
            return Errors.invalid("The limit must be 1 to 100.");
        }
        List<String> ids = call.queries("id");
        return world.with(market -> {
            List<Instance> all =
                    filtered(market, call).stream()
                            .filter(instance -> ids.isEmpty() || ids.contains(instance.id()))
                            .toList();
            String marker = call.query("marker");
            List<Instance> rest = Listings.after(all, marker, Instance::id);
            if (rest == null) {
                return Errors.invalid("The marker is the ID of no server: " + marker);
            }
            List<Instance> rows = rest.stream().limit(limit).toList();
            ObjectNode answer =
                    answer(market, rows, views::row).put("request_id", call.requestId());
            if (rest.size() > rows.size()) {
                answer.putArray("servers_links")
                        .addObject()
                        .put("rel", "next")
                        .put("href", "?limit=" + limit + "&marker=" + rows.getLast().id());
            }
            return Reply.ok(answer);
        });
    }

    private static ObjectNode answer(
            SpotMarket market,
            List<Instance> rows,
            BiFunction<SpotMarket, Instance, ObjectNode> view) {
        ObjectNode answer = Reply.object();
        ArrayNode servers = answer.putArray("servers");
        rows.forEach(instance -> servers.add(view.apply(market, instance)));
        return answer;
    }

    private List<Instance> filtered(SpotMarket market, HuaweiCall call) {
        Stream<Instance> servers =
                ServerBook.visible(market, call, views.making()).stream()
                        .filter(instance -> hasTags(market, instance, call.queries("tags")))
                        .filter(instance -> lacksTags(market, instance, call.queries("not-tags")));
        String name = call.query("name");
        if (name != null) {
            Pattern pattern = fuzzy(name);
            servers = servers.filter(i -> pattern.matcher(ServerBook.details(i).name()).find());
        }
        servers = equal(servers, call.query("status"), ServerViews::status);
        servers = equal(servers, call.query("flavor"), i -> i.pool().instanceType());
        servers = equal(servers, call.query("flavor_name"), i -> i.pool().instanceType());
        servers = equal(servers, call.query("ip_eq"), i -> ServerBook.details(i).privateIp());
        servers = equal(servers, call.query("charging_mode"), ServerViews::chargingMode);
        servers = equal(servers, call.query("image_id"), i -> ServerBook.details(i).imageId());
        servers = equal(servers, zone(call), i -> i.pool().zone());
        String ip = call.query("ip");
        if (ip != null) {
            servers = servers.filter(i -> ServerBook.details(i).privateIp().contains(ip));
        }
        String project = call.query("enterprise_project_id");
        if (project != null && !project.equals("all_granted_eps")) {
            servers =
                    equal(
                            servers,
                            project,
                            i -> ServerViews.enterpriseProject(ServerBook.details(i)));
        }
        return servers.toList();
    }

    private static @Nullable String zone(HuaweiCall call) {
        String exact = call.query("availability_zone_eq");
        return exact == null ? call.query("availability_zone") : exact;
    }

    private static Stream<Instance> equal(
            Stream<Instance> servers, @Nullable String wanted, Function<Instance, String> actual) {
        return wanted == null
                ? servers
                : servers.filter(instance -> actual.apply(instance).equalsIgnoreCase(wanted));
    }

    /** A name is looked for as a regular expression, or as it stands if it is none. */
    private static Pattern fuzzy(String name) {
        try {
            return Pattern.compile(name);
        } catch (PatternSyntaxException e) {
            return Pattern.compile(Pattern.quote(name));
        }
    }

    /** Filters are {@code key=value}, or {@code key} for any value; all must hold. */
    private static boolean hasTags(SpotMarket market, Instance instance, List<String> wanted) {
        Map<String, String> tags = instance.visibleTags(market.now());
        return wanted.stream().allMatch(filter -> holds(tags, filter));
    }

    private static boolean lacksTags(SpotMarket market, Instance instance, List<String> unwanted) {
        Map<String, String> tags = instance.visibleTags(market.now());
        return unwanted.stream().noneMatch(filter -> holds(tags, filter));
    }

    private static boolean holds(Map<String, String> tags, String filter) {
        int equals = filter.indexOf('=');
        return equals < 0
                ? tags.containsKey(filter)
                : filter.substring(equals + 1).equals(tags.get(filter.substring(0, equals)));
    }
}
