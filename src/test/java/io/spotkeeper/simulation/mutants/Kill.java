package io.spotkeeper.simulation.mutants;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a mutant was found out.
 *
 * @param run name of the run that broke a promise
 * @param complaint what was broken, with the oracle that says so
 * @param runs how many runs it took
 */
record Kill(String run, String complaint, int runs) {
    private static final String FILE = "/mutants/kills.tsv";

    /** The recorded kills, by the name of the mutant: {@code make mutants} writes them. */
    static Map<String, Kill> recorded() throws IOException {
        Map<String, Kill> kills = new TreeMap<>();
        try (InputStream data = Kill.class.getResourceAsStream(FILE)) {
            String text =
                    data == null ? "" : new String(data.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                String[] columns = line.split("\t", -1);
                kills.put(
                        columns[0], new Kill(columns[1], columns[2], Integer.parseInt(columns[3])));
            }
        }
        return kills;
    }

    /** The line of the record. */
    String line(String mutant) {
        return mutant + "\t" + run + "\t" + oracle() + "\t" + runs + "\n";
    }

    /** Which of I1 to I11 said so. */
    String oracle() {
        int colon = complaint.indexOf(':');
        return colon < 0 ? complaint : complaint.substring(0, colon);
    }
}
