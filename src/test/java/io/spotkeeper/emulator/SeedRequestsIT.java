package io.spotkeeper.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The documented requests, by curl and openssl alone, against the emulator as it ships. */
final class SeedRequestsIT {
    @Test
    void servesTheLiteralRequestsOfTheSeeds() throws IOException, InterruptedException {
        Process script =
                new ProcessBuilder(Path.of("hack", "seed-requests.sh").toString())
                        .redirectErrorStream(true)
                        .start();

        String output = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(script.waitFor()).as(output).isZero();
        assertThat(output)
                .contains("GET HmacSHA1, 0.60 CNY", "POST HmacSHA256, 0.0923 USD")
                .contains("ok: auto launch group: bought nothing, its window is over")
                .endsWith("all requests of the seeds were served\n");
    }
}
