package io.spotkeeper.cli;

import io.spotkeeper.api.v1alpha1.CloudAccountSpec;
import io.spotkeeper.api.v1alpha1.HuaweiAccount;
import io.spotkeeper.api.v1alpha1.HuaweiProject;
import io.spotkeeper.cloud.CloudProvider;
import io.spotkeeper.cloud.huawei.HuaweiCloud;
import io.spotkeeper.cloud.huawei.HuaweiCredentials;
import io.spotkeeper.cloud.huawei.HuaweiSettings;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which provider's code serves which account. */
final class Providers implements Clouds.Opener {
    @Override
    public Keys read(CloudAccountSpec spec, Map<String, String> secret) {
        return switch (spec.provider()) {
            case TencentCloud -> tencent(spec, secret);
            case HuaweiCloud -> huawei(spec, secret);
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
            tencentCredentials(secret);
        } catch (IllegalArgumentException e) {
            return new Keys.Incomplete(String.valueOf(e.getMessage()));
        }
        return new Keys.Complete(spec, secret, id, fingerprint(spec, secret));
    }

    private static Keys huawei(CloudAccountSpec spec, Map<String, String> secret) {
        String id = secret.get("accessKey");
        String key = secret.get("secretKey");
        if (id == null || id.isBlank() || key == null || key.isBlank()) {
            return new Keys.Incomplete(
                    "it must hold the keys accessKey and secretKey, and securityToken for"
                            + " temporary credentials");
        }
        try {
            huaweiCredentials(secret);
        } catch (IllegalArgumentException e) {
            return new Keys.Incomplete(String.valueOf(e.getMessage()));
        }
        return new Keys.Complete(spec, secret, id, fingerprint(spec, secret));
    }

    private static HuaweiCredentials huaweiCredentials(Map<String, String> secret) {
        return new HuaweiCredentials(
                value(secret, "accessKey"),
                value(secret, "secretKey"),
                secret.get("securityToken"));
    }

    private static TencentCredentials tencentCredentials(Map<String, String> secret) {
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
        String all =
                spec.site()
                        + "\n"
                        + spec.endpoint()
                        + "\n"
                        + spec.huawei()
                        + "\n"
                        + new TreeMap<>(secret);
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
        return switch (keys.spec().provider()) {
            case TencentCloud -> tencent(keys, cluster);
            case HuaweiCloud -> huawei(keys, cluster);
        };
    }

    private static CloudProvider tencent(Keys.Complete keys, String cluster) {
        return new TencentCloud(
                new TencentSettings(
                        switch (keys.spec().site()) {
                            case China -> TencentSettings.Site.CHINA;
                            case International -> TencentSettings.Site.INTERNATIONAL;
                        },
                        keys.spec().endpoint(),
                        cluster,
                        tencentCredentials(keys.values())));
    }

    private static CloudProvider huawei(Keys.Complete keys, String cluster) {
        HuaweiAccount account = keys.spec().huawei();
        if (account == null) {
            throw new IllegalStateException("the schema requires huawei of such an account");
        }
        return new HuaweiCloud(
                new HuaweiSettings(
                        switch (keys.spec().site()) {
                            case China -> HuaweiSettings.Site.CHINA;
                            case International -> HuaweiSettings.Site.INTERNATIONAL;
                        },
                        keys.spec().endpoint(),
                        cluster,
                        account.domainId(),
                        account.projects().stream()
                                .collect(
                                        Collectors.toMap(
                                                HuaweiProject::region, HuaweiProject::projectId)),
                        huaweiCredentials(keys.values())));
    }
}
