package io.spotkeeper.cloud.huawei;

import io.spotkeeper.cloud.AccountInput;
import org.jspecify.annotations.Nullable;

/**
 * One generation of an account's keys. It never prints itself.
 *
 * <p>White space around the values is dropped: a Secret made from a file often ends in a newline.
 *
 * @param accessKey id of the key (AK)
 * @param secretKey the key (SK)
 * @param securityToken session token of temporary credentials
 */
public record HuaweiCredentials(
        String accessKey, String secretKey, @Nullable String securityToken) {
    /**
     * Checks that the values can go into a request at all.
     *
     * @throws IllegalArgumentException when one is empty or has a character that no HTTP header can
     *     carry; the message does not repeat it
     */
    public HuaweiCredentials {
        accessKey = AccountInput.key("accessKey", accessKey);
        secretKey = AccountInput.key("secretKey", secretKey);
        securityToken =
                securityToken == null || securityToken.isBlank()
                        ? null
                        : AccountInput.key("securityToken", securityToken);
    }

    @Override
    public String toString() {
        return "HuaweiCredentials[masked]";
    }
}
