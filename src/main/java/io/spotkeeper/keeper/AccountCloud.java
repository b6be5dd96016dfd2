package io.spotkeeper.keeper;

import io.spotkeeper.cloud.CloudProvider;
import io.spotkeeper.cloud.CoolDowns;
import io.spotkeeper.cloud.RequestBudget;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.inventory.InventoryBook;
import io.spotkeeper.inventory.OfferBook;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Everything the fleets of one account share.
 *
 * @param cluster value of the cluster tag
 * @param provider the cloud, with this account's credentials
 * @param inventories complete listings per region
 * @param offers prices and stock
 * @param coolDowns what refused lately
 * @param budget request rates
 * @param wholeOnly region/market pairs that were found to deliver all or nothing
 * @param allowance what the fleets of one account object may have together
 */
public record AccountCloud(
        String cluster,
        CloudProvider provider,
        InventoryBook inventories,
        OfferBook offers,
        CoolDowns coolDowns,
        RequestBudget budget,
        Set<WholeOnly> wholeOnly,
        AccountAllowance allowance) {
    /** The same cloud as the fleets of one account object see it. */
    public AccountCloud within(AccountAllowance own) {
        return new AccountCloud(
                cluster, provider, inventories, offers, coolDowns, budget, wholeOnly, own);
    }

    /**
     * A place that delivers all or nothing.
     *
     * @param region the region
     * @param market the market
     */
    public record WholeOnly(String region, Market market) {}

    /** Nothing learnt yet about partial delivery. */
    public static Set<WholeOnly> nothingLearnt() {
        return ConcurrentHashMap.newKeySet();
    }
}
