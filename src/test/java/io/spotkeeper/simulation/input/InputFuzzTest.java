package io.spotkeeper.simulation.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.testing.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Market files and traces with something wrong in them: a market, or what is wrong and where. */
class InputFuzzTest {
    private static final int TEXTS = 1_000;
    private static final String TRACE =
            """
            # a recorded day
            time,zone,type,price,stock,reclaim
            2026-01-31T08:00:00Z,ap-guangzhou-3,S2.MEDIUM4,0.46,40,
            2026-01-31T09:00:00Z,ap-guangzhou-3,S2.MEDIUM4,0.52,,50%
            2026-01-31T09:00:00Z,*,*,,0,3
            36h,ap-guangzhou-4,S3.MEDIUM4,0.48,10,
            """;

    @Test
    void changedMarketsAreReadOrRefusedWithTheirPlace() throws IOException {
        String market = Files.readString(Path.of("examples", "market.yaml"));
        check("market.yaml", market);
    }

    @Test
    void changedMarketsWithATraceAreReadOrRefusedWithTheirPlace() throws IOException {
        String market =
                Files.readString(Path.of("examples", "market.yaml"))
                        .replaceAll("(?s)events:.*", "start: 2026-01-31T08:00:00Z\ntrace: t.csv\n");
        check("market.yaml", market);
    }

    @Test
    void changedTracesAreReadOrRefusedWithTheirPlace() {
        check("trace.csv", TRACE);
    }

    private static void check(String file, String text) {
        int read = 0;
        for (int seed = 0; seed < TEXTS; seed++) {
            Random random = new Random(seed);
            String changed = Mutations.ofText(text, random);
            String trace = seed % 3 == 0 ? Mutations.ofText(TRACE, random) : TRACE;
            try {
                MarketStory story =
                        MarketFile.read(
                                file,
                                changed,
                                "ap-guangzhou",
                                name ->
                                        name.equals("t.csv")
                                                ? Optional.of(trace)
                                                : Optional.empty());
                assertThat(story.plan().pools()).as("seed %d", seed).isNotEmpty();
                read++;
            } catch (Misfit e) {
                assertThat(e.getMessage())
                        .as("seed %d", seed)
                        .matches("(?s)\\S+: line \\d+, column \\d+: .+");
            }
        }
        assertThat(read).as("neither all nor none").isBetween(1, TEXTS - 1);
    }
}
