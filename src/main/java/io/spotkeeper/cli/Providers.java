package io.spotkeeper.cli;

import io.spotkeeper.api.v1alpha1.CloudAccountSpec;
import io.spotkeeper.api.v1alpha1.Site;
import io.spotkeeper.cloud.CloudProvider;
import io.spotkeeper.cloud.tencent.TencentCloud;
import io.spotkeeper.cloud.tencent.TencentCredentials;
import io.spotkeeper.cloud.tencent.TencentSettings;
import io.spotkeeper.operator.account.Clouds;
import io.spotkeeper.operator.account.Clouds.Keys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which provider's code serves which account. */
final class Providers implements Clouds.Opener {
    @Override
    public Keys read(CloudAccountSpec spec, Map<String, String> secret) {
        return switch (spec.provider()) {
            case TencentCloud -> tencent(spec, secret);
            case HuaweiCloud ->
                    new Keys.Incomplete(
                            "provider HuaweiCloud is not served by this version of Spotkeeper");
        };
    }

    private static Keys tencent(CloudAccountSpec spec, Map<String, String> secret) {
        String id = secret.get("secretId");
        String key = secret.get("secretKey");
        if (id == null || id.isBlank() || key == null || key.isBlank()) {
            return new Keys.Incomplete(
                    "it must hold the keys secretId and secretKey, and token for temporary"
                            + " credentials");
        }
        try {
            credentials(secret);
        } catch (IllegalArgumentException e) {
            return new Keys.Incomplete(String.valueOf(e.getMessage()));
        }
        return new Keys.Complete(spec, secret, id, fingerprint(spec, secret));
    }

    private static TencentCredentials credentials(Map<String, String> secret) {
        String token = secret.get("token");
        return new TencentCredentials(
                value(secret, "secretId"),
                value(secret, "secretKey"),
                token == null || token.isBlank() ? null : token);
    }

    private static String value(Map<String, String> secret, String key) {
        @Nullable String value = secret.get(key);
        if (value == null) {
            throw new IllegalArgumentException("it must hold the key " + key);
        }
        return value;
    }

    /** Changes whenever a provider has to be opened anew. */
    private static String fingerprint(CloudAccountSpec spec, Map<String, String> secret) {
        String all = spec.site() + "\n" + spec.endpoint() + "\n" + new TreeMap<>(secret);
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public CloudProvider open(Keys.Complete keys, String cluster) {
        TencentSettings.Site site =
                keys.spec().site() == Site.International
                        ? TencentSettings.Site.INTERNATIONAL
                        : TencentSettings.Site.CHINA;
        return new TencentCloud(
                new TencentSettings(
                        site, keys.spec().endpoint(), cluster, credentials(keys.values())));
    }
}
