package io.spotkeeper.fleet.allocation;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * The cheapest cover with fractions of instances: all that is cheaper per unit of capacity than one
 * candidate, and a part of that one. It bounds what any plan costs, and says what each instance
 * that does otherwise costs on top of it (Dantzig, Discrete-variable extremum problems, 1957).
 */
final class Fractional {
    private final Goods goods;

    /** The cheapest per unit of capacity first. */
    private final int[] order;

    /** Place in the order of the one that is taken in part. */
    private final int split;

    private final long left;
    private final long wholePrice;

    /**
     * @param members candidates that together cover the demand
     * @param demand thousandths, positive
     */
    Fractional(Goods goods, int[] members, long demand) {
        this.goods = goods;
        order =
                goods.sorted(
                        Arrays.stream(members).filter(i -> goods.cap(i) > 0).toArray(),
                        goods::byUnitPrice);
        int place = 0;
        long missing = demand;
        long price = 0;
        while (goods.cap(order[place]) * goods.weight(order[place]) < missing) {
            missing -= goods.cap(order[place]) * goods.weight(order[place]);
            price += goods.cap(order[place]) * goods.price(order[place]);
            place++;
        }
        split = place;
        left = missing;
        wholePrice = price;
    }

    int[] order() {
        return order;
    }

    /** No cover costs less, millionths. */
    long bound() {
        int last = order[split];
        return BigInteger.valueOf(goods.price(last))
                .multiply(BigInteger.valueOf(left))
                .add(BigInteger.valueOf(goods.weight(last) - 1))
                .divide(BigInteger.valueOf(goods.weight(last)))
                .add(BigInteger.valueOf(wholePrice))
                .longValueExact();
    }

    /**
     * How many instances of a candidate a plan may have more or fewer than the fractional cover, if
     * it costs no more than a limit: each costs the difference to the price of its weight in the
     * split candidate. In floating point, so with a margin to the safe side.
     */
    int deviation(int i, long limit) {
        double perThousandth = (double) goods.price(order[split]) / goods.weight(order[split]);
        double fair = perThousandth * goods.weight(i);
        double extra = Math.abs(goods.price(i) - fair) - 1e-14 * (goods.price(i) + fair);
        double room =
                (limit - wholePrice) - perThousandth * left + 1e-14 * ((double) limit + wholePrice);
        return extra <= 0 ? Integer.MAX_VALUE : (int) Math.min(Integer.MAX_VALUE, room / extra);
    }

    /** Whether the fractional cover has all of a candidate, but for what it splits. */
    boolean has(int i) {
        return goods.byUnitPrice(i, order[split]) < 0;
    }
}
