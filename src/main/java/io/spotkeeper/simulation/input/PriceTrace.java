package io.spotkeeper.simulation.input;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a recorded market as CSV: a header that names the columns, then one line per change. An
 * empty cell changes nothing. Lines that begin with # are remarks.
 */
final class PriceTrace {
    private static final Set<String> COLUMNS =
            Set.of("time", "zone", "type", "price", "stock", "reclaim");
    private static final int MOST = 1_000_000;

    private record Cell(int column, String text) {}

    private final String file;
    private final List<Happening> happenings = new ArrayList<>();
    private @Nullable List<String> header;
    private @Nullable Instant first;
    private int line;

    private PriceTrace(String file, @Nullable Instant start) {
        this.file = file;
        this.first = start;
    }

    /**
     * The lines of a trace.
     *
     * @param start what times of day count from; absent = the first of them
     */
    static List<Happening> read(String file, String text, @Nullable Instant start) {
        PriceTrace trace = new PriceTrace(file, start);
        text.lines().forEach(trace::take);
        if (trace.header == null) {
            throw new Misfit(file, 1, 1, "expected the header time,zone,type,price,stock,reclaim");
        }
        if (trace.happenings.isEmpty()) {
            throw new Misfit(
                    file, Math.max(1, trace.line), 1, "expected at least one line of prices");
        }
        return List.copyOf(trace.happenings);
    }

    private void take(String text) {
        line++;
        if (text.isBlank() || text.startsWith("#")) {
            return;
        }
        List<Cell> cells = cells(text);
        List<String> names = header;
        if (names == null) {
            header = header(cells);
            return;
        }
        if (cells.size() != names.size()) {
            throw new Misfit(
                    file,
                    line,
                    1,
                    "expected %d cells (%s), not %d"
                            .formatted(names.size(), String.join(",", names), cells.size()));
        }
        Map<String, Cell> row = new HashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            row.put(names.get(i), cells.get(i));
        }
        Happening happening = happening(row);
        if (!happenings.isEmpty() && happenings.getLast().at().compareTo(happening.at()) > 0) {
            throw wrong(row.get("time"), "expected times in ascending order");
        }
        happenings.add(happening);
    }

    private static List<Cell> cells(String text) {
        List<Cell> cells = new ArrayList<>();
        int at = 0;
        for (String cell : text.split(",", -1)) {
            int blank = cell.length() - cell.stripLeading().length();
            cells.add(new Cell(at + blank + 1, cell.strip()));
            at += cell.length() + 1;
        }
        return cells;
    }

    private List<String> header(List<Cell> cells) {
        List<String> names = new ArrayList<>();
        for (Cell cell : cells) {
            if (!COLUMNS.contains(cell.text) || names.contains(cell.text)) {
                throw wrong(
                        cell,
                        "expected each of time, zone, type, price, stock, reclaim once at most");
            }
            names.add(cell.text);
        }
        for (String needed : List.of("time", "zone", "type")) {
            if (!names.contains(needed)) {
                throw new Misfit(file, line, 1, "expected a column \"" + needed + "\"");
            }
        }
        return names;
    }

    private Happening happening(Map<String, Cell> row) {
        return new Happening(
                time(row.get("time")),
                name(row.get("zone"), "a zone, or *"),
                name(row.get("type"), "an instance type, or *"),
                price(row.get("price")),
                stock(row.get("stock")),
                reclaim(row.get("reclaim")));
    }

    private Duration time(@Nullable Cell cell) {
        String text = cell == null ? "" : cell.text;
        Optional<Duration> offset = Quantities.duration(text);
        if (offset.isPresent()) {
            return offset.get();
        }
        try {
            Instant at = Instant.parse(text);
            Instant from = first;
            if (from == null) {
                first = at;
                from = at;
            }
            Duration since = Duration.between(from, at);
            if (since.isNegative()) {
                throw wrong(cell, "expected a time at or after the start " + from);
            }
            return since;
        } catch (DateTimeException e) {
            throw wrong(
                    cell,
                    "expected a time like 2026-01-31T08:00:00Z, or a duration since the start like"
                            + " 36h");
        }
    }

    private String name(@Nullable Cell cell, String what) {
        if (cell == null || cell.text.isEmpty()) {
            throw wrong(cell, "expected " + what);
        }
        return cell.text;
    }

    private @Nullable BigDecimal price(@Nullable Cell cell) {
        return cell == null || cell.text.isEmpty()
                ? null
                : Quantities.price(cell.text).orElseThrow(() -> wrong(cell, Quantities.PRICE));
    }

    private @Nullable Integer stock(@Nullable Cell cell) {
        return cell == null || cell.text.isEmpty() ? null : whole(cell, cell.text, "a stock");
    }

    private Happening.@Nullable Reclaim reclaim(@Nullable Cell cell) {
        if (cell == null || cell.text.isEmpty()) {
            return null;
        }
        boolean percent = cell.text.endsWith("%");
        String digits = percent ? cell.text.substring(0, cell.text.length() - 1) : cell.text;
        int amount = whole(cell, digits, "instances to reclaim like 3, or a part like 50%:");
        if (percent && amount > 100) {
            throw wrong(cell, "expected at most 100%");
        }
        return new Happening.Reclaim(amount, percent);
    }

    private int whole(Cell cell, String text, String what) {
        if (text.matches("[0-9]{1,7}") && Integer.parseInt(text) <= MOST) {
            return Integer.parseInt(text);
        }
        throw wrong(cell, "expected " + what + " a whole number from 0 to " + MOST);
    }

    private Misfit wrong(@Nullable Cell cell, String expected) {
        String found = cell == null || cell.text.isEmpty() ? "nothing" : '"' + cell.text + '"';
        return new Misfit(file, line, cell == null ? 1 : cell.column, expected + ", not " + found);
    }
}
