package io.spotkeeper.operator.account;

import io.spotkeeper.cloud.AccountKey;
import io.spotkeeper.cloud.CloudProvider;
import io.spotkeeper.cloud.CoolDowns;
import io.spotkeeper.cloud.RequestBudget;
import io.spotkeeper.inventory.InventoryBook;
import io.spotkeeper.inventory.OfferBook;
import io.spotkeeper.keeper.AccountAllowance;
import io.spotkeeper.keeper.AccountCloud;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What all account objects with one access key share: listings, prices, cool-downs and budgets.
 *
 * @param key the access key, without the key
 * @param inventories listings per region
 * @param offers prices
 * @param coolDowns what refused
 * @param budget request rates
 * @param wholeOnly what was learnt of partial delivery
 * @param retired set once no account uses the key any more
 */
record SharedAccount(
        AccountKey key,
        InventoryBook inventories,
        OfferBook offers,
        CoolDowns coolDowns,
        RequestBudget budget,
        Set<AccountCloud.WholeOnly> wholeOnly,
        AtomicBoolean retired) {
    AccountCloud with(String cluster, CloudProvider provider) {
        return new AccountCloud(
                cluster,
                provider,
                inventories,
                offers,
                coolDowns,
                budget,
                wholeOnly,
                new AccountAllowance());
    }

    /** Everything goes on with another generation of the credentials. */
    void use(CloudProvider provider) {
        inventories.use(provider);
        offers.use(provider);
        coolDowns.credentialsChanged();
    }

    /** No account uses the key any more: nothing is listed with it again. */
    void retire() {
        retired.set(true);
    }
}
