package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.tencent.Reply.Answer;
import io.spotkeeper.emulator.tencent.Reply.Refusal;
import io.spotkeeper.emulator.tencent.TemplateBook.Template;
import io.spotkeeper.emulator.tencent.TemplateBook.Version;
import io.spotkeeper.emulator.world.World;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes and shows launch templates and their versions. */
final class LaunchTemplates {
    // Source: the page of CreateLaunchTemplateVersion.
    private static final int MOST_VERSIONS = 30;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    private static final String LIMIT = "Limit";
    private static final String OFFSET = "Offset";

    /** Parameters that are of the template, not of the launches from it. */
    private static final Set<String> OWN =
            Set.of(
                    "LaunchTemplateName",
                    "LaunchTemplateId",
                    "LaunchTemplateVersion",
                    "LaunchTemplateVersionDescription",
                    "LaunchTemplateTagSpecification",
                    "TemplateDataModifyAction",
                    "DryRun");

    /** What LaunchTemplateVersionData shows of a version, as documented; nothing else. */
    private static final Set<String> SHOWN =
            Set.of(
                    "Placement",
                    "InstanceType",
                    "InstanceName",
                    "InstanceChargeType",
                    "SystemDisk",
                    "DataDisks",
                    "InternetAccessible",
                    "VirtualPrivateCloud",
                    "ImageId",
                    "SecurityGroupIds",
                    "LoginSettings",
                    "CamRoleName",
                    "HpcClusterId",
                    "InstanceCount",
                    "EnhancedService",
                    "UserData",
                    "DisasterRecoverGroupIds",
                    "ActionTimer",
                    "InstanceMarketOptions",
                    "HostName",
                    "ClientToken",
                    "InstanceChargePrepaid",
                    "TagSpecification",
                    "DisableApiTermination");

    private final World world;
    private final TemplateBook book;
    private final LaunchChecks launchChecks;
    private final TemplateChecks templateChecks;

    LaunchTemplates(World world, TemplateBook book) {
        this.world = world;
        this.book = book;
        this.launchChecks = new LaunchChecks(world);
        this.templateChecks = new TemplateChecks(world);
    }

    // ---- make ----

    Reply create(ApiCall call) {
        call.pause().run();
        String name = call.text("/LaunchTemplateName", "");
        if (name.length() < 2 || name.length() > 128) {
            return new Refusal(
                    "InvalidParameterValue.InvalidLaunchTemplateName",
                    "A launch template's name has 2 to 128 characters.");
        }
        ObjectNode data = call.params().deepCopy().without(OWN);
        Refusal refusal = objection(call, data);
        if (refusal != null) {
            return refusal;
        }
        if (call.flag("/DryRun")) {
            return new Answer(fields());
        }
        return world.with(market -> {
            String id = book.add(call, name, tags(call), version(call, data, market.now()));
            return new Answer(fields().put("LaunchTemplateId", id));
        });
    }

    Reply createVersion(ApiCall call) {
        call.pause().run();
        String id = call.text("/LaunchTemplateId", "");
        Refusal malformed = TemplateBook.objection(id);
        if (malformed != null) {
            return malformed;
        }
        return world.with(market -> {
            Template template = book.find(call, id);
            if (template == null) {
                return TemplateBook.absent(id);
            }
            long base = call.number("/LaunchTemplateVersion", TemplateBook.DEFAULT_VERSION);
            Version before = template.version(base);
            if (before == null) {
                return TemplateBook.absent(id, base);
            }
            ObjectNode data = before.data().deepCopy();
            ObjectNode given = call.params().deepCopy().without(OWN);
            data.setAll(given);
            Refusal refusal = objection(call, data);
            if (refusal == null && template.versions().size() >= MOST_VERSIONS) {
                refusal =
                        new Refusal(
                                "LimitExceeded.LaunchTemplateVersionQuota",
                                "A launch template can have 30 versions.");
            }
            if (refusal != null) {
                return refusal;
            }
            return new Answer(
                    call.flag("/DryRun")
                            ? fields()
                            : fields().put(
                                            "LaunchTemplateVersionNumber",
                                            book.add(template, version(call, data, market.now()))));
        });
    }

    /** Templates are held to what a launch is held to. */
    private @Nullable Refusal objection(ApiCall call, ObjectNode data) {
        String description = description(call);
        if (description.length() == 1 || description.length() > 256) {
            return new Refusal(
                    "InvalidParameterValue.InvalidLaunchTemplateVersionDescription",
                    "A version's description has 2 to 256 characters.");
        }
        ApiCall launch = call.with(data);
        Refusal refusal = launchChecks.firstObjection(launch);
        return refusal == null ? templateChecks.firstObjection(launch) : refusal;
    }

    private static Version version(ApiCall call, ObjectNode data, Instant now) {
        return new Version(data, description(call), now);
    }

    private static String description(ApiCall call) {
        return call.text("/LaunchTemplateVersionDescription", "");
    }

    private static Map<String, String> tags(ApiCall call) {
        Map<String, String> tags = new TreeMap<>();
        for (JsonNode specification : call.params().path("LaunchTemplateTagSpecification")) {
            for (JsonNode tag : specification.path("Tags")) {
                tags.put(tag.path("Key").asText(), tag.path("Value").asText());
            }
        }
        return tags;
    }

    // ---- show ----

    Reply list(ApiCall call) {
        call.pause().run();
        List<String> ids = call.texts("/LaunchTemplateIds");
        TemplateFilter filter = new TemplateFilter(call);
        Refusal refusal = ids.isEmpty() ? filter.objection() : idObjection(call, ids);
        refusal = refusal == null ? InstanceQuery.pageObjection(call) : refusal;
        if (refusal != null) {
            return refusal;
        }
        return world.with(market -> {
            for (String id : ids) {
                if (book.find(call, id) == null) {
                    return TemplateBook.absent(id);
                }
            }
            List<ObjectNode> rows =
                    book.of(call).stream()
                            .filter(template -> ids.isEmpty() || ids.contains(template.id()))
                            .filter(filter::matches)
                            .map(template -> row(call, template))
                            .toList();
            return page(call, "LaunchTemplateSet", rows);
        });
    }

    private static @Nullable Refusal idObjection(ApiCall call, List<String> ids) {
        if (call.has("/Filters/0")) {
            return new Refusal(
                    "InvalidParameter", "LaunchTemplateIds and Filters cannot be given together.");
        }
        for (String id : ids) {
            Refusal refusal = TemplateBook.objection(id);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private static ObjectNode row(ApiCall call, Template template) {
        return fields().put("LatestVersionNumber", template.versions().size())
                .put("LaunchTemplateId", template.id())
                .put("LaunchTemplateName", template.name())
                .put("DefaultVersionNumber", TemplateBook.DEFAULT_VERSION)
                .put("LaunchTemplateVersionCount", template.versions().size())
                .put("CreatedBy", call.account().uin())
                .put("CreationTime", TIME.format(template.versions().getFirst().createdAt()));
    }

    Reply versions(ApiCall call) {
        call.pause().run();
        String id = call.text("/LaunchTemplateId", "");
        Refusal refusal = TemplateBook.objection(id);
        refusal = refusal == null ? combination(call) : refusal;
        refusal = refusal == null ? InstanceQuery.pageObjection(call) : refusal;
        if (refusal != null) {
            return refusal;
        }
        return world.with(market -> {
            Template template = book.find(call, id);
            if (template == null) {
                return TemplateBook.absent(id);
            }
            List<ObjectNode> rows = new ArrayList<>();
            for (long number : numbers(call, template)) {
                Version version = template.version(number);
                if (version == null) {
                    return TemplateBook.absent(id, number);
                }
                rows.add(row(call, template, number, version));
            }
            return page(call, "LaunchTemplateVersionSet", rows);
        });
    }

    private static @Nullable Refusal combination(ApiCall call) {
        boolean both =
                call.has("/LaunchTemplateVersions/0")
                        && List.of("MinVersion", "MaxVersion", LIMIT, OFFSET, "DefaultVersion")
                                .stream()
                                .anyMatch(name -> call.has("/" + name));
        return both
                ? new Refusal(
                        "InvalidParameterCombination",
                        "LaunchTemplateVersions goes with no MinVersion, MaxVersion, Limit, Offset"
                                + " or DefaultVersion.")
                : null;
    }

    private static List<Long> numbers(ApiCall call, Template template) {
        JsonNode named = call.params().path("LaunchTemplateVersions");
        if (!named.isEmpty()) {
            return named.valueStream().map(JsonNode::asLong).distinct().toList();
        }
        if (call.flag("/DefaultVersion")) {
            return List.of((long) TemplateBook.DEFAULT_VERSION);
        }
        List<Long> numbers = new ArrayList<>();
        long first = Math.max(1, call.number("/MinVersion", 0));
        long last = Math.min(template.versions().size(), call.number("/MaxVersion", MOST_VERSIONS));
        for (long number = first; number <= last; number++) {
            numbers.add(number);
        }
        return numbers;
    }

    private static ObjectNode row(ApiCall call, Template template, long number, Version version) {
        ObjectNode row =
                fields().put("LaunchTemplateVersion", number)
                        .put("CreationTime", TIME.format(version.createdAt()))
                        .put("LaunchTemplateId", template.id())
                        .put("IsDefaultVersion", number == TemplateBook.DEFAULT_VERSION)
                        .put("LaunchTemplateVersionDescription", version.description())
                        .put("CreatedBy", Long.toString(call.account().appId()));
        ObjectNode data = version.data().deepCopy().retain(SHOWN);
        // Of the login the keys alone are shown, as documented.
        if (data.get("LoginSettings") instanceof ObjectNode login) {
            login.retain("KeyIds");
        }
        row.set("LaunchTemplateVersionData", data);
        return row;
    }

    private static Answer page(ApiCall call, String field, List<ObjectNode> rows) {
        ObjectNode answer = fields().put("TotalCount", rows.size());
        ArrayNode set = answer.putArray(field);
        rows.stream()
                .skip(call.number("/" + OFFSET, 0))
                .limit(call.number("/" + LIMIT, InstanceQuery.STANDARD_LIMIT))
                .forEach(set::add);
        return new Answer(answer);
    }

    private static ObjectNode fields() {
        return JsonNodeFactory.instance.objectNode();
    }
}
