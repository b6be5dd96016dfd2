package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.world.ErrorShape;
import io.spotkeeper.emulator.world.HuaweiWorld.LaunchTemplate;
import io.spotkeeper.emulator.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The API of launch templates, as far as auto launch groups need it. */
final class LaunchTemplates {
    // Source: the user guide, per account and region; everybody's templates do not count.
    private static final int MOST = 30;
    private static final int MOST_ROWS = 1000;

    private final World world;
    private final TemplateBook book;

    LaunchTemplates(World world, TemplateBook book) {
        this.world = world;
        this.book = book;
    }

    Reply create(HuaweiCall call) {
        call.pause().run();
        Fields.Objection objection = new Fields.Objection();
        Fields body = Fields.of(call.body(), objection);
        Fields template = body.object("launch_template");
        String name = template.text("name");
        JsonNode data = template.object("template_data").node();
        String description = template.optionalText("description");
        if (objection.text() != null) {
            return Errors.invalid(objection.text());
        }
        return world.with(market -> {
            long own =
                    book.of(call.owner()).stream().filter(entry -> entry.owner() != null).count();
            if (own >= MOST) {
                return Errors.of("Ecs.0001", "An account can have 30 launch templates.");
            }
            if (body.flag("dry_run")) {
                return Reply.empty(202);
            }
            String id = UUID.randomUUID().toString();
            book.add(
                    new TemplateBook.Entry(
                            call.owner(),
                            new LaunchTemplate(id, name, List.of(data)),
                            description == null ? "" : description,
                            market.now()));
            return Reply.ok(Reply.object().put("launch_template_id", id));
        });
    }

    Reply list(HuaweiCall call) {
        call.pause().run();
        List<String> ids = call.queries("launch_template_id");
        List<String> names = call.queries("name");
        return world.with(market -> {
            List<ObjectNode> rows = new ArrayList<>();
            for (TemplateBook.Entry entry : book.of(call.owner())) {
                LaunchTemplate template = entry.template();
                if ((ids.isEmpty() || ids.contains(template.id()))
                        && (names.isEmpty() || names.contains(template.name()))) {
                    rows.add(view(entry));
                }
            }
            return page(call, rows, "launch_templates", "id");
        });
    }

    private static ObjectNode view(TemplateBook.Entry entry) {
        return Reply.object()
                .put("id", entry.template().id())
                .put("name", entry.template().name())
                .put("description", entry.description())
                .put("created_at", ServerViews.time(entry.createdAt()))
                .put("updated_at", ServerViews.time(entry.createdAt()))
                .put("default_version", 1)
                .put("latest_version", entry.template().versions().size());
    }

    Reply versions(HuaweiCall call) {
        call.pause().run();
        String id = call.query("launch_template_id");
        List<String> numbers = call.queries("version");
        return world.with(market -> {
            List<ObjectNode> rows = new ArrayList<>();
            for (TemplateBook.Entry entry : book.of(call.owner())) {
                if (id == null || entry.template().id().equals(id)) {
                    rows.addAll(versions(entry, numbers));
                }
            }
            return page(call, rows, "launch_template_versions", "version_id");
        });
    }

    private static List<ObjectNode> versions(TemplateBook.Entry entry, List<String> numbers) {
        List<ObjectNode> rows = new ArrayList<>();
        LaunchTemplate template = entry.template();
        for (int number = 1; number <= template.versions().size(); number++) {
            if (numbers.isEmpty() || numbers.contains(Integer.toString(number))) {
                ObjectNode row =
                        Reply.object()
                                .put("launch_template_id", template.id())
                                .put("version_id", Launches.id(template.id() + "/" + number))
                                .put("version_number", number)
                                .put("version_description", "")
                                .put("created_at", ServerViews.time(entry.createdAt()));
                row.set("template_data", template.versions().get(number - 1));
                rows.add(row);
            }
        }
        return rows;
    }

    private static Reply page(HuaweiCall call, List<ObjectNode> all, String field, String id) {
        int limit = call.number("limit", MOST_ROWS, 1, MOST_ROWS);
        if (limit < 0) {
            return Errors.invalid("The limit must be 1 to 1000.");
        }
        List<ObjectNode> rest =
                Listings.after(all, call.query("marker"), row -> row.path(id).asText());
        if (rest == null) {
            return Errors.invalid("The marker is the ID of nothing.");
        }
        ObjectNode answer = Reply.object();
        ArrayNode rows = answer.putArray(field);
        rest.stream().limit(limit).forEach(rows::add);
        answer.putObject("page_info").put("next_marker", next(rest, limit, id));
        return Reply.ok(answer);
    }

    private static @Nullable String next(List<ObjectNode> rest, int limit, String id) {
        return rest.size() > limit ? rest.get(limit - 1).path(id).asText() : null;
    }

    Reply delete(HuaweiCall call) {
        call.pause().run();
        String id = call.path("launch_template_id");
        return world.with(market ->
                book.remove(call.owner(), id)
                        ? Reply.empty(204)
                        : new Reply.Refusal(
                                404,
                                "Ecs.0114",
                                "The launch template does not exist.",
                                ErrorShape.NESTED));
    }
}
