package io.spotkeeper.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.testing.Command;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The documented requests, by curl and openssl alone, against the emulator as it ships. */
final class SeedRequestsIT {
    @Test
    void servesTheLiteralRequestsOfTheSeeds() {
        String output = Command.run(List.of(Path.of("hack", "seed-requests.sh").toString()));

        assertThat(output)
                .contains("GET HmacSHA1, 0.60 CNY", "POST HmacSHA256, 0.0923 USD")
                .contains("ok: auto launch group: bought nothing, its window is over")
                .endsWith("all requests of the seeds were served\n");
    }
}
