package io.spotkeeper.operator.account;

import io.spotkeeper.cloud.AccountKey;
import java.util.Collection;
import java.util.Set;

/** What a fleet's reconciler needs of accounts: their state, and listings of regions. */
public final class AccountAccess {
    private final Accounts accounts;
    private final Clouds clouds;
    private final InventoryRounds rounds;

    /** Access to these accounts. */
    public AccountAccess(Accounts accounts, Clouds clouds, InventoryRounds rounds) {
        this.accounts = accounts;
        this.clouds = clouds;
        this.rounds = rounds;
    }

    /** What can be done with an account. */
    public AccountState state(String namespace, String name) {
        return accounts.state(namespace, name);
    }

    /**
     * A fleet is gone: what it had of the account's limits is the others'.
     *
     * @return UIDs of the fleets that waited for it
     */
    public Set<String> forget(String namespace, String account, String fleetUid) {
        return accounts.forget(namespace, account, fleetUid);
    }

    /**
     * Somebody is interested in listings of these regions; nothing happens where the key was
     * replaced meanwhile.
     *
     * @param now at once rather than at the next interval
     */
    public void want(AccountKey key, Collection<String> regions, boolean now) {
        clouds.shared(key)
                .ifPresent(shared -> regions.forEach(region -> rounds.want(shared, region, now)));
    }
}
