package io.spotkeeper.simulation.input;

import io.spotkeeper.emulator.market.Dynamics;
import io.spotkeeper.emulator.market.Lags;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads how a market moves by itself, and how long things take in it. */
final class Movement {
    private static final double MOST = 1_000_000;
    private static final Duration STEP = Duration.ofMinutes(1);

    private Movement() {}

    /** Absent, and whatever is absent in it, is rest. */
    static Dynamics dynamics(@Nullable YamlValue value) {
        if (value != null) {
            value.fields(Set.of("step", "price", "demand", "shortages", "reclaim"));
        }
        YamlValue step = field(value, "step");
        Duration every = step == null ? STEP : step.duration();
        if (step != null
                && (every.compareTo(Duration.ofSeconds(1)) < 0
                        || every.compareTo(Duration.ofHours(1)) > 0)) {
            throw step.misfit("expected a step from 1s to 1h, not " + step.kind());
        }
        return new Dynamics(
                every,
                price(field(value, "price")),
                demand(field(value, "demand")),
                shortages(field(value, "shortages")),
                reclaim(field(value, "reclaim")));
    }

    private static @Nullable YamlValue field(@Nullable YamlValue value, String name) {
        return value == null ? null : value.field(name);
    }

    private static double number(
            @Nullable YamlValue value, String name, double least, double most, double otherwise) {
        YamlValue field = field(value, name);
        return field == null ? otherwise : field.number(least, most);
    }

    private static Duration duration(@Nullable YamlValue value, String name, Duration otherwise) {
        YamlValue field = field(value, name);
        return field == null ? otherwise : field.duration();
    }

    private static Dynamics.Price price(@Nullable YamlValue v) {
        if (v != null) {
            v.fields(
                    Set.of(
                            "volatility",
                            "reversion",
                            "jumpsPerDay",
                            "jumpSize",
                            "floor",
                            "ceiling"));
        }
        return new Dynamics.Price(
                number(v, "volatility", 0, MOST, 0),
                number(v, "reversion", 0, MOST, 0),
                number(v, "jumpsPerDay", 0, MOST, 0),
                number(v, "jumpSize", 0, MOST, 0),
                number(v, "floor", 0.001, 1, 0.1),
                number(v, "ceiling", 1, 1000, 10));
    }

    private static Dynamics.Demand demand(@Nullable YamlValue v) {
        if (v != null) {
            v.fields(Set.of("share", "volatility", "returnTime"));
        }
        YamlValue returnTime = field(v, "returnTime");
        Duration time = returnTime == null ? Duration.ofMinutes(30) : returnTime.duration();
        if (returnTime != null && time.isZero()) {
            throw returnTime.misfit("expected a duration above 0");
        }
        return new Dynamics.Demand(
                number(v, "share", 0, 1, 0), number(v, "volatility", 0, MOST, 0), time);
    }

    private static Dynamics.Shortages shortages(@Nullable YamlValue v) {
        if (v != null) {
            v.fields(Set.of("perDay", "duration", "reclaimFraction"));
        }
        return new Dynamics.Shortages(
                number(v, "perDay", 0, MOST, 0),
                duration(v, "duration", Duration.ofMinutes(30)),
                number(v, "reclaimFraction", 0, 1, 0));
    }

    private static Dynamics.Reclaim reclaim(@Nullable YamlValue v) {
        if (v != null) {
            v.fields(Set.of("perInstanceDay", "notice", "abovePrice"));
        }
        YamlValue abovePrice = field(v, "abovePrice");
        return new Dynamics.Reclaim(
                number(v, "perInstanceDay", 0, MOST, 0),
                duration(v, "notice", Duration.ofMinutes(2)),
                abovePrice == null || abovePrice.flag());
    }

    /** Absent, and whatever is absent in it, is as in a calm cloud. */
    static Lags lags(@Nullable YamlValue v) {
        if (v != null) {
            v.fields(Set.of("boot", "tag", "listing", "describe", "shutdown"));
        }
        YamlValue boot = field(v, "boot");
        Duration booting = boot == null ? Duration.ofSeconds(45) : boot.duration();
        if (boot != null && booting.compareTo(Lags.MIN_BOOT) < 0) {
            throw boot.misfit("expected a boot time of at least 50ms, not " + boot.kind());
        }
        atMost(v, "tag", Duration.ofMinutes(1));
        atMost(v, "listing", Duration.ofMinutes(1));
        atMost(v, "describe", Duration.ofMinutes(4));
        return new Lags(
                booting,
                duration(v, "tag", Duration.ofSeconds(2)),
                duration(v, "listing", Duration.ofSeconds(2)),
                duration(v, "describe", Duration.ofSeconds(1)),
                duration(v, "shutdown", Duration.ofSeconds(20)),
                Duration.ZERO,
                Duration.ofMinutes(10));
    }

    private static void atMost(@Nullable YamlValue v, String name, Duration limit) {
        YamlValue lag = field(v, name);
        if (lag != null && lag.duration().compareTo(limit) > 0) {
            throw lag.misfit(
                    "expected at most %d s, which is what the launch protocol is made for"
                            .formatted(limit.toSeconds()));
        }
    }

    /** A time of a market file, counted from its start. */
    static Duration since(YamlValue value, Instant start) {
        return Quantities.duration(value.text())
                .orElseGet(() -> {
                    try {
                        Duration since = Duration.between(start, Instant.parse(value.text()));
                        if (!since.isNegative()) {
                            return since;
                        }
                    } catch (DateTimeException _) {
                        // told below, like a time before the start
                    }
                    throw value.misfit(
                            "expected a duration since the start like 36h, or a time from "
                                    + start
                                    + " on, not "
                                    + value.kind());
                });
    }
}
