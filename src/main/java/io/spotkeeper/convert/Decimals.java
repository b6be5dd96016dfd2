package io.spotkeeper.convert;

import java.math.BigDecimal;
import java.util.Optional;

/** Decimal numbers between the notations of JSON, of clouds and of the API. */
final class Decimals {
    /** Longer ones, and larger exponents, are nobody's price; expanding them would cost memory. */
    private static final int LONGEST = 40;

    private static final int FARTHEST = 20;
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final int PRICE_DECIMALS = 6;
    private static final int WEIGHT_DECIMALS = 3;

    private Decimals() {}

    /** The number that a literal of JSON stands for. */
    static Optional<BigDecimal> read(String literal) {
        if (literal.length() > LONGEST
                || !literal.matches("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(literal);
        boolean near =
                Math.abs(number.scale()) <= FARTHEST
                        && number.precision() - number.scale() <= FARTHEST;
        return near ? Optional.of(number) : Optional.empty();
    }

    /** A price as the API writes it, with the decimals that it was written with. */
    static Optional<String> price(BigDecimal number) {
        return number.signum() >= 0 && number.compareTo(MILLION) < 0
                ? fitted(number, PRICE_DECIMALS)
                : Optional.empty();
    }

    /** A weight as the API writes it, with the decimals that it was written with. */
    static Optional<String> weight(BigDecimal number) {
        return number.signum() > 0 && number.compareTo(MILLION) < 0
                ? fitted(number, WEIGHT_DECIMALS)
                : Optional.empty();
    }

    private static Optional<String> fitted(BigDecimal number, int decimals) {
        BigDecimal plain = number.scale() < 0 ? number.setScale(0) : number;
        if (plain.scale() > decimals) {
            plain = plain.stripTrailingZeros();
        }
        if (plain.scale() < 0) {
            plain = plain.setScale(0);
        }
        return plain.scale() <= decimals
                ? Optional.of(plain.abs().toPlainString())
                : Optional.empty();
    }
}
