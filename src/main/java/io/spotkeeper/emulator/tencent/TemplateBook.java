package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.tencent.Reply.Refusal;
import io.spotkeeper.emulator.wire.Digests;
import io.spotkeeper.emulator.world.Scenario;
import io.spotkeeper.emulator.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The launch templates of all owners. To be used under the world's lock. */
final class TemplateBook {
    /** Nothing changes which version is the default one; it begins as the first. */
    static final int DEFAULT_VERSION = 1;

    private static final Pattern ID = Pattern.compile("lt-[0-9a-z]{1,32}");
    private static final int ID_LENGTH = 8;
    private static final String ZONE = "/Placement/Zone";

    /**
     * A version; its number is its place in the template, from 1.
     *
     * @param data the fields of a launch that it gives
     */
    record Version(ObjectNode data, String description, Instant createdAt) {}

    /**
     * A template of an owner, or of all.
     *
     * @param owner whose it is; null for everybody's
     * @param tags tags of the template itself
     */
    record Template(
            @Nullable String owner,
            String region,
            String id,
            String name,
            Map<String, String> tags,
            List<Version> versions) {
        Template {
            tags = Map.copyOf(tags);
            versions = List.copyOf(versions);
        }

        /** A version by its number; null if there is none. */
        @Nullable Version version(long number) {
            return number < 1 || number > versions.size() ? null : versions.get((int) number - 1);
        }
    }

    private final World world;
    private final Instant openedAt;
    private final List<Template> templates = new ArrayList<>();
    private int made;

    TemplateBook(World world) {
        this.world = world;
        this.openedAt = world.now();
        fill();
        world.onReset(this::fill);
    }

    private void fill() {
        templates.clear();
        made = 0;
        for (Scenario.LaunchTemplate template : world.scenario().launchTemplates()) {
            String zone = template.versions().getFirst().at(ZONE).asText();
            Scenario.Region region = world.scenario().regionOfZone(zone);
            // A scenario with regions of its own may keep the built-in templates.
            if (region != null) {
                templates.add(
                        new Template(
                                null,
                                region.name(),
                                template.id(),
                                template.name(),
                                Map.of(),
                                template.versions().stream()
                                        .map(data -> new Version(data, "", openedAt))
                                        .toList()));
            }
        }
    }

    // ---- read ----

    /** The templates that a caller can use in its region, oldest first. */
    List<Template> of(ApiCall call) {
        return templates.stream()
                .filter(template -> template.region().equals(call.region()))
                .filter(template ->
                        template.owner() == null || template.owner().equals(call.account().uin()))
                .toList();
    }

    @Nullable Template find(ApiCall call, String id) {
        return of(call).stream().filter(t -> t.id().equals(id)).findFirst().orElse(null);
    }

    static @Nullable Refusal objection(String id) {
        return ID.matcher(id).matches()
                ? null
                : new Refusal(
                        "InvalidParameterValue.LaunchTemplateIdMalformed",
                        "The launch template id `" + id + "` is malformed.");
    }

    static Refusal absent(String id) {
        return new Refusal(
                "InvalidParameterValue.LaunchTemplateIdNotExisted",
                "The launch template " + id + " does not exist.");
    }

    static Refusal absent(String id, long version) {
        return new Refusal(
                "InvalidParameterValue.LaunchTemplateIdVerNotExisted",
                "The launch template " + id + " has no version " + version + ".");
    }

    // ---- launch ----

    /** What a call that names a template asks for in all, or why it cannot. */
    sealed interface Whole {
        /** The call's own fields, and where it has none those of its template. */
        record Call(ApiCall call) implements Whole {}

        /** There is no such template or version. */
        record Refused(Refusal refusal) implements Whole {}
    }

    /** A launch or an inquiry with its template, if it names one, filled in. */
    Whole whole(ApiCall call) {
        if (!call.has("/LaunchTemplate")) {
            return new Whole.Call(call);
        }
        String id = call.text("/LaunchTemplate/LaunchTemplateId", "");
        long number = call.number("/LaunchTemplate/LaunchTemplateVersion", DEFAULT_VERSION);
        Refusal refusal = objection(id);
        if (refusal != null) {
            return new Whole.Refused(refusal);
        }
        return world.with(market -> {
            Template template = find(call, id);
            Version version = template == null ? null : template.version(number);
            if (version == null) {
                return new Whole.Refused(template == null ? absent(id) : absent(id, number));
            }
            ObjectNode params = version.data().deepCopy();
            // A token names one request, not all that are made from a template.
            params.remove("ClientToken");
            params.setAll(call.params());
            params.remove("LaunchTemplate");
            return new Whole.Call(call.with(params));
        });
    }

    // ---- change ----

    /** Adds a template with its first version and returns its id. */
    String add(ApiCall call, String name, Map<String, String> tags, Version first) {
        made++;
        String id =
                "lt-"
                        + Digests.sha256Hex(Digests.bytes(call.account().uin() + "/" + made))
                                .substring(0, ID_LENGTH);
        templates.add(
                new Template(call.account().uin(), call.region(), id, name, tags, List.of(first)));
        return id;
    }

    /** Adds a version to a template and returns its number. */
    int add(Template template, Version version) {
        List<Version> versions = new ArrayList<>(template.versions());
        versions.add(version);
        templates.set(
                templates.indexOf(template),
                new Template(
                        template.owner(),
                        template.region(),
                        template.id(),
                        template.name(),
                        template.tags(),
                        versions));
        return versions.size();
    }
}
