package io.spotkeeper.operator.status;

import io.spotkeeper.fleet.Market;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** The core's values in the words of the API, and back. */
public final class Words {
    /** Longest text that the API takes. */
    static final int MAX_TEXT = 1024;

    private Words() {}

    static io.spotkeeper.api.v1alpha1.Market market(Market market) {
        return io.spotkeeper.api.v1alpha1.Market.valueOf(market.label());
    }

    static Market market(io.spotkeeper.api.v1alpha1.Market market) {
        return Market.of(market.name());
    }

    /** Thousandths as a decimal string: 2500 is {@code 2.5}. */
    static String capacity(long thousandths) {
        BigDecimal units = BigDecimal.valueOf(thousandths, 3).stripTrailingZeros();
        return units.scale() < 0 ? units.setScale(0).toPlainString() : units.toPlainString();
    }

    /** A price or a sum as the API writes it: at least two decimals, and at most six, rounded. */
    public static String money(BigDecimal amount) {
        BigDecimal plain = amount.setScale(6, RoundingMode.HALF_UP).stripTrailingZeros();
        return (plain.scale() < 2 ? plain.setScale(2) : plain).toPlainString();
    }

    /** A text cut to what the API takes. */
    static String text(String text) {
        return cut(text, MAX_TEXT);
    }

    /** A text cut to a length. */
    static String cut(String text, int length) {
        return text.length() > length ? text.substring(0, length - 1) + "…" : text;
    }
}
