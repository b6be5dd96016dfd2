package io.spotkeeper.cloud;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What inventory, budgets and cool-downs are kept by: two account objects with one key share them.
 *
 * @param provider {@code TencentCloud} or {@code HuaweiCloud}
 * @param endpoint host that is asked, or the site for the cloud's own hosts
 * @param keyDigest digest of the access key id; the id itself is not kept
 */
public record AccountKey(String provider, String endpoint, String keyDigest) {
    /** The key of an access key id. */
    public static AccountKey of(String provider, String endpoint, String accessKeyId) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(accessKeyId.getBytes(StandardCharsets.UTF_8));
            return new AccountKey(provider, endpoint, HexFormat.of().formatHex(digest, 0, 6));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
