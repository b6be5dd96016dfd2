package io.spotkeeper.operator.account;

import io.spotkeeper.api.v1alpha1.CloudAccountSpec;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.cloud.AccountKey;
import io.spotkeeper.keeper.AccountCloud;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be done with an account object now. */
public sealed interface AccountState {
    /** Currency of its prices: CNY or USD. */
    static String currency(CloudAccountSpec spec) {
        return switch (spec.site()) {
            case China -> "CNY";
            case International -> "USD";
        };
    }

    /** The cloud, as far as this process has ever had good credentials. */
    default Optional<AccountCloud> cloud() {
        return switch (this) {
            case Usable usable -> Optional.of(usable.account());
            case Unusable unusable -> Optional.ofNullable(unusable.lastGood());
            case Unknown _ -> Optional.empty();
        };
    }

    /** What the cloud is shared by, where there ever was one. */
    default Optional<AccountKey> access() {
        return switch (this) {
            case Usable usable -> Optional.of(usable.key());
            case Unusable unusable -> Optional.ofNullable(unusable.key());
            case Unknown _ -> Optional.empty();
        };
    }

    /**
     * It works.
     *
     * @param account the cloud with its credentials
     * @param key what is shared with other objects of the same access key
     * @param spec the object's spec
     */
    record Usable(AccountCloud account, AccountKey key, CloudAccountSpec spec)
            implements AccountState {}

    /**
     * It does not work.
     *
     * @param reason why
     * @param message the same for a person, with the next step
     * @param lastGood the cloud with the last good credentials: what exists can still be listed and
     *     given up with them
     * @param key of these
     * @param spec the object's spec; absent when there is no object
     */
    record Unusable(
            ConditionReason reason,
            String message,
            @Nullable AccountCloud lastGood,
            @Nullable AccountKey key,
            @Nullable CloudAccountSpec spec)
            implements AccountState {}

    /** It was not looked at yet. */
    record Unknown() implements AccountState {}
}
