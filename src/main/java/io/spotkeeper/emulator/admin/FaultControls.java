package io.spotkeeper.emulator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.world.ErrorShape;
import io.spotkeeper.emulator.world.FaultKind;
import io.spotkeeper.emulator.world.FaultPlan.Planned;
import io.spotkeeper.emulator.world.World;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Plans faults. */
final class FaultControls {
    private static final int MAX_COUNT = 1_000_000;
    private static final int MAX_DELAY = 600_000;
    private static final String LAUNCH_FAILED = "LaunchFailed";
    private static final String KINDS =
            "\"kind\" must be Delay, DropBefore, DropAfter, Status, StatusAfter, Html, EmptyBody,"
                    + " NoResponse, Throttle, Error, NullCode, NoContentType, WrongEmpty, Truncated or"
                    + " LaunchFailed";

    private static final Set<String> LAUNCHES =
            new TreeSet<>(Set.of("*", "RunInstances", "CreateServers"));

    private final World world;

    FaultControls(World world) {
        this.world = world;
    }

    AdminReply add(JsonNode body) {
        AdminInput input =
                new AdminInput(
                        body,
                        "action",
                        "kind",
                        "count",
                        "account",
                        "millis",
                        "status",
                        "retryAfter",
                        "code",
                        "message",
                        "shape",
                        "effect");
        Integer given = input.optionalWhole("count", 1, MAX_COUNT);
        int count = given == null ? 1 : given;
        String action = input.text("action");
        String account = input.optionalText("account");
        String kindName = input.text("kind");
        if (kindName.equals(LAUNCH_FAILED)) {
            return launchFailed(input, action, count);
        }
        FaultKind kind = kind(input, kindName);
        if (kind == null || input.objection() != null) {
            return new AdminReply.Bad(String.valueOf(input.objection()));
        }
        world.faults().add(new Planned(action, account, kind, count));
        return AdminReply.done();
    }

    private AdminReply launchFailed(AdminInput input, String action, int count) {
        if (!LAUNCHES.contains(action)) {
            input.object("\"action\" of LaunchFailed must be one of " + LAUNCHES);
        }
        if (input.has("account")) {
            input.object("\"account\" cannot go with LaunchFailed, which hits all accounts");
        }
        if (input.objection() != null) {
            return new AdminReply.Bad(input.objection());
        }
        return world.with(open -> {
            open.failNextLaunches(open.failingLaunches() + count);
            return AdminReply.done();
        });
    }

    private static @Nullable FaultKind kind(AdminInput input, String name) {
        return switch (name) {
            case "Delay" ->
                    new FaultKind.Delay(Duration.ofMillis(input.whole("millis", 1, MAX_DELAY)));
            case "DropBefore" -> new FaultKind.DropBefore();
            case "DropAfter" -> new FaultKind.DropAfter();
            case "Status" -> new FaultKind.Status(status(input), retryAfter(input));
            case "StatusAfter" -> new FaultKind.StatusAfter(status(input), retryAfter(input));
            case "Html" -> new FaultKind.Html(input.flag("effect", false));
            case "EmptyBody" -> new FaultKind.EmptyBody(input.flag("effect", true));
            case "NoResponse" -> new FaultKind.NoResponse(input.flag("effect", true));
            case "Throttle" -> new FaultKind.Throttle();
            case "Error" -> {
                String message = input.optionalText("message");
                yield new FaultKind.Error(
                        input.text("code"),
                        message == null ? "injected" : message,
                        input.optionalWhole("status", 200, 599),
                        shape(input));
            }
            case "NullCode" -> new FaultKind.NullCode();
            case "NoContentType" -> new FaultKind.NoContentType(input.flag("effect", true));
            case "WrongEmpty" -> new FaultKind.WrongEmpty();
            case "Truncated" -> new FaultKind.Truncated();
            default -> {
                input.object(KINDS);
                yield null;
            }
        };
    }

    private static @Nullable ErrorShape shape(AdminInput input) {
        String name = input.optionalText("shape");
        if (name == null) {
            return null;
        }
        return switch (name) {
            case "Flat" -> ErrorShape.FLAT;
            case "Plain" -> ErrorShape.PLAIN;
            case "Nested" -> ErrorShape.NESTED;
            default -> {
                input.object("\"shape\" must be Flat, Plain or Nested");
                yield null;
            }
        };
    }

    private static int status(AdminInput input) {
        return input.whole("status", 400, 599);
    }

    private static @Nullable Integer retryAfter(AdminInput input) {
        return input.optionalWhole("retryAfter", 0, 3600);
    }

    AdminReply show() {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        for (Planned fault : world.faults().planned()) {
            ObjectNode row =
                    rows.addObject()
                            .put("action", fault.action())
                            .put("account", fault.account())
                            .put("kind", fault.kind().getClass().getSimpleName())
                            .put("count", fault.remaining());
            ObjectNode details = AdminApi.JSON.valueToTree(fault.kind());
            row.setAll(details);
        }
        int failing = world.with(SpotMarket::failingLaunches);
        if (failing > 0) {
            rows.addObject()
                    .put("action", "RunInstances")
                    .putNull("account")
                    .put("kind", LAUNCH_FAILED)
                    .put("count", failing);
        }
        return new AdminReply.Ok(rows);
    }

    AdminReply clear() {
        world.faults().clear();
        return world.with(open -> {
            open.failNextLaunches(0);
            return AdminReply.done();
        });
    }
}
