package io.spotkeeper.cloud.tencent;

import io.spotkeeper.cloud.AccountInput;
import io.spotkeeper.cloud.CallTimeouts;
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
        CallTimeouts timeouts) {
    /**
     * Checks the endpoint.
     *
     * @throws IllegalArgumentException when the endpoint is not {@code http(s)://host[:port]}
     */
    public TencentSettings {
        if (endpoint != null) {
            endpoint = AccountInput.endpoint(endpoint);
        }
    }

    /** With the usual timeouts. */
    public TencentSettings(
            Site site,
            @Nullable String endpoint,
            String clusterId,
            TencentCredentials credentials) {
        this(site, endpoint, clusterId, credentials, CallTimeouts.DEFAULT);
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
}
