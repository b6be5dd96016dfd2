package io.spotkeeper.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * {@code /livez}, {@code /readyz} and {@code /metrics}. Liveness says that the process answers and
 * that its passes end; it is never tied to the cloud or to a watch, since a restart would mend
 * neither.
 */
public final class ProbeServer implements AutoCloseable {
    private final HttpServer server;

    /**
     * Begins to listen on all addresses.
     *
     * @param port 0 = any free port
     * @param live whether a restart would mend nothing
     * @param ready whether the objects are read and watched
     * @throws IOException when the port is taken
     */
    public ProbeServer(
            int port, BooleanSupplier live, BooleanSupplier ready, PrometheusMeterRegistry meters)
            throws IOException {
        server = HttpServer.create(new InetSocketAddress(port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/livez", exchange -> answer(exchange, live, 500, "stuck\n"));
        server.createContext("/readyz", exchange -> answer(exchange, ready, 503, "not ready\n"));
        server.createContext("/metrics", exchange -> answer(exchange, 200, meters.scrape()));
        server.start();
    }

    private static void answer(HttpExchange exchange, BooleanSupplier good, int status, String bad)
            throws IOException {
        boolean yes = good.getAsBoolean();
        answer(exchange, yes ? 200 : status, yes ? "ok\n" : bad);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
