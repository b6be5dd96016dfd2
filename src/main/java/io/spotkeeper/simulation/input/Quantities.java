package io.spotkeeper.simulation.input;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How quantities are written. */
final class Quantities {
    static final String PRICE = "expected a price above 0 with at most 4 decimals, like 0.2150";
    static final String DURATION = "expected a duration like 500ms, 90s, 10m, 36h or 2d";

    private static final Pattern PRICE_FORM = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,4})?");
    private static final Pattern DURATION_FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private Quantities() {}

    static Optional<BigDecimal> price(String text) {
        return PRICE_FORM.matcher(text).matches()
                ? Optional.of(new BigDecimal(text)).filter(price -> price.signum() > 0)
                : Optional.empty();
    }

    static Optional<Duration> duration(String text) {
        Matcher matcher = DURATION_FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    case "h" -> Duration.ofHours(amount);
                    default -> Duration.ofDays(amount);
                });
    }
}
