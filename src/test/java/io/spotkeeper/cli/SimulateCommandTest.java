package io.spotkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {
    private static final Path FLEET = Path.of("examples", "compute-environment.yaml");
    private static final Path MARKET = Path.of("examples", "market.yaml");

    @TempDir private Path folder;
    private final StringWriter err = new StringWriter();
    private String out = "";

    private int run(Object... args) {
        StringWriter written = new StringWriter();
        List<String> words = new ArrayList<>(List.of("simulate"));
        for (Object arg : args) {
            words.add(arg.toString());
        }
        int code =
                Spotkeeper.commandLine()
                        .setOut(new PrintWriter(written))
                        .setErr(new PrintWriter(err))
                        .execute(words.toArray(String[]::new));
        out = written.toString();
        return code;
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Path changed(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        return file(file.getFileName().toString(), text.replace(from, to));
    }

    @Test
    void printsTheSameTableForTheSameSeedAndAnotherForAnother() {
        assertThat(run("-f", FLEET, "--market", MARKET, "--days", 2, "--seed", 7)).isZero();
        String first = out;
        assertThat(first).contains("batch", "attainment", "interruptions", "on demand (CNY)");

        run("-f", FLEET, "--market", MARKET, "--days", 2, "--seed", 7);
        assertThat(out).isEqualTo(first);

        run("-f", FLEET, "--market", MARKET, "--days", 2, "--seed", 8);
        assertThat(out).isNotEqualTo(first);
    }

    @Test
    void reachesAndHoldsTheTargetOnTheExampleMarket() throws IOException {
        assertThat(run("-f", FLEET, "--market", MARKET, "--days", 2, "--json")).isZero();

        JsonNode figures = new ObjectMapper().readTree(out).get(0);
        assertThat(figures.path("simulatedSeconds").asLong()).isEqualTo(172_800);
        assertThat(figures.path("attainment").asDouble()).isBetween(0.99, 1.0);
        assertThat(figures.path("instanceHours").asDouble()).isBetween(280.0, 290.0);
        assertThat(figures.path("cost").asDouble()).isBetween(50.0, 290 * 0.60);
        assertThat(figures.path("onDemandCost").asDouble()).isBetween(280 * 0.90, 290 * 0.92);
        assertThat(figures.path("instancesLaunched").asInt())
                .isEqualTo(6 + figures.path("interruptions").asInt());
    }

    @Test
    void showsTwoSpecificationsSideBySide() throws IOException {
        Path twelve = changed(FLEET, "desiredCount: 6", "desiredCount: 12");

        assertThat(run("-f", FLEET, "--market", MARKET, "--days", 1, "--compare", twelve)).isZero();

        assertThat(out.lines().filter(l -> l.startsWith("target")).findFirst().orElseThrow())
                .matches("target +6 +12");
    }

    @Test
    void followsARecordedTrace() throws IOException {
        Path market =
                file(
                        "prices.csv",
                        """
                        time,zone,type,price,stock,reclaim
                        2026-03-01T00:00:00Z,ap-guangzhou-3,S2.MEDIUM4,0.2,100,
                        2026-03-01T12:00:00Z,*,*,,,50%
                        2026-03-01T18:00:00Z,ap-guangzhou-3,S2.MEDIUM4,0.4,,
                        """);

        assertThat(run("-f", FLEET, "--market", market, "--days", 1, "--json")).isZero();

        JsonNode figures = new ObjectMapper().readTree(out).get(0);
        assertThat(figures.path("interruptions").asInt()).isEqualTo(3);
        assertThat(figures.path("cost").asDouble())
                .isBetween(6 * (18 * 0.2 + 6 * 0.4) - 0.3, 6 * (18 * 0.2 + 6 * 0.4) + 0.3);
        assertThat(figures.path("onDemandCost").isNull()).isTrue();
    }

    @Test
    void saysWhereAManifestIsWrong() throws IOException {
        Path wrong = changed(FLEET, "desiredCount: 6", "desiredCount: 6000");
        assertThat(run("-f", wrong, "--market", MARKET)).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "line 11, column 17: spec.desiredCount expected a whole number 0 to 2000");

        Path unknown = changed(FLEET, "maxPrice:", "maximumPrice:");
        assertThat(run("-f", unknown, "--market", MARKET)).isEqualTo(2);
        assertThat(err.toString()).contains("line 12, column 3: unknown field \"maximumPrice\"");
        assertThat(out).isEmpty();
    }

    @Test
    void refusesRequirementsWhichNeedACatalogue() throws IOException {
        Path wrong =
                changed(
                        FLEET,
                        "instanceTypes:\n    - S2.MEDIUM4\n    - S3.MEDIUM4\n",
                        "instanceRequirements:\n    cpu: {min: 2}\n");
        assertThat(run("-f", wrong, "--market", MARKET)).isEqualTo(2);
        assertThat(err.toString()).contains("expected instanceTypes in its place");

        Path neither = changed(FLEET, "  instanceTypes:\n    - S2.MEDIUM4\n    - S3.MEDIUM4\n", "");
        assertThat(run("-f", neither, "--market", MARKET)).isEqualTo(2);
        assertThat(err.toString()).contains("expected the field \"instanceTypes\"");
    }

    @Test
    void saysWhereAMarketIsWrong() throws IOException {
        Path wrong = changed(MARKET, "volatility: 0.03", "volatility: wild");
        assertThat(run("-f", FLEET, "--market", wrong)).isEqualTo(2);
        assertThat(err.toString())
                .contains("line 15, column 23: expected a number from 0 to 1000000, not \"wild\"");

        Path early = changed(MARKET, "{time: 228h", "{time: 2h");
        assertThat(run("-f", FLEET, "--market", early)).isEqualTo(2);
        assertThat(err.toString()).contains("expected times in ascending order");
    }

    @Test
    void saysWhereATraceIsWrong() throws IOException {
        Path market = file("bad.csv", "time,zone,type,price\n1h,z,t,0.1\n2h, z, t, cheap\n");

        assertThat(run("-f", FLEET, "--market", market)).isEqualTo(2);

        assertThat(err.toString())
                .contains("bad.csv: line 3, column 11: expected a price above 0")
                .contains("not \"cheap\"");
    }

    @Test
    void refusesAMarketThatSellsNothingOfTheFleets() throws IOException {
        Path market = file("other.csv", "time,zone,type,price\n0s,nowhere,nothing,0.1\n");
        assertThat(run("-f", FLEET, "--market", market)).isEqualTo(2);
        assertThat(err.toString()).contains("expected at least one pool of default/batch");
    }

    @Test
    void refusesWrongUse() {
        assertThat(run("-f", FLEET, "--market", MARKET, "--days", 0)).isEqualTo(2);
        assertThat(run("-f", folder.resolve("none.yaml"), "--market", MARKET)).isEqualTo(2);
        assertThat(run("-f", FLEET)).isEqualTo(2);
        assertThat(err.toString())
                .contains("--days must be 1 to 3660", "there is no file", "--market");
    }
}
