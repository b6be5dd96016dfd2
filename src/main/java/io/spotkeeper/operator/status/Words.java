package io.spotkeeper.operator.status;

import io.spotkeeper.fleet.Market;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** The core's values in the words of the API, and back. */
public final class Words {
    private static final int MAX_MESSAGE = 1024;

    private Words() {}

    static io.spotkeeper.api.v1alpha1.Market market(Market market) {
        return io.spotkeeper.api.v1alpha1.Market.valueOf(market.label());
    }

    static Market market(io.spotkeeper.api.v1alpha1.Market market) {
        return Market.of(market.name());
    }

    /** Thousandths as a decimal string: 2500 is {@code 2.5}. */
    public static String capacity(long thousandths) {
        BigDecimal units = BigDecimal.valueOf(thousandths, 3).stripTrailingZeros();
        return units.scale() < 0 ? units.setScale(0).toPlainString() : units.toPlainString();
    }

    /** Text as short as the API allows a message to be. */
    static String message(String text) {
        return shortened(text, MAX_MESSAGE);
    }

    /** At most so many UTF-16 units, which are never fewer than the API server's characters. */
    public static String shortened(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int end = limit - 1;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "…";
    }

    /** A price or a sum as the API writes it: at least two decimals, and at most six, rounded. */
    public static String money(BigDecimal amount) {
        BigDecimal plain = amount.setScale(6, RoundingMode.HALF_UP).stripTrailingZeros();
        return (plain.scale() < 2 ? plain.setScale(2) : plain).toPlainString();
    }
}
