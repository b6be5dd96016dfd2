package io.spotkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.api.v1alpha1.CloudAccountSpec;
import io.spotkeeper.api.v1alpha1.CloudCredentials;
import io.spotkeeper.api.v1alpha1.HuaweiAccount;
import io.spotkeeper.api.v1alpha1.HuaweiProject;
import io.spotkeeper.api.v1alpha1.Provider;
import io.spotkeeper.api.v1alpha1.SecretReference;
import io.spotkeeper.api.v1alpha1.Site;
import io.spotkeeper.operator.account.Clouds.Keys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an account's Secret must hold, and which provider it opens. */
class ProvidersTest {
    private final Providers providers = new Providers();

    @ParameterizedTest
    @CsvSource({
        "TencentCloud, secretId, secretKey, token",
        "HuaweiCloud, accessKey, secretKey, securityToken"
    })
    void namesWhatASecretLacks(Provider provider, String id, String key, String token) {
        for (Map<String, String> secret :
                List.of(
                        Map.<String, String>of(),
                        Map.of(id, "a"),
                        Map.of(key, "b"),
                        Map.of(id, " ", key, "b"))) {
            assertThat(providers.read(spec(provider, "p"), secret))
                    .isInstanceOfSatisfying(
                            Keys.Incomplete.class,
                            incomplete ->
                                    assertThat(incomplete.message()).contains(id, key, token));
        }
    }

    @ParameterizedTest
    @CsvSource({"TencentCloud, secretId, secretKey", "HuaweiCloud, accessKey, secretKey"})
    void refusesAKeyThatNoRequestCanCarry(Provider provider, String id, String key) {
        assertThat(providers.read(spec(provider, "p"), Map.of(id, "a", key, "can ary")))
                .isInstanceOfSatisfying(
                        Keys.Incomplete.class,
                        incomplete ->
                                assertThat(incomplete.message())
                                        .contains(key)
                                        .doesNotContain("ary"));
    }

    @ParameterizedTest
    @CsvSource({
        "TencentCloud, secretId, secretKey, token",
        "HuaweiCloud, accessKey, secretKey, securityToken"
    })
    void opensTheProviderOfTheAccount(Provider provider, String id, String key, String token)
            throws Exception {
        Keys keys =
                providers.read(spec(provider, "p"), Map.of(id, "a", key, "b", token, "session"));

        try (AutoCloseable opened =
                (AutoCloseable) providers.open((Keys.Complete) keys, "cluster")) {
            assertThat(opened).hasToString(provider.name());
        }
        assertThat(((Keys.Complete) keys).accessKeyId()).isEqualTo("a");
    }

    @Test
    void opensAnewWhenAnythingThatItIsOpenedWithChanges() {
        Map<String, String> secret = Map.of("accessKey", "a", "secretKey", "b");
        Map<String, String> rotated = new HashMap<>(secret);
        rotated.put("secretKey", "c");

        assertThat(
                        List.of(
                                fingerprint("p", secret),
                                fingerprint("other", secret),
                                fingerprint("p", rotated)))
                .doesNotHaveDuplicates();
        assertThat(fingerprint("p", secret)).isEqualTo(fingerprint("p", new HashMap<>(secret)));
    }

    private String fingerprint(String project, Map<String, String> secret) {
        return ((Keys.Complete) providers.read(spec(Provider.HuaweiCloud, project), secret))
                .fingerprint();
    }

    private static CloudAccountSpec spec(Provider provider, String project) {
        @Nullable HuaweiAccount huawei =
                provider == Provider.HuaweiCloud
                        ? new HuaweiAccount("d", List.of(new HuaweiProject("cn-south-1", project)))
                        : null;
        return new CloudAccountSpec(
                provider,
                Site.China,
                new CloudCredentials(new SecretReference("secret")),
                huawei,
                null,
                List.of(),
                null);
    }
}
