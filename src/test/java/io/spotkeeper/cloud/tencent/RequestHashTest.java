package io.spotkeeper.cloud.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.OpenRequest;
import io.spotkeeper.cloud.tencent.TencentSettings.Site;
import io.spotkeeper.fleet.CapacityPool;
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
            "1e9ae5aa653979eafc61896b90607bafe1883d2a190ce70ae144457583bc0a6e";

    private final TencentCloud provider = provider(Site.CHINA, null);

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
    void doesNotDependOnTheKeys() {
        try (TencentCloud rotated =
                new TencentCloud(
                        new TencentSettings(
                                Site.CHINA,
                                null,
                                Samples.CLUSTER,
                                new TencentCredentials("other", "other", "token")))) {
            assertThat(rotated.requestHash(Samples.full()))
                    .isEqualTo(provider.requestHash(Samples.full()));
        }
    }

    @Test
    void changesWithTheSiteAndTheEndpoint() {
        assertThat(
                        List.of(
                                provider.requestHash(Samples.full()),
                                provider(Site.INTERNATIONAL, null).requestHash(Samples.full()),
                                provider(Site.CHINA, "http://127.0.0.1:1")
                                        .requestHash(Samples.full()),
                                provider(Site.CHINA, "http://127.0.0.1:2")
                                        .requestHash(Samples.full()),
                                provider(Site.CHINA, "https://127.0.0.1:2")
                                        .requestHash(Samples.full())))
                .doesNotHaveDuplicates();
    }

    @Test
    void changesWithEveryPartOfTheRequest() {
        // Given
        Map<String, LaunchRequest> variants = OpenRequest.variants(Samples.full());
        variants.put("region", with(r -> r.pool = pool("ap-beijing", r.pool)));
        variants.put("partial delivery", with(r -> r.partialDelivery = false));
        variants.put("host name", with(r -> r.hostName = "other"));
        variants.put("project", with(r -> r.tencentProject = 43L));

        // When
        Map<String, String> hashes = new HashMap<>();
        variants.forEach((name, request) -> hashes.put(provider.requestHash(request), name));

        // Then
        assertThat(hashes.values()).containsExactlyInAnyOrderElementsOf(variants.keySet());
        assertThat(hashes.keySet()).allMatch(hash -> hash.matches("[0-9a-f]{64}"));
    }

    private static TencentCloud provider(Site site, @Nullable String endpoint) {
        return new TencentCloud(new TencentSettings(site, endpoint, Samples.CLUSTER, Samples.KEYS));
    }

    private static CapacityPool pool(String region, CapacityPool pool) {
        return new CapacityPool(region, pool.zone(), pool.instanceType(), pool.market());
    }

    private static LaunchRequest withTags(LaunchRequest request, Map<String, String> tags) {
        return OpenRequest.with(request, r -> r.tags = tags);
    }

    private static LaunchRequest with(Consumer<OpenRequest> change) {
        return OpenRequest.with(Samples.full(), change);
    }
}
