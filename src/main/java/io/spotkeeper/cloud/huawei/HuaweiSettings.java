package io.spotkeeper.cloud.huawei;

import io.spotkeeper.cloud.AccountInput;
import io.spotkeeper.cloud.CallTimeouts;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a provider is made from. It is immutable: other credentials are another provider.
 *
 * @param site which of Huawei's two sites the account belongs to
 * @param endpoint scheme, host and port that serve every service, such as {@code
 *     http://127.0.0.1:18080}; absent = the vendor's hosts
 * @param clusterId value of the tag that makes an instance this cluster's
 * @param domainId the account that the keys have to belong to
 * @param projects project id by region; what is asked of another region is refused
 * @param credentials the keys
 * @param timeouts how long a call may take
 */
public record HuaweiSettings(
        Site site,
        @Nullable String endpoint,
        String clusterId,
        String domainId,
        Map<String, String> projects,
        HuaweiCredentials credentials,
        CallTimeouts timeouts) {
    /**
     * Checks the endpoint.
     *
     * @throws IllegalArgumentException when the endpoint is not {@code http(s)://host[:port]}
     */
    public HuaweiSettings {
        projects = Map.copyOf(projects);
        if (endpoint != null) {
            endpoint = AccountInput.endpoint(endpoint);
        }
    }

    /** With the usual timeouts. */
    public HuaweiSettings(
            Site site,
            @Nullable String endpoint,
            String clusterId,
            String domainId,
            Map<String, String> projects,
            HuaweiCredentials credentials) {
        this(site, endpoint, clusterId, domainId, projects, credentials, CallTimeouts.DEFAULT);
    }

    /** Where an account lives; it decides who rates, and the currency of every price. */
    public enum Site {
        /** huaweicloud.com; prices in CNY. */
        CHINA("bss.myhuaweicloud.com"),
        /** huaweicloud.com/intl; prices in USD. */
        INTERNATIONAL("bss-intl.myhuaweicloud.com");

        private final String bss;

        Site(String bss) {
            this.bss = bss;
        }
    }

    /** Where the servers of a region are asked for. */
    String ecs(String region) {
        return origin("ecs." + region + root(region));
    }

    /** Where prices are asked for. */
    String bss() {
        return origin(site.bss);
    }

    /** Where groups are asked for, of all regions. */
    String cms() {
        return origin("cms.myhuaweicloud.com");
    }

    /** Where the owner of the keys is asked for: any region of the account will do. */
    String iam() {
        String region = new TreeMap<>(projects).keySet().stream().findFirst().orElse(null);
        return origin(region == null ? "iam.myhuaweicloud.com" : "iam." + region + root(region));
    }

    private String origin(String host) {
        return endpoint != null ? endpoint : "https://" + host;
    }

    // The European cloud has a root of its own: ecs.eu-west-101.myhuaweicloud.eu.
    private static String root(String region) {
        return region.equals("eu-west-101") ? ".myhuaweicloud.eu" : ".myhuaweicloud.com";
    }
}
