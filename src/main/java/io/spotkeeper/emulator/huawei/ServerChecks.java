package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotkeeper.emulator.huawei.Reply.Refusal;
import io.spotkeeper.emulator.market.Bid;
import io.spotkeeper.emulator.market.CapacityPool;
import io.spotkeeper.emulator.market.Market;
import io.spotkeeper.emulator.market.Quote;
import io.spotkeeper.emulator.world.World;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads create calls and checks all that does not depend on price and stock. */
final class ServerChecks {
    static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}");
    static final Pattern TAG_KEY = Pattern.compile("[A-Za-z0-9_-]{1,36}");
    static final Pattern TAG_VALUE = Pattern.compile("[A-Za-z0-9_.-]{0,43}");
    static final int MAX_TAGS = 10;

    private static final Pattern NAME = Pattern.compile("[\\p{IsHan}A-Za-z0-9_.-]{1,64}");
    private static final int LONGEST_BATCH_NAME = 59;
    private static final int MAX_METADATA = 10;
    private static final int MAX_USER_DATA = 32 * 1024;
    private static final int MAX_DATA_DISKS = 59;
    private static final Set<String> DISK_TYPES =
            Set.of("SATA", "SAS", "SSD", "GPSSD", "ESSD", "GPSSD2", "ESSD2");

    private final World world;

    ServerChecks(World world) {
        this.world = world;
    }

    /** What came of reading a call. */
    sealed interface Reading {
        record Good(ServerOrder order) implements Reading {}

        record Bad(Refusal refusal) implements Reading {}
    }

    Reading read(HuaweiCall call) {
        Fields.Objection objection = new Fields.Objection();
        Fields server = Fields.of(call.body(), objection).object("server");
        int most = world.scenario().huawei().rules().maxServersPerCall();
        int count = server.optionalWhole("count", 1, 1, Integer.MAX_VALUE);
        String name = name(server, count);
        network(server);
        disks(server);
        userData(server);
        if (server.node().path("metadata").size() > MAX_METADATA) {
            server.object("metadata", "has more than 10 entries");
        }
        Fields extend = server.optionalObject("extendparam");
        charging(extend);
        Market market =
                extend.word("marketType", "", "", "spot").equals("spot")
                        ? Market.SPOT
                        : Market.ON_DEMAND;
        Map<String, String> tags = tags(server);
        BigDecimal spotPrice = market == Market.SPOT ? spotPrice(extend) : null;
        String zone = zone(call, server);
        String flavor = server.text("flavorRef");
        if (objection.text() != null) {
            return new Reading.Bad(Errors.invalid(objection.text()));
        }
        String region = region(zone);
        CapacityPool pool = new CapacityPool(region, zone, flavor, market);
        Refusal refusal = refusal(call, pool, extend, tags, count, most);
        refusal = refusal == null ? bidRefusal(call, pool, spotPrice) : refusal;
        if (refusal != null) {
            return new Reading.Bad(refusal);
        }
        Bid bid = new Bid(call.account().site().currency(), bid(call, pool, spotPrice));
        return new Reading.Good(new ServerOrder(pool, count, bid, name, tags, server.node()));
    }

    private static String name(Fields server, int count) {
        String name = server.text("name");
        if (!NAME.matcher(name).matches()) {
            server.object("name", "must have 1 to 64 of Chinese, letters, digits, _, - and .");
        } else if (count > 1 && name.length() > LONGEST_BATCH_NAME) {
            server.object("name", "must have at most 59 characters when count is above 1");
        }
        return name;
    }

    private static void network(Fields server) {
        uuid(server, "imageRef");
        uuid(server, "vpcid");
        if (server.objects("nics").isEmpty()) {
            server.object("nics", "is required");
        }
        server.objects("nics")
                .forEach(nic -> {
                    uuid(nic, "subnet_id");
                    if (nic.flag("ipv6_enable")) {
                        nic.object("ipv6_enable", "is not emulated");
                    }
                });
        server.objects("security_groups").forEach(group -> uuid(group, "id"));
        Fields publicIp = server.optionalObject("publicip");
        if (server.has("publicip") && !publicIp.has("id")) {
            publicIp.object("eip").text("iptype");
        }
    }

    private static void uuid(Fields fields, String name) {
        String value = fields.text(name);
        if (!value.isEmpty() && !UUID.matcher(value).matches()) {
            fields.object(name, "must be a UUID");
        }
    }

    private static void disks(Fields server) {
        diskType(server.object("root_volume"));
        if (server.objects("data_volumes").size() > MAX_DATA_DISKS) {
            server.object("data_volumes", "has more than " + MAX_DATA_DISKS + " entries");
        }
        server.objects("data_volumes")
                .forEach(volume -> {
                    diskType(volume);
                    volume.whole("size", 10, 32768);
                    volume.flag("delete_on_termination");
                });
    }

    private static void diskType(Fields volume) {
        String type = volume.text("volumetype");
        if (!type.isEmpty() && !DISK_TYPES.contains(type)) {
            volume.object("volumetype", "is no disk type");
        }
    }

    private static void userData(Fields server) {
        String text = server.optionalText("user_data");
        if (text == null) {
            return;
        }
        try {
            if (Base64.getDecoder().decode(text).length > MAX_USER_DATA) {
                server.object("user_data", "has more than 32 KB");
            }
        } catch (IllegalArgumentException e) {
            server.object("user_data", "must be encoded with Base64");
        }
    }

    /** A word in the newer call, a number in the older one. */
    private static void charging(Fields extend) {
        JsonNode mode = extend.node().path("chargingMode");
        String word = mode.asText("postPaid");
        if (!Set.of("", "0", "postPaid").contains(mode.isMissingNode() ? "" : word)) {
            extend.object("chargingMode", "must be postPaid: prepaid servers are not emulated");
        }
    }

    /** Both forms of tags, the newer one last. */
    private static Map<String, String> tags(Fields server) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (JsonNode tag : server.node().path("tags")) {
            String text = tag.asText();
            int dot = text.indexOf('.');
            tags.put(
                    dot < 0 ? text : text.substring(0, dot),
                    dot < 0 ? "" : text.substring(dot + 1));
        }
        for (Fields tag : server.objects("server_tags")) {
            String value = tag.optionalText("value");
            tags.put(tag.text("key"), value == null ? "" : value);
        }
        tags.forEach((key, value) -> {
            if (!TAG_KEY.matcher(key).matches() || !TAG_VALUE.matcher(value).matches()) {
                server.object(
                        "server_tags",
                        "has keys of other than 1 to 36 letters, digits, _ and -, or values of"
                                + " more than 43 of these and .");
            }
        });
        return tags;
    }

    private static @Nullable BigDecimal spotPrice(Fields extend) {
        String text = extend.optionalText("spotPrice");
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (!text.matches("\\d{1,6}(\\.\\d{1,8})?") || new BigDecimal(text).signum() == 0) {
            extend.object("spotPrice", "must be a price above 0");
            return null;
        }
        return new BigDecimal(text);
    }

    /** The zone that was asked for, else the first one that sells the flavor. */
    private String zone(HuaweiCall call, Fields server) {
        String zone = server.optionalText("availability_zone");
        if (zone == null || zone.isEmpty()) {
            String flavor = server.node().path("flavorRef").asText();
            return world.with(open -> open.pools()).stream()
                    .filter(pool -> pool.instanceType().equals(flavor))
                    .filter(pool -> call.regions().contains(pool.region()))
                    .map(CapacityPool::zone)
                    .findFirst()
                    .orElse("");
        }
        if (!call.regions().contains(region(zone))) {
            server.object("availability_zone", "is no AZ of the project: " + zone);
        }
        return zone;
    }

    private String region(String zone) {
        var region = world.scenario().huawei().regionOfZone(zone);
        return region == null ? "" : region.name();
    }

    private @Nullable Refusal refusal(
            HuaweiCall call,
            CapacityPool pool,
            Fields extend,
            Map<String, String> tags,
            int count,
            int most) {
        boolean known =
                world.scenario().huawei().flavors().stream()
                        .anyMatch(type -> type.name().equals(pool.instanceType()));
        if (!known) {
            return Errors.of("Ecs.0029", "The flavor " + pool.instanceType() + " does not exist.");
        }
        if (count > most) {
            return Errors.of("Ecs.0913", "The count must be at most " + most + ".");
        }
        if (tags.size() > MAX_TAGS) {
            return Errors.of("Ecs.0905", "A server can have at most 10 tags.");
        }
        boolean spot = pool.market() == Market.SPOT;
        if (spot && extend.node().path("support_auto_recovery").asBoolean(false)) {
            return Errors.of("Ecs.0903", "A spot server does not support auto recovery.");
        }
        if (spot && !call.account().spotAllowed()) {
            return Errors.of("Ecs.0110", "The account is not allowed to buy spot servers.");
        }
        return spot ? blockRefusal(extend) : null;
    }

    /** Spot blocks: one to six hours, more than one block of six hours only. */
    private static @Nullable Refusal blockRefusal(Fields extend) {
        JsonNode hours = extend.node().path("spot_duration_hours");
        JsonNode count = extend.node().path("spot_duration_count");
        String policy = extend.node().path("interruption_policy").asText("immediate");
        if (!policy.equals("immediate")) {
            return Errors.invalid("The parameter interruption_policy must be immediate.");
        }
        if (hours.isMissingNode() || hours.isNull()) {
            return null;
        }
        if (hours.asInt() < 1 || hours.asInt() > Flavors.LONGEST_BLOCK_HOURS) {
            return Errors.of("Ecs.0076", "The spot_duration_hours must be 1 to 6.");
        }
        int blocks = count.asInt(1);
        int most = hours.asInt() == Flavors.LONGEST_BLOCK_HOURS ? Flavors.MOST_BLOCKS : 1;
        return blocks < 1 || blocks > most
                ? Errors.of("Ecs.0077", "The spot_duration_count must be 1 to " + most + ".")
                : null;
    }

    /** A bid must not be above the on-demand price, as the documentation of the call says. */
    private @Nullable Refusal bidRefusal(
            HuaweiCall call, CapacityPool pool, @Nullable BigDecimal spotPrice) {
        BigDecimal ceiling = onDemandPrice(call, pool);
        return spotPrice != null && ceiling != null && spotPrice.compareTo(ceiling) > 0
                ? Errors.invalid(
                        "The parameter spotPrice must not be above the on-demand price "
                                + ceiling
                                + ".")
                : null;
    }

    /** Without a bid of its own, a spot server bids the on-demand price. */
    private @Nullable BigDecimal bid(
            HuaweiCall call, CapacityPool pool, @Nullable BigDecimal spotPrice) {
        if (pool.market() == Market.ON_DEMAND || spotPrice != null) {
            return spotPrice;
        }
        return onDemandPrice(call, pool);
    }

    private @Nullable BigDecimal onDemandPrice(HuaweiCall call, CapacityPool pool) {
        CapacityPool onDemand =
                new CapacityPool(pool.region(), pool.zone(), pool.instanceType(), Market.ON_DEMAND);
        Quote quote = world.with(open -> open.quote(onDemand));
        return quote == null ? null : quote.prices().get(call.account().site().currency());
    }
}
