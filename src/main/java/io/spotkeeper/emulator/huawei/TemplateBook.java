package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.world.HuaweiWorld.LaunchTemplate;
import io.spotkeeper.emulator.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The launch templates of all accounts. To be used under the world's lock. */
final class TemplateBook {
    /**
     * A template of an account, or of all.
     *
     * @param owner whose it is; null for everybody's
     * @param template what it says
     * @param description its description
     * @param createdAt when it was made
     */
    record Entry(
            @Nullable String owner,
            LaunchTemplate template,
            String description,
            Instant createdAt) {}

    private final World world;
    private final Instant openedAt;
    private final List<Entry> entries = new ArrayList<>();

    TemplateBook(World world) {
        this.world = world;
        this.openedAt = world.now();
        fill();
        world.onReset(this::fill);
    }

    private void fill() {
        entries.clear();
        world.scenario()
                .huawei()
                .launchTemplates()
                .forEach(template -> entries.add(new Entry(null, template, "", openedAt)));
    }

    /** The templates that an account can use, oldest first. */
    List<Entry> of(String owner) {
        return entries.stream()
                .filter(entry -> entry.owner() == null || entry.owner().equals(owner))
                .toList();
    }

    void add(Entry entry) {
        entries.add(entry);
    }

    /** Removes an account's own template; returns whether there was one. */
    boolean remove(String owner, String id) {
        return entries.removeIf(
                entry -> owner.equals(entry.owner()) && entry.template().id().equals(id));
    }

    /** What a version of a template says; null if there is no such version. */
    @Nullable JsonNode data(String owner, String id, int version) {
        return world.with(market ->
                of(owner).stream()
                        .map(Entry::template)
                        .filter(template -> template.id().equals(id))
                        .filter(template -> version >= 1 && version <= template.versions().size())
                        .map(template -> template.versions().get(version - 1))
                        .findFirst()
                        .orElse(null));
    }

    /**
     * What in a template keeps an auto launch group from using it, after the constraints of its
     * page; null if nothing does.
     */
    static @Nullable String objection(JsonNode data) {
        String market = data.path("market_options").path("market_type").asText("postpaid");
        if (market.toLowerCase(Locale.ROOT).equals("prepaid")) {
            return "is billed yearly or monthly, which is not supported";
        }
        for (JsonNode network : data.path("network_interfaces")) {
            if (network.path("ipv6_enable").asBoolean(false) || network.has("ipv6_bandwidth")) {
                return "has IPv6, which is not supported";
            }
            if (network.hasNonNull("driver_mode")) {
                return "sets the network's driver_mode, which is not supported";
            }
        }
        for (JsonNode disk : data.path("block_device_mappings")) {
            if (disk.path("volume_type").asText().endsWith("100ums")) {
                return "has a 100ums disk, which is not supported";
            }
        }
        return data.path("flavor_id").asText().startsWith("physical.")
                ? "is of a bare metal server, which is not supported"
                : null;
    }

    /** A template's data in the fields of a create call. */
    static ObjectNode request(JsonNode data) {
        ObjectNode request = Reply.object();
        JsonNode networks = data.path("network_interfaces");
        String subnet = networks.path(0).path("virsubnet_id").asText();
        request.put("vpcid", Launches.id("vpc of " + subnet));
        ArrayNode nics = request.putArray("nics");
        networks.forEach(network ->
                nics.addObject().put("subnet_id", network.path("virsubnet_id").asText()));
        ArrayNode groups = request.putArray("security_groups");
        data.path("security_group_ids").forEach(id -> groups.addObject().put("id", id.asText()));
        ArrayNode volumes = request.putArray("data_volumes");
        for (JsonNode disk : data.path("block_device_mappings")) {
            if (disk.path("source_type").asText().equals("image")) {
                request.put("imageRef", disk.path("source_id").asText());
            } else {
                volumes.addObject()
                        .put("volumetype", disk.path("volume_type").asText())
                        .put("size", disk.path("volume_size").asInt())
                        .put(
                                "delete_on_termination",
                                disk.path("attachment")
                                        .path("delete_on_termination")
                                        .asBoolean(false));
            }
        }
        JsonNode publicIp = data.path("internet_access").path("publicip");
        if (publicIp.isObject()) {
            request.putObject("publicip")
                    .put(
                            "delete_on_termination",
                            publicIp.path("delete_on_termination").asBoolean(false));
        }
        request.set("metadata", data.path("metadata").isObject() ? data.path("metadata") : null);
        request.put("key_name", data.path("os_profile").path("key_name").asText(""));
        request.put("user_data", data.path("os_profile").path("user_data").asText(""));
        return request;
    }

    /** The tags that a template gives to its servers. */
    static Map<String, String> tags(JsonNode data) {
        Map<String, String> tags = new TreeMap<>();
        for (JsonNode option : data.path("tag_options")) {
            for (JsonNode tag : option.path("tags")) {
                tags.put(tag.path("key").asText(), tag.path("value").asText());
            }
        }
        return tags;
    }
}
