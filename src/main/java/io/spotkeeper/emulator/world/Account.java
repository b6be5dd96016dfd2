package io.spotkeeper.emulator.world;

import org.jspecify.annotations.Nullable;

/**
 * An access key and whose it is.
 *
 * @param secretId public part of the key, 1 to {@value #LONGEST_ID} characters
 * @param secretKey secret part of the key, not empty
 * @param token session token that must accompany the key; null if none must
 * @param uin owner of the key: keys with one uin see the same instances
 * @param appId number of the owner at Tencent Cloud, 1 or more; 0 for a key of Huawei Cloud
 * @param site decides the currency
 * @param spotAllowed whether it may buy spot instances
 * @param enabled whether the key works
 * @param huawei the account at Huawei Cloud; null for a key of Tencent Cloud
 */
public record Account(
        String secretId,
        String secretKey,
        @Nullable String token,
        String uin,
        long appId,
        Site site,
        boolean spotAllowed,
        boolean enabled,
        @Nullable HuaweiDomain huawei) {
    /** Most characters of the public part of a key. */
    public static final int LONGEST_ID = 128;

    public Account {
        if (secretId.isEmpty() || secretId.length() > LONGEST_ID) {
            throw new IllegalArgumentException(
                    "secretId must have 1 to " + LONGEST_ID + " characters");
        }
        if (secretKey.isEmpty()) {
            throw new IllegalArgumentException("secretKey must not be empty");
        }
        if (uin.isEmpty()) {
            throw new IllegalArgumentException("uin must not be empty");
        }
        if (huawei == null && appId < 1) {
            throw new IllegalArgumentException("appId must be 1 or more");
        }
    }

    @Override
    public String toString() {
        return "Account[" + secretId + " of " + uin + "]";
    }
}
