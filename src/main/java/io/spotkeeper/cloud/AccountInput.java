package io.spotkeeper.cloud;

import java.net.URI;

/** Checks of what an account's owner wrote, the same for every provider. */
public final class AccountInput {
    private AccountInput() {}

    /**
     * Scheme, host and port of an endpoint.
     *
     * @throws IllegalArgumentException when it is not {@code http(s)://host[:port]}
     */
    public static String endpoint(String endpoint) {
        URI uri = URI.create(endpoint);
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        String path = uri.getPath();
        boolean bare =
                (path == null || path.isEmpty() || path.equals("/"))
                        && uri.getQuery() == null
                        && uri.getFragment() == null
                        && uri.getUserInfo() == null;
        if (!web || !bare || uri.getHost() == null) {
            throw new IllegalArgumentException("an endpoint is http(s)://host[:port]");
        }
        return uri.getScheme() + "://" + uri.getAuthority();
    }

    /**
     * A key without the white space around it: a Secret made from a file often ends in a newline.
     *
     * @param name what to call it
     * @throws IllegalArgumentException when it is empty or has a character that no HTTP header can
     *     carry; the message does not repeat it
     */
    public static String key(String name, String value) {
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
}
