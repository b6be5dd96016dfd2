package io.spotkeeper.operator.account;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spotkeeper.api.v1alpha1.CloudAccountSpec;
import io.spotkeeper.cloud.AccountKey;
import io.spotkeeper.cloud.CloudProvider;
import io.spotkeeper.cloud.CoolDownPolicy;
import io.spotkeeper.cloud.CoolDowns;
import io.spotkeeper.cloud.ObservedCloud;
import io.spotkeeper.cloud.RequestBudget;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.fleet.RefusalKind;
import io.spotkeeper.inventory.InventoryBook;
import io.spotkeeper.inventory.OfferBook;
import io.spotkeeper.keeper.AccountCloud;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens clouds with credentials, and keeps what is shared by access key. Which provider's code is
 * behind an account is decided by the {@link Opener} it is given: this package names no provider.
 */
public final class Clouds {
    private static final Logger log = LoggerFactory.getLogger(Clouds.class);
    private static final String QUEUE = "spotkeeper.cloud.budget.queue";

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
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<AccountKey, Users> users = new HashMap<>();

    /** One access key: what is shared by it, and everything that is open with it. */
    private static final class Users {
        final SharedAccount shared;
        final List<Opened> open = new ArrayList<>();

        /** Those that work; listings and prices come through the last. */
        final List<Opened> adopted = new ArrayList<>();

        Users(SharedAccount shared) {
            this.shared = shared;
        }
    }

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
        lock.lock();
        try {
            Users same = users.computeIfAbsent(key, k -> new Users(share(k, raw)));
            CloudProvider observed = new ObservedCloud(raw, same.shared.budget(), meters, provider);
            Opened opened = new Opened(same.shared.with(cluster, observed), key);
            same.open.add(opened);
            return opened;
        } finally {
            lock.unlock();
        }
    }

    private SharedAccount share(AccountKey key, CloudProvider provider) {
        watch(key.provider());
        return new SharedAccount(
                key,
                new InventoryBook(provider, time),
                new OfferBook(provider, time),
                new CoolDowns(policy, random),
                new RequestBudget(time, action -> deferrals(key.provider(), action).increment()),
                AccountCloud.nothingLearnt(),
                new AtomicBoolean());
    }

    private Counter deferrals(String provider, RequestBudget.Action action) {
        return Counter.builder("spotkeeper.cloud.budget.deferrals")
                .description("Requests that found the request budget used up")
                .tags("provider", provider, "action", action.label())
                .register(meters);
    }

    // Told by provider, over all access keys: their number has no bound.
    private void watch(String provider) {
        if (meters.find(QUEUE).tag("provider", provider).gauge() != null) {
            return;
        }
        Gauge.builder(
                        QUEUE,
                        this,
                        clouds -> clouds.sum(provider, account -> account.budget().waiting()))
                .description("Reads that wait for the request budget")
                .tag("provider", provider)
                .register(meters);
        for (RequestBudget.Action action : RequestBudget.Action.values()) {
            deferrals(provider, action);
        }
        for (RefusalKind kind : RefusalKind.values()) {
            Gauge.builder(
                            "spotkeeper.cool.downs",
                            this,
                            clouds ->
                                    clouds.sum(
                                            provider,
                                            account ->
                                                    account.coolDowns().inForce(kind, time.now())))
                    .description("Pools, zones, subnets and accounts that are left alone")
                    .tags("provider", provider, "reason", kind.label())
                    .register(meters);
        }
    }

    private int sum(String provider, ToIntFunction<SharedAccount> figure) {
        lock.lock();
        try {
            return users.entrySet().stream()
                    .filter(same -> same.getKey().provider().equals(provider))
                    .mapToInt(same -> figure.applyAsInt(same.getValue().shared))
                    .sum();
        } finally {
            lock.unlock();
        }
    }

    /** It works: from now on, listings and prices come through this one. */
    void adopt(Opened opened) {
        lock.lock();
        try {
            Users same = users.get(opened.key());
            if (same != null && same.open.contains(opened)) {
                same.adopted.add(opened);
                same.shared.use(opened.cloud().provider());
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * No account uses this one any more. Calls under way with it end as they would; with the last
     * user of an access key goes what was shared by it.
     */
    void close(Opened opened) {
        lock.lock();
        try {
            Users same = users.get(opened.key());
            if (same == null || !same.open.remove(opened)) {
                return;
            }
            boolean listing = !same.adopted.isEmpty() && same.adopted.getLast().equals(opened);
            same.adopted.remove(opened);
            if (same.open.isEmpty()) {
                same.shared.retire();
                users.remove(opened.key());
            } else if (listing && !same.adopted.isEmpty()) {
                same.shared.use(same.adopted.getLast().cloud().provider());
            }
        } finally {
            lock.unlock();
        }
        if (opened.cloud().provider() instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                log.atWarn().setCause(e).log("closing connections failed");
            }
        }
    }

    /** The cloud that listings of this access key are made through, while an account uses it. */
    Optional<AccountCloud> adopted(AccountKey key) {
        lock.lock();
        try {
            return Optional.ofNullable(users.get(key))
                    .filter(same -> !same.adopted.isEmpty())
                    .map(same -> same.adopted.getLast().cloud());
        } finally {
            lock.unlock();
        }
    }

    /** What is shared by this access key, while an account uses it. */
    Optional<SharedAccount> shared(AccountKey key) {
        lock.lock();
        try {
            return Optional.ofNullable(users.get(key)).map(same -> same.shared);
        } finally {
            lock.unlock();
        }
    }
}
