package io.spotkeeper.cloud.huawei;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.OpenRequest;
import io.spotkeeper.cloud.huawei.HuaweiSettings.Site;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The hash is the same for the same purchase and differs for every other. */
class RequestHashTest {
    /** Written down once: an intent recorded by one version must be known to the next. */
    private static final String PINNED =
            "296453730b7655b91a93bea1217752483af852da95fa7e075b2c7b6ff7a1f6e7";

    private final HuaweiCloud provider = provider(Site.CHINA, null, Samples.PROJECT);

    @Test
    void isTheSameInEveryProcessAndVersion() {
        assertThat(provider.requestHash(Samples.full())).isEqualTo(PINNED);
    }

    @Test
    void doesNotDependOnTheOrderOfTags() {
        LaunchRequest r = Samples.full();
        Map<String, String> tags = new LinkedHashMap<>();
        new TreeMap<>(r.tags()).descendingMap().forEach(tags::put);

        assertThat(provider.requestHash(withTags(r, tags)))
                .isEqualTo(provider.requestHash(withTags(r, new TreeMap<>(tags))));
    }

    @Test
    void doesNotDependOnTheKeysNorOnTheSite() {
        try (HuaweiCloud rotated =
                new HuaweiCloud(
                        new HuaweiSettings(
                                Site.INTERNATIONAL,
                                null,
                                Samples.CLUSTER,
                                Samples.DOMAIN,
                                Map.of(Samples.REGION, Samples.PROJECT),
                                new HuaweiCredentials("other", "other", "token")))) {
            assertThat(rotated.requestHash(Samples.full()))
                    .isEqualTo(provider.requestHash(Samples.full()));
        }
    }

    @Test
    void changesWithTheProjectAndTheEndpoint() {
        assertThat(
                        List.of(
                                provider.requestHash(Samples.full()),
                                provider(Site.CHINA, null, "other").requestHash(Samples.full()),
                                provider(Site.CHINA, "http://127.0.0.1:1", Samples.PROJECT)
                                        .requestHash(Samples.full()),
                                provider(Site.CHINA, "http://127.0.0.1:2", Samples.PROJECT)
                                        .requestHash(Samples.full()),
                                provider(Site.CHINA, "https://127.0.0.1:2", Samples.PROJECT)
                                        .requestHash(Samples.full())))
                .doesNotHaveDuplicates();
    }

    @Test
    void changesWithEveryPartOfTheRequest() {
        // Given
        Map<String, LaunchRequest> variants = OpenRequest.variants(Samples.full());
        variants.put("project", with(r -> r.huaweiProject = "enterprise-2"));

        // When
        Map<String, String> hashes = new HashMap<>();
        variants.forEach((name, request) -> hashes.put(provider.requestHash(request), name));

        // Then
        assertThat(hashes.values()).containsExactlyInAnyOrderElementsOf(variants.keySet());
        assertThat(hashes.keySet()).allMatch(hash -> hash.matches("[0-9a-f]{64}"));
    }

    private static HuaweiCloud provider(Site site, @Nullable String endpoint, String project) {
        return new HuaweiCloud(
                new HuaweiSettings(
                        site,
                        endpoint,
                        Samples.CLUSTER,
                        Samples.DOMAIN,
                        Map.of(Samples.REGION, project),
                        Samples.KEYS));
    }

    private static LaunchRequest withTags(LaunchRequest request, Map<String, String> tags) {
        return OpenRequest.with(request, r -> r.tags = tags);
    }

    private static LaunchRequest with(Consumer<OpenRequest> change) {
        return OpenRequest.with(Samples.full(), change);
    }
}
