package io.spotkeeper.simulation;

import io.spotkeeper.cloud.CloudProvider;
import io.spotkeeper.cloud.CoolDownPolicy;
import io.spotkeeper.cloud.CoolDowns;
import io.spotkeeper.cloud.RequestBudget;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.inventory.InventoryBook;
import io.spotkeeper.inventory.OfferBook;
import io.spotkeeper.keeper.AccountAllowance;
import io.spotkeeper.keeper.AccountCloud;
import java.util.random.RandomGenerator;

/** What one run of a process knows of the account: production's books, empty at the start. */
final class Account {
    private AccountCloud cloud;

    Account(CloudProvider provider, TimeSource time, RandomGenerator random) {
        cloud =
                new AccountCloud(
                        MarketCloud.CLUSTER,
                        provider,
                        new InventoryBook(provider, time),
                        new OfferBook(provider, time),
                        new CoolDowns(CoolDownPolicy.DEFAULT, random),
                        new RequestBudget(time),
                        AccountCloud.nothingLearnt(),
                        new AccountAllowance());
    }

    AccountCloud cloud() {
        return cloud;
    }

    /** The account's key was rotated: everything goes on with another provider. */
    void use(CloudProvider provider) {
        cloud =
                new AccountCloud(
                        MarketCloud.CLUSTER,
                        provider,
                        cloud.inventories(),
                        cloud.offers(),
                        cloud.coolDowns(),
                        cloud.budget(),
                        cloud.wholeOnly(),
                        cloud.allowance());
        cloud.inventories().use(provider);
        cloud.offers().use(provider);
        cloud.coolDowns().credentialsChanged();
    }
}
