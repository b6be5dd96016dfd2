package io.spotkeeper.operator.account;

import io.spotkeeper.api.v1alpha1.AccountIdentity;
import io.spotkeeper.api.v1alpha1.AccountUsage;
import io.spotkeeper.api.v1alpha1.CloudAccount;
import io.spotkeeper.api.v1alpha1.CloudAccountSpec;
import io.spotkeeper.api.v1alpha1.CloudAccountStatus;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.operator.FleetRoster;
import io.spotkeeper.operator.status.Conditions;
import io.spotkeeper.operator.status.Words;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Builds the status of an account. */
final class AccountStatusFactory {
    private static final BigDecimal COST_STEP = new BigDecimal("0.05");

    private AccountStatusFactory() {}

    /**
     * What the conditions say.
     *
     * @param ready whether fleets can work with it
     * @param reason why, or why not
     * @param message the same for a person
     */
    record Told(boolean ready, ConditionReason reason, String message) {
        static Told of(AccountState state) {
            return switch (state) {
                case AccountState.Usable _ ->
                        new Told(true, ConditionReason.AtTarget, "The credentials work");
                case AccountState.Unusable unusable ->
                        new Told(false, unusable.reason(), unusable.message());
                case AccountState.Unknown _ ->
                        new Told(false, ConditionReason.InventoryUntrusted, "Not looked at yet");
            };
        }
    }

    /**
     * The whole status.
     *
     * @param fleets what uses the account
     * @param owner whose credentials were last found to work
     */
    static CloudAccountStatus status(
            CloudAccount account,
            Told told,
            List<FleetRoster.Entry> fleets,
            Optional<String> owner,
            Instant now) {
        CloudAccountStatus before =
                account.getStatus() == null
                        ? new CloudAccountStatus(null, List.of(), null, List.of(), null)
                        : account.getStatus();
        long generation = account.getMetadata().getGeneration();
        SortedSet<String> regions = new TreeSet<>(before.regionsInUse());
        fleets.forEach(fleet -> regions.addAll(fleet.launchedIn()));
        return new CloudAccountStatus(
                generation,
                Conditions.of(
                        before.conditions(),
                        told.ready(),
                        told.reason(),
                        told.message(),
                        generation,
                        now),
                usage(before.usage(), fleets, account.getSpec()),
                List.copyOf(regions),
                identity(account.getSpec(), before.identity(), owner));
    }

    private static AccountUsage usage(
            @Nullable AccountUsage before, List<FleetRoster.Entry> fleets, CloudAccountSpec spec) {
        int instances = fleets.stream().mapToInt(FleetRoster.Entry::instances).sum();
        BigDecimal cost =
                fleets.stream()
                        .map(FleetRoster.Entry::hourlyCost)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        if (before != null
                && Integer.valueOf(instances).equals(before.instances())
                && before.hourlyCost() != null
                && near(new BigDecimal(before.hourlyCost()), cost)) {
            return before;
        }
        return new AccountUsage(instances, Words.money(cost), AccountState.currency(spec));
    }

    // Prices move all the time: a cost that moved by less than a twentieth is not worth a write.
    private static boolean near(BigDecimal a, BigDecimal b) {
        return a.subtract(b).abs().compareTo(a.multiply(COST_STEP)) <= 0;
    }

    private static @Nullable AccountIdentity identity(
            CloudAccountSpec spec, @Nullable AccountIdentity pinned, Optional<String> owner) {
        if (pinned != null && pinned.owner() != null) {
            return pinned;
        }
        return owner.map(id ->
                        new AccountIdentity(spec.provider(), spec.site(), spec.endpoint(), id))
                .orElse(pinned);
    }
}
