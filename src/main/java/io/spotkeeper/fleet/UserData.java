package io.spotkeeper.fleet;

import java.util.Arrays;

/**
 * Start-up script of an instance, as raw bytes. It often carries secrets, so it never prints
 * itself.
 */
public final class UserData {
    private final byte[] bytes;

    /** Takes a copy of {@code bytes}. */
    public UserData(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** A copy of the raw bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Length in bytes. */
    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UserData that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "UserData[" + bytes.length + " bytes]";
    }
}
