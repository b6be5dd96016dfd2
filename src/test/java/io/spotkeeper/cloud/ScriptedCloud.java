package io.spotkeeper.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A server on the loopback interface that says what it is told to say, down to the way it hangs up,
 * and remembers every request and connection that reached it.
 */
public final class ScriptedCloud implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger silent = new AtomicInteger();
    private volatile Function<Seen, Reply> script = _ -> new Reply.Drop();

    /** Listens at a port of its own. */
    public ScriptedCloud() {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** A request that arrived whole. */
    public record Seen(
            int connection,
            String method,
            String path,
            Map<String, String> headers,
            String text,
            JsonNode body) {
        /** Tencent's header, or else method and path without the query. */
        public String action() {
            return headers.getOrDefault("x-tc-action", method + " " + path.replaceAll("\\?.*", ""));
        }
    }

    /** What to do about a request. */
    public sealed interface Reply {
        /** Answer it. */
        record Text(int status, Map<String, String> headers, String body) implements Reply {}

        /** Close the connection without a byte. */
        record Drop() implements Reply {}

        /** Say nothing until the client goes. */
        record Silence() implements Reply {}

        /** Promise a body and close half way through. */
        record Half(String body) implements Reply {}
    }

    /** An error page of a gateway. */
    public static Reply status(int status) {
        return new Reply.Text(status, Map.of(), "<html>" + status + "</html>");
    }

    /** From now on. */
    public void answer(Function<Seen, Reply> newScript) {
        script = newScript;
    }

    /** Always the same. */
    public void answer(Reply always) {
        script = _ -> always;
    }

    /** One after the other; the last one for ever. */
    public void answerInTurn(Reply... replies) {
        AtomicInteger next = new AtomicInteger();
        script = _ -> replies[Math.min(next.getAndIncrement(), replies.length - 1)];
    }

    /** Scheme, host and port. */
    public String endpoint() {
        return "http://" + authority();
    }

    /** Host and port. */
    public String authority() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** Requests in the order of their arrival. */
    public List<Seen> seen() {
        return List.copyOf(seen);
    }

    /** Bodies of the requests of one action, in order. */
    public List<JsonNode> bodies(String action) {
        return seen.stream().filter(s -> s.action().equals(action)).map(Seen::body).toList();
    }

    /** Connections that were ever made. */
    public int connections() {
        return sockets.size();
    }

    /** Connections that were closed again without a byte. */
    public int silentConnections() {
        return silent.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                int number = sockets.size();
                Thread.ofVirtual().start(() -> serve(socket, number));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            in.mark(1);
            if (in.read() < 0) {
                silent.incrementAndGet();
                return;
            }
            in.reset();
            while (reply(socket, in, read(in, number))) {
                in.mark(1);
            }
        } catch (IOException e) {
            // The client hung up: what it sent whole is on record.
            return;
        }
    }

    private boolean reply(Socket socket, InputStream in, Seen request) throws IOException {
        seen.add(request);
        OutputStream out = socket.getOutputStream();
        switch (script.apply(request)) {
            case Reply.Drop _ -> {
                return false;
            }
            case Reply.Silence _ -> {
                while (in.read() >= 0) {}
                return false;
            }
            case Reply.Half(String body) -> {
                out.write(head(200, Map.of(), body.length() * 2));
                out.write(body.getBytes(StandardCharsets.UTF_8));
                out.flush();
                return false;
            }
            case Reply.Text(int status, Map<String, String> headers, String body) -> {
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                out.write(head(status, headers, bytes.length));
                out.write(bytes);
                out.flush();
                return true;
            }
        }
    }

    /** A header without a value is left out, the usual Content-Type too. */
    private static byte[] head(int status, Map<String, String> headers, int length) {
        Map<String, String> all = new TreeMap<>(Map.of("Content-Type", "application/json"));
        all.putAll(headers);
        all.values().removeIf(String::isEmpty);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
        head.append("Content-Length: ").append(length);
        all.forEach((name, value) -> head.append("\r\n").append(name + ": " + value));
        return head.append("\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Seen read(InputStream in, int number) throws IOException {
        String[] request = line(in).split(" ", -1);
        if (request.length != 3) {
            throw new IOException("not a request");
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new IOException("not a header");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new Seen(number, request[0], request[1], headers, text, JSON.readTree(text));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || line.size() > 8192) {
                throw new IOException("not a request");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
