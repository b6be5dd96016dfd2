package io.spotkeeper.emulator.huawei;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.wire.WireResponse;
import io.spotkeeper.emulator.world.World;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The metadata service as a spot server sees it from inside: whether and when it is taken back.
 *
 * <p>The real one is at 169.254.169.254 and knows the asking server by its address. Here the header
 * {@code X-Instance-ID} says which server asks, as it does between the proxy and the metadata
 * service of OpenStack. The path is known from public client code; the form of the answer is not
 * documented, and is that of the same item elsewhere.
 */
public final class GuestMetadata implements HttpHandler {
    /** Everything below this path is the metadata service. */
    public static final String PATH = "/openstack/latest/";

    private static final String ITEM = PATH + "spot/instance-action";

    private final World world;

    /** Serves the metadata of a world's servers. */
    public GuestMetadata(World world) {
        this.world = world;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestHeaders().getFirst("X-Instance-ID");
        boolean isItem = exchange.getRequestURI().getPath().equals(ITEM);
        Instant reclaim = id == null || !isItem ? null : reclaimAt(id);
        WireResponse answer =
                reclaim == null
                        ? WireResponse.text(404, "text/plain", "404 Not Found")
                        : WireResponse.text(
                                200,
                                "application/json",
                                "{\"action\":\"terminate\",\"time\":\"%s\"}"
                                        .formatted(ServerViews.time(reclaim)));
        answer.send(exchange);
    }

    private @Nullable Instant reclaimAt(String id) {
        return world.with(market -> {
            Instance instance = market.find(id);
            boolean isServer = instance != null && instance.details() instanceof ServerDetails;
            return instance == null || !isServer ? null : instance.reclaimAt();
        });
    }
}
