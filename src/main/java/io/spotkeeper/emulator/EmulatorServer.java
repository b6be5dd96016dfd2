package io.spotkeeper.emulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.spotkeeper.emulator.admin.AdminApi;
import io.spotkeeper.emulator.huawei.GuestMetadata;
import io.spotkeeper.emulator.huawei.HuaweiWire;
import io.spotkeeper.emulator.tencent.TencentWire;
import io.spotkeeper.emulator.world.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves one world over HTTP, each request on a virtual thread. */
public final class EmulatorServer implements AutoCloseable {
    static {
        // Without it every answer on a kept connection waits for the delayed ACK of its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final Logger LOG = LoggerFactory.getLogger(EmulatorServer.class);
    private static final int BACKLOG = 1024;

    private final HttpServer http;
    private final ExecutorService threads;

    private EmulatorServer(HttpServer http, ExecutorService threads) {
        this.http = http;
        this.threads = threads;
    }

    /**
     * Starts serving on the loopback address.
     *
     * @param world what is served
     * @param port TCP port on 127.0.0.1, 0 for any free one
     * @throws IOException if the port cannot be had
     */
    public static EmulatorServer start(World world, int port) throws IOException {
        return start(world, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }

    /**
     * Starts serving.
     *
     * @param world what is served
     * @param address of this machine; the wildcard address for all of them
     * @param port TCP port, 0 for any free one
     * @throws IOException if the address or the port cannot be had
     */
    public static EmulatorServer start(World world, InetAddress address, int port)
            throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(address, port), BACKLOG);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        http.setExecutor(threads);
        http.createContext(AdminApi.PATH, guarded(new AdminApi(world)));
        http.createContext(GuestMetadata.PATH, guarded(new GuestMetadata(world)));
        // Tencent's API has no paths, Huawei's nothing without one.
        HttpHandler tencent = guarded(new TencentWire(world));
        HttpHandler huawei = guarded(new HuaweiWire(world));
        http.createContext("/", exchange -> vendor(exchange, tencent, huawei).handle(exchange));
        http.start();
        return new EmulatorServer(http, threads);
    }

    private static HttpHandler vendor(
            HttpExchange exchange, HttpHandler tencent, HttpHandler huawei) {
        return exchange.getRequestURI().getPath().equals("/") ? tencent : huawei;
    }

    /** The JDK's server drops a handler's exceptions without a word. */
    private static HttpHandler guarded(HttpHandler handler) {
        return exchange -> {
            try {
                handler.handle(exchange);
            } catch (IOException e) {
                // The client went away, or we are stopping: nobody is left to be answered.
                LOG.atDebug().setCause(e).log("request cut off");
                exchange.close();
            } catch (RuntimeException e) {
                LOG.atError()
                        .setCause(e)
                        .addKeyValue("path", exchange.getRequestURI().getPath())
                        .log("request failed");
                exchange.sendResponseHeaders(500, -1);
                exchange.close();
            }
        };
    }

    /** Where it can be reached from this machine, for example {@code http://127.0.0.1:18080}. */
    public URI address() {
        InetAddress address = http.getAddress().getAddress();
        String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
        return URI.create(
                "http://"
                        + (host.contains(":") ? "[" + host + "]" : host)
                        + ":"
                        + http.getAddress().getPort());
    }

    /** Stops at once; requests under way are cut off. */
    @Override
    public void close() {
        threads.shutdownNow();
        http.stop(0);
    }
}
