package io.spotkeeper.fleet;

import java.util.Comparator;

/**
 * The smallest thing that has a price and a stock.
 *
 * @param region the cloud's region id
 * @param zone the cloud's zone id
 * @param instanceType the cloud's instance type
 * @param market how it is paid for
 */
public record CapacityPool(String region, String zone, String instanceType, Market market)
        implements Comparable<CapacityPool> {
    private static final Comparator<CapacityPool> ORDER =
            Comparator.comparing(CapacityPool::region)
                    .thenComparing(CapacityPool::zone)
                    .thenComparing(CapacityPool::instanceType)
                    .thenComparing(CapacityPool::market);

    @Override
    public int compareTo(CapacityPool other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return instanceType + " in " + zone + " (" + market.label() + ")";
    }
}
