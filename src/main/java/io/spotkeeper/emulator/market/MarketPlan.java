package io.spotkeeper.emulator.market;

import java.util.List;

/**
 * Everything a market starts from.
 *
 * @param instanceTypes all sizes; every pool names one of them
 * @param pools all pools, each at most once
 * @param dynamics how the market moves
 * @param lags how long things take
 * @param quota what each owner may hold unless told otherwise
 */
public record MarketPlan(
        List<InstanceType> instanceTypes,
        List<PoolTerms> pools,
        Dynamics dynamics,
        Lags lags,
        Quota quota) {
    public MarketPlan {
        instanceTypes = List.copyOf(instanceTypes);
        pools = List.copyOf(pools);
    }
}
