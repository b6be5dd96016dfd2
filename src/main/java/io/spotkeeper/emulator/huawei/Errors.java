package io.spotkeeper.emulator.huawei;

import io.spotkeeper.emulator.huawei.Reply.Refusal;
import io.spotkeeper.emulator.market.LaunchRefusal;
import io.spotkeeper.emulator.world.ErrorShape;
import java.util.Map;

/** Huawei's error codes with their HTTP statuses and bodies. */
final class Errors {
    // The documentation gives no status for most codes of the ECS; 400 is what they come with.
    private static final int USUAL = 400;
    private static final Map<String, Integer> STATUSES =
            Map.ofEntries(
                    Map.entry("APIGW.0101", 404),
                    Map.entry("APIGW.0301", 401),
                    Map.entry("APIGW.0302", 403),
                    Map.entry("APIGW.0303", 401),
                    Map.entry("APIGW.0304", 403),
                    Map.entry("APIGW.0308", 429),
                    Map.entry("Common.0001", 500),
                    Map.entry("Common.0011", 404),
                    Map.entry("Common.0013", 401),
                    Map.entry("Common.0018", 403),
                    Map.entry("Common.0024", 202),
                    Map.entry("Common.1503", 503),
                    Map.entry("Ecs.0003", 403),
                    Map.entry("Ecs.0066", 403),
                    Map.entry("Ecs.0067", 403),
                    Map.entry("Ecs.0068", 403),
                    Map.entry("Ecs.0069", 403),
                    Map.entry("Ecs.0070", 403),
                    Map.entry("Ecs.0071", 403),
                    Map.entry("Ecs.0114", 404),
                    Map.entry("Ecs.0603", 501),
                    Map.entry("Ecs.0614", 404),
                    Map.entry("Pdp.0001", 403));

    private Errors() {}

    /** A code as the services themselves answer it. */
    static Refusal of(String code, String message) {
        return new Refusal(STATUSES.getOrDefault(code, USUAL), code, message, shape(code));
    }

    private static ErrorShape shape(String code) {
        boolean nested =
                code.startsWith("Ecs.") || code.startsWith("Common.") || code.startsWith("Pdp.");
        return nested ? ErrorShape.NESTED : ErrorShape.FLAT;
    }

    /** The same refusal in the words of a service with flat bodies. */
    static Reply flat(Reply reply) {
        return reply instanceof Refusal(int status, String code, String message, _)
                ? new Refusal(status, code, message, ErrorShape.FLAT)
                : reply;
    }

    static Refusal invalid(String message) {
        return of("Ecs.0005", message);
    }

    static Refusal throttled() {
        return of(
                "APIGW.0308",
                "The throttling threshold has been reached: policy user over ratelimit,"
                        + "limit:10,time:1 second");
    }

    static Refusal noServer(String id) {
        return of("Ecs.0114", "Instance[" + id + "] could not be found.");
    }

    static Refusal of(LaunchRefusal refusal) {
        return switch (refusal) {
            case LaunchRefusal.NotOffered() ->
                    of("Ecs.0019", "The flavor is not sold this way in the AZ.");
            case LaunchRefusal.PriceTooLow(var price) ->
                    of("Ecs.0703", "The price is lower than the spot price " + price + ".");
            case LaunchRefusal.SpotQuotaExceeded(int left) ->
                    of("Ecs.0001", "The spot vCPU quota is insufficient: " + left + " left.");
            case LaunchRefusal.InstanceQuotaExceeded(int left) ->
                    of("Ecs.0001", "The ECS quota is insufficient: " + left + " left.");
            case LaunchRefusal.ZoneSoldOut() -> of("Ecs.0018", "The flavor is sold out in the AZ.");
            case LaunchRefusal.SoldOut() -> of("Ecs.0018", "The flavor is sold out in the AZ.");
            case LaunchRefusal.TooFew(int available) ->
                    of("Ecs.0319", "Insufficient resources: " + available + " available.");
        };
    }
}
