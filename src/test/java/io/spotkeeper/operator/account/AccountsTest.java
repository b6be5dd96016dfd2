package io.spotkeeper.operator.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spotkeeper.api.v1alpha1.AccountIdentity;
import io.spotkeeper.api.v1alpha1.CloudAccount;
import io.spotkeeper.api.v1alpha1.CloudAccountSpec;
import io.spotkeeper.api.v1alpha1.CloudAccountStatus;
import io.spotkeeper.api.v1alpha1.CloudCredentials;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.api.v1alpha1.Provider;
import io.spotkeeper.api.v1alpha1.SecretReference;
import io.spotkeeper.api.v1alpha1.Site;
import io.spotkeeper.cloud.AccountKey;
import io.spotkeeper.cloud.CloudProvider;
import io.spotkeeper.cloud.CoolDownPolicy;
import io.spotkeeper.cloud.HandTime;
import io.spotkeeper.keeper.AccountCloud;
import io.spotkeeper.operator.account.Credentials.Reading;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** From an account object and its keys to what fleets may do with it. */
class AccountsTest {
    private static final CloudAccountSpec SPEC =
            new CloudAccountSpec(
                    Provider.TencentCloud,
                    Site.China,
                    new CloudCredentials(new SecretReference("tencent")),
                    null,
                    null,
                    List.of(),
                    null);

    private final Map<String, StubProvider> opened = new HashMap<>();
    private final Map<String, String> owners = new HashMap<>();
    private final Clouds clouds =
            new Clouds(
                    new Clouds.Opener() {
                        @Override
                        public Clouds.Keys read(CloudAccountSpec spec, Map<String, String> secret) {
                            throw new AssertionError("not asked");
                        }

                        @Override
                        public CloudProvider open(Clouds.Keys.Complete keys, String cluster) {
                            StubProvider provider =
                                    new StubProvider(
                                            owners.getOrDefault(keys.accessKeyId(), "owner"));
                            opened.put(keys.fingerprint(), provider);
                            return provider;
                        }
                    },
                    "cluster",
                    new CoolDownPolicy(Duration.ofSeconds(1), Duration.ofMinutes(1)),
                    new HandTime(),
                    new Random(1),
                    new SimpleMeterRegistry());
    private final Map<String, Reading> secrets = new HashMap<>();
    private final Accounts accounts =
            new Accounts(
                    account -> Objects.requireNonNull(secrets.get(account.getMetadata().getName())),
                    (_, _) -> true,
                    clouds,
                    Duration.ofSeconds(30));

    private static CloudAccount account(String name, @Nullable String pin) {
        CloudAccount account = new CloudAccount();
        account.setMetadata(
                new ObjectMetaBuilder()
                        .withNamespace("ns")
                        .withName(name)
                        .withUid("uid-" + name)
                        .build());
        account.setSpec(SPEC);
        if (pin != null) {
            account.setStatus(
                    new CloudAccountStatus(
                            1L,
                            List.of(),
                            null,
                            List.of(),
                            new AccountIdentity(Provider.TencentCloud, Site.China, null, pin)));
        }
        return account;
    }

    private void secret(String name, String keyId, String generation) {
        secrets.put(
                name,
                new Reading.Found(
                        new Clouds.Keys.Complete(SPEC, Map.of(), keyId, keyId + generation)));
    }

    private StubProvider provider(String fingerprint) {
        return Objects.requireNonNull(opened.get(fingerprint), fingerprint);
    }

    private AccountState fleetsSee(String name) {
        return accounts.state("ns", name);
    }

    // ---- whose credentials they are (rule 14) ----

    @Test
    void fleetsMayUseItOnlyWhenItsOwnerIsPinned() {
        // Given
        secret("a", "key", "1");

        // When
        AccountState state = accounts.look(account("a", null));

        // Then
        assertThat(state).isInstanceOf(AccountState.Usable.class);
        assertThat(accounts.owner(account("a", null))).contains("owner");
        assertThat(fleetsSee("a")).isInstanceOf(AccountState.Unknown.class);
        accounts.written(account("a", null));
        assertThat(fleetsSee("a")).isInstanceOf(AccountState.Unknown.class);
        accounts.written(account("a", "owner"));
        assertThat(fleetsSee("a")).isInstanceOf(AccountState.Usable.class);
    }

    @Test
    void staysUnusableWhileThePinCannotBeWritten() {
        // Given
        secret("a", "key", "1");
        accounts.look(account("a", null));

        // When
        accounts.look(account("a", null));

        // Then
        assertThat(fleetsSee("a")).isInstanceOf(AccountState.Unknown.class);
    }

    @Test
    void whatWasPinnedBeforeIsUsableAtOnce() {
        // Given
        secret("a", "key", "1");

        // When
        accounts.look(account("a", "owner"));

        // Then
        assertThat(fleetsSee("a")).isInstanceOf(AccountState.Usable.class);
    }

    @Test
    void anOwnerThatWasNeverPinnedBindsNobody() {
        // Given
        owners.put("other", "somebody");
        secret("a", "key", "1");
        accounts.look(account("a", null));

        // When
        secret("a", "other", "1");
        accounts.look(account("a", null));

        // Then
        assertThat(accounts.owner(account("a", null))).contains("somebody");
    }

    @Test
    void refusesAnotherOwnerAlsoAfterTheStatusWasWiped() {
        // Given
        owners.put("other", "somebody");
        secret("a", "key", "1");
        accounts.look(account("a", "owner"));

        // When
        secret("a", "other", "1");
        AccountState state = accounts.look(account("a", null));

        // Then
        assertThat(state)
                .isInstanceOfSatisfying(
                        AccountState.Unusable.class,
                        refused -> {
                            assertThat(refused.reason())
                                    .isEqualTo(ConditionReason.CredentialsInvalid);
                            assertThat(refused.lastGood()).isNotNull();
                        });
        assertThat(accounts.owner(account("a", null))).isEmpty();
        assertThat(provider("other1").closed).isTrue();
    }

    @Test
    void nothingIsLaunchedWithADeletedAccountThatThisProcessNeverSaw() {
        // Given
        secret("a", "key", "1");
        CloudAccount deleted = account("a", "owner");
        deleted.getMetadata().setDeletionTimestamp("2026-03-01T10:00:00Z");

        // When
        AccountState state = accounts.look(deleted);

        // Then
        assertThat(state).isInstanceOf(AccountState.Unusable.class);
        assertThat(state.cloud()).isPresent();
    }

    // ---- which clouds stay open ----

    private AccountKey key(String name) {
        return fleetsSee(name).access().orElseThrow();
    }

    @Test
    void aNewKeyOfTheSameOwnerEndsTheOldOne() {
        // Given
        secret("a", "old", "1");
        accounts.look(account("a", "owner"));
        AccountCloud inFlight = fleetsSee("a").cloud().orElseThrow();
        AccountKey oldKey = key("a");
        SharedAccount old = clouds.shared(oldKey).orElseThrow();

        // When
        secret("a", "new", "1");
        accounts.look(account("a", "owner"));

        // Then
        assertThat(provider("old1").closed).isTrue();
        assertThat(provider("new1").closed).isFalse();
        assertThat(old.retired()).isTrue();
        assertThat(clouds.shared(oldKey)).isEmpty();
        assertThat(clouds.adopted(oldKey)).isEmpty();
        assertThat(clouds.adopted(key("a")).map(AccountCloud::provider))
                .isEqualTo(fleetsSee("a").cloud().map(AccountCloud::provider));
        assertThat(inFlight.inventories().take("r1").complete()).isTrue();
    }

    @Test
    void theLastGoodKeyStaysOpenUntilABetterOneWorks() {
        // Given
        owners.put("foreign", "somebody");
        secret("a", "old", "1");
        accounts.look(account("a", "owner"));

        // When
        secret("a", "foreign", "1");
        accounts.look(account("a", "owner"));
        secrets.put("a", new Reading.Missing(ConditionReason.CredentialsMissing, "gone"));
        accounts.look(account("a", "owner"));

        // Then
        assertThat(provider("old1").closed).isFalse();
        assertThat(fleetsSee("a").cloud()).isPresent();
        assertThat(clouds.adopted(key("a"))).isPresent();
        secret("a", "new", "1");
        accounts.look(account("a", "owner"));
        assertThat(provider("old1").closed).isTrue();
    }

    @Test
    void whatTwoAccountsShareStaysForTheOther() {
        // Given
        secret("a", "key", "1");
        secret("b", "key", "2");
        accounts.look(account("a", "owner"));
        accounts.look(account("b", "owner"));
        SharedAccount shared = clouds.shared(key("a")).orElseThrow();

        // When
        accounts.forget("ns", "b");

        // Then
        assertThat(provider("key2").closed).isTrue();
        assertThat(provider("key1").closed).isFalse();
        assertThat(clouds.shared(key("a"))).containsSame(shared);
        assertThat(clouds.adopted(key("a")).map(AccountCloud::provider))
                .isEqualTo(fleetsSee("a").cloud().map(AccountCloud::provider));
        shared.inventories().take("r1");
        assertThat(provider("key1").listings).hasValue(1);
        accounts.forget("ns", "a");
        assertThat(provider("key1").closed).isTrue();
        assertThat(shared.retired()).isTrue();
    }
}
