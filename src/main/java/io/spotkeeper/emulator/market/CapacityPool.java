package io.spotkeeper.emulator.market;

/**
 * The smallest thing that has a price and a stock.
 *
 * @param region region name
 * @param zone zone name, unique over all regions
 * @param instanceType name of the instance type
 * @param market how it is sold
 */
public record CapacityPool(String region, String zone, String instanceType, Market market) {
    @Override
    public String toString() {
        return zone + "/" + instanceType + "/" + market.label();
    }
}
