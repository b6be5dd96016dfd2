package io.spotkeeper.cloud.tencent;

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
        secretId = sendable("secretId", secretId);
        secretKey = sendable("secretKey", secretKey);
        token = token == null || token.isBlank() ? null : sendable("token", token);
    }

    private static String sendable(String name, String value) {
        String stripped = value.strip();
        if (stripped.isEmpty()) {
            throw new IllegalArgumentException(name + " is empty");
        }
        if (!stripped.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    name + " has a character that is not printable ASCII");
        }
        return stripped;
    }

    @Override
    public String toString() {
        return "TencentCredentials[masked]";
    }
}
