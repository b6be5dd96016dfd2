package io.spotkeeper.cli;

import io.spotkeeper.simulation.Experiment.Figures;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Figures of one or two specifications, for people and for programs. */
final class FiguresTable {
    private static final BigDecimal HUNDRED = new BigDecimal(100);

    /**
     * A column.
     *
     * @param name what was simulated
     * @param figures what was measured
     */
    record Column(String name, Figures figures) {}

    private final List<Column> columns;
    private final String currency;

    FiguresTable(List<Column> columns, String currency) {
        this.columns = columns;
        this.currency = currency;
    }

    // ---- for people ----

    String text() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("", Column::name));
        rows.add(row("simulated", c -> days(c.figures().simulated())));
        rows.add(row("target", c -> Integer.toString(c.figures().target())));
        rows.add(row("attainment", c -> percent(c.figures().attainment())));
        rows.add(row("minutes below target", c -> minutes(c.figures().belowTarget())));
        rows.add(row("interruptions", c -> Long.toString(c.figures().interruptions())));
        rows.add(row("instances launched", c -> Long.toString(c.figures().launched())));
        rows.add(row("launches refused", c -> Long.toString(c.figures().refusals())));
        rows.add(row("cloud calls", c -> Long.toString(c.figures().allCalls())));
        for (String call : columns.getFirst().figures().calls().keySet()) {
            rows.add(
                    row(
                            "  " + call,
                            c -> Long.toString(c.figures().calls().getOrDefault(call, 0L))));
        }
        rows.add(row("status writes", c -> Long.toString(c.figures().statusWrites())));
        rows.add(row("instance-hours", c -> hours(c.figures().instanceTime())));
        rows.add(row("cost (" + currency + ")", c -> money(c.figures().cost())));
        rows.add(row("on demand (" + currency + ")", c -> money(c.figures().onDemandCost())));
        rows.add(row("saved", c -> percent(c.figures().saving())));
        return layout(rows);
    }

    private List<String> row(String label, java.util.function.Function<Column, String> cell) {
        List<String> row = new ArrayList<>(List.of(label));
        columns.forEach(column -> row.add(cell.apply(column)));
        return row;
    }

    private static String layout(List<List<String>> rows) {
        StringBuilder text = new StringBuilder();
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(padded(row.getFirst(), widths[0], false));
            for (int i = 1; i < widths.length; i++) {
                line.append("  ").append(padded(row.get(i), widths[i], true));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static String padded(String cell, int width, boolean right) {
        String blanks = " ".repeat(width - cell.length());
        return right ? blanks + cell : cell + blanks;
    }

    private static String days(Duration duration) {
        return decimal(duration, 86_400, 2) + " days";
    }

    private static String minutes(Duration duration) {
        return decimal(duration, 60, 1).toPlainString();
    }

    private static String hours(Duration duration) {
        return decimal(duration, 3_600, 1).toPlainString();
    }

    private static BigDecimal decimal(Duration duration, int seconds, int decimals) {
        return BigDecimal.valueOf(duration.toMillis())
                .divide(BigDecimal.valueOf(1_000L * seconds), decimals, RoundingMode.HALF_EVEN);
    }

    private static String percent(@Nullable BigDecimal part) {
        return part == null
                ? "-"
                : part.multiply(HUNDRED).setScale(2, RoundingMode.DOWN).toPlainString() + " %";
    }

    private static String money(@Nullable BigDecimal amount) {
        return amount == null ? "-" : amount.setScale(2, RoundingMode.HALF_EVEN).toPlainString();
    }

    // ---- for programs ----

    List<Map<String, @Nullable Object>> json() {
        return columns.stream().map(this::json).toList();
    }

    private Map<String, @Nullable Object> json(Column column) {
        Figures f = column.figures();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", column.name());
        fields.put("simulatedSeconds", f.simulated().toSeconds());
        fields.put("target", f.target());
        fields.put("attainment", f.attainment());
        fields.put("minutesBelowTarget", decimal(f.belowTarget(), 60, 2));
        fields.put("interruptions", f.interruptions());
        fields.put("instancesLaunched", f.launched());
        fields.put("launchesRefused", f.refusals());
        fields.put("cloudCalls", f.calls());
        fields.put("statusWrites", f.statusWrites());
        fields.put("instanceHours", decimal(f.instanceTime(), 3_600, 2));
        fields.put("currency", currency);
        fields.put("cost", f.cost());
        fields.put("onDemandCost", f.onDemandCost());
        fields.put("saved", f.saving());
        return fields;
    }
}
