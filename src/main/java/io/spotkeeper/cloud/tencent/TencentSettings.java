package io.spotkeeper.cloud.tencent;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a provider is made from. It is immutable: other credentials are another provider.
 *
 * @param site which of Tencent's two sites the account belongs to
 * @param endpoint scheme, host and port that serve every service, such as {@code
 *     http://127.0.0.1:18080}; absent = the vendor's hosts
 * @param clusterId value of the tag that makes an instance this cluster's
 * @param credentials the keys
 * @param timeouts how long a call may take
 */
public record TencentSettings(
        Site site,
        @Nullable String endpoint,
        String clusterId,
        TencentCredentials credentials,
        Timeouts timeouts) {
    /**
     * Checks the endpoint.
     *
     * @throws IllegalArgumentException when the endpoint is not {@code http(s)://host[:port]}
     */
    public TencentSettings {
        if (endpoint != null) {
            endpoint = checked(endpoint);
        }
    }

    /** With the usual timeouts. */
    public TencentSettings(
            Site site,
            @Nullable String endpoint,
            String clusterId,
            TencentCredentials credentials) {
        this(site, endpoint, clusterId, credentials, Timeouts.DEFAULT);
    }

    /** Where an account lives; it decides the hosts and the currency of every price. */
    public enum Site {
        /** tencentcloudapi.com; prices in CNY. */
        CHINA("tencentcloudapi.com"),
        /** intl.tencentcloudapi.com; prices in USD. */
        INTERNATIONAL("intl.tencentcloudapi.com");

        private final String rootDomain;

        Site(String rootDomain) {
            this.rootDomain = rootDomain;
        }

        /** The domain below which each service has its host. */
        String rootDomain() {
            return rootDomain;
        }
    }

    /**
     * How long a call may take.
     *
     * @param connect until the connection stands
     * @param read between two packets of the answer
     * @param write between two packets of the request
     * @param call the whole call
     */
    public record Timeouts(Duration connect, Duration read, Duration write, Duration call) {
        /** 5 s, 30 s, 10 s; 45 s for all of it. */
        public static final Timeouts DEFAULT =
                new Timeouts(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(45));
    }

    private static String checked(String endpoint) {
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
}
