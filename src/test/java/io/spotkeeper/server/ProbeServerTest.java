package io.spotkeeper.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProbeServerTest {
    private final AtomicBoolean live = new AtomicBoolean(true);
    private final AtomicBoolean ready = new AtomicBoolean();
    private final PrometheusMeterRegistry meters =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpClient client = HttpClient.newHttpClient();
    private final ProbeServer server;

    ProbeServerTest() throws IOException {
        server = new ProbeServer(0, live::get, ready::get, meters);
    }

    @AfterEach
    void stop() {
        server.close();
        client.close();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void isAliveBeforeItIsReady() throws IOException, InterruptedException {
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);

        ready.set(true);

        assertThat(get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void saysThatItIsStuck() throws IOException, InterruptedException {
        live.set(false);

        HttpResponse<String> answer = get("/livez");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("stuck");
    }

    @Test
    void tellsItsMetrics() throws IOException, InterruptedException {
        meters.counter("spotkeeper.test").increment();

        assertThat(get("/metrics").body()).contains("spotkeeper_test_total 1.0");
    }
}
