package io.spotkeeper.cloud.tencent;

import io.spotkeeper.cloud.AccountInput;
import org.jspecify.annotations.Nullable;

/**
 * One generation of an account's keys. It never prints itself.
 *
 * <p>White space around the values is dropped: a Secret made from a file often ends in a newline.
 *
 * @param secretId id of the key
 * @param secretKey the key
 * @param token session token of temporary credentials
 */
public record TencentCredentials(String secretId, String secretKey, @Nullable String token) {
    /**
     * Checks that the values can go into a request at all.
     *
     * @throws IllegalArgumentException when one is empty or has a character that no HTTP header can
     *     carry; the message does not repeat it
     */
    public TencentCredentials {
        secretId = AccountInput.key("secretId", secretId);
        secretKey = AccountInput.key("secretKey", secretKey);
        token = token == null || token.isBlank() ? null : AccountInput.key("token", token);
    }

    @Override
    public String toString() {
        return "TencentCredentials[masked]";
    }
}
