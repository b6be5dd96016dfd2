package io.spotkeeper.operator.account;

import io.micrometer.core.instrument.MeterRegistry;
import io.spotkeeper.api.v1alpha1.CloudAccountSpec;
import io.spotkeeper.cloud.AccountKey;
import io.spotkeeper.cloud.CloudProvider;
import io.spotkeeper.cloud.CoolDownPolicy;
import io.spotkeeper.cloud.CoolDowns;
import io.spotkeeper.cloud.ObservedCloud;
import io.spotkeeper.cloud.RequestBudget;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.inventory.InventoryBook;
import io.spotkeeper.inventory.OfferBook;
import io.spotkeeper.keeper.AccountCloud;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens clouds with credentials, and keeps what is shared by access key. Which provider's code is
 * behind an account is decided by the {@link Opener} it is given: this package names no provider.
 */
public final class Clouds {
    private static final Logger log = LoggerFactory.getLogger(Clouds.class);

    /** Knows how to use the providers; put together by the command line. */
    public interface Opener {
        /** What the Secret must hold, and whether it does. */
        Keys read(CloudAccountSpec spec, Map<String, String> secret);

        /** Opens the provider with these keys. */
        CloudProvider open(Keys.Complete keys, String cluster);
    }

    /** What was found in a Secret. */
    public sealed interface Keys {
        /**
         * All that is needed.
         *
         * @param spec the account's spec
         * @param values the Secret's values
         * @param accessKeyId the key's id
         * @param fingerprint digest of everything a provider is opened with
         */
        record Complete(
                CloudAccountSpec spec,
                Map<String, String> values,
                String accessKeyId,
                String fingerprint)
                implements Keys {
            @Override
            public String toString() {
                return "Keys[***]";
            }
        }

        /**
         * Something is missing or cannot be used.
         *
         * @param message what, and what to do
         */
        record Incomplete(String message) implements Keys {}
    }

    /**
     * An open cloud.
     *
     * @param cloud the cloud and what it shares
     * @param key what it is shared by
     */
    record Opened(AccountCloud cloud, AccountKey key) {}

    private final Opener opener;
    private final String cluster;
    private final CoolDownPolicy policy;
    private final TimeSource time;
    private final RandomGenerator random;
    private final MeterRegistry meters;
    private final Map<AccountKey, SharedAccount> shared = new ConcurrentHashMap<>();
    private final Map<AccountKey, AccountCloud> adopted = new ConcurrentHashMap<>();

    /** Nothing is open yet. */
    public Clouds(
            Opener opener,
            String cluster,
            CoolDownPolicy policy,
            TimeSource time,
            RandomGenerator random,
            MeterRegistry meters) {
        this.opener = opener;
        this.cluster = cluster;
        this.policy = policy;
        this.time = time;
        this.random = random;
        this.meters = meters;
    }

    Keys read(CloudAccountSpec spec, Map<String, String> secret) {
        return opener.read(spec, secret);
    }

    Opened open(Keys.Complete keys) {
        String provider = keys.spec().provider().name();
        String endpoint =
                keys.spec().endpoint() != null ? keys.spec().endpoint() : keys.spec().site().name();
        AccountKey key = AccountKey.of(provider, endpoint, keys.accessKeyId());
        CloudProvider raw = opener.open(keys, cluster);
        SharedAccount parts = shared.computeIfAbsent(key, k -> share(k, raw));
        CloudProvider observed = new ObservedCloud(raw, parts.budget(), meters, provider);
        return new Opened(parts.with(cluster, observed), key);
    }

    private SharedAccount share(AccountKey key, CloudProvider provider) {
        return new SharedAccount(
                key,
                new InventoryBook(provider, time),
                new OfferBook(provider, time),
                new CoolDowns(policy, random),
                new RequestBudget(time),
                AccountCloud.nothingLearnt());
    }

    /** From now on, listings and prices come through this one. */
    void adopt(Opened opened) {
        SharedAccount parts = shared.get(opened.key());
        if (parts != null) {
            parts.use(opened.cloud().provider());
            adopted.put(opened.key(), opened.cloud());
        }
    }

    /** Gives back the connections of a cloud that is not used. */
    void close(Opened opened) {
        if (opened.cloud().provider() instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                log.atWarn().setCause(e).log("closing connections failed");
            }
        }
    }

    /** Every cloud that listings are made through. */
    Map<AccountKey, AccountCloud> adopted() {
        return Map.copyOf(adopted);
    }

    /** What is shared by this access key. */
    SharedAccount shared(AccountKey key) {
        SharedAccount parts = shared.get(key);
        if (parts == null) {
            throw new IllegalStateException("no cloud was opened for " + key);
        }
        return parts;
    }
}
