package io.spotkeeper.operator.account;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts an account may name. The vendors' own are always allowed, others only by {@code
 * --allowed-endpoint}: else anybody who may write a CloudAccount could make the operator call hosts
 * of the cluster's network.
 *
 * @param allowed {@code host:port}, in letters of any case
 */
public record EndpointPolicy(Set<String> allowed) {
    // Huawei Cloud's own are SERVICE.REGION or SERVICE. With more labels come names of customers'
    // things, such as ID.internal.REGION.mysql.rds, which lead into private networks.
    private static final Pattern VENDORS =
            Pattern.compile(
                    "([a-z0-9-]+\\.)+tencentcloudapi\\.com|([a-z0-9-]+\\.){1,2}myhuaweicloud\\.com");

    public EndpointPolicy {
        allowed =
                allowed.stream()
                        .map(endpoint -> endpoint.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** Why this endpoint may not be used; empty when it may. */
    Optional<String> refusal(@Nullable String endpoint) {
        if (endpoint == null) {
            return Optional.empty();
        }
        URI uri;
        try {
            uri = new URI(endpoint);
        } catch (URISyntaxException e) {
            return Optional.of(
                    "The endpoint "
                            + endpoint
                            + " is no address; correct it to one that an administrator allowed with"
                            + " --allowed-endpoint, or leave it out");
        }
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        boolean https = "https".equals(uri.getScheme());
        int port = uri.getPort() >= 0 ? uri.getPort() : https ? 443 : 80;
        boolean vendor = https && port == 443 && VENDORS.matcher(host).matches();
        if (vendor || allowed.contains(host + ":" + port)) {
            return Optional.empty();
        }
        return Optional.of(
                "The endpoint "
                        + host
                        + ":"
                        + port
                        + " is not allowed; an administrator can allow it with --allowed-endpoint "
                        + host
                        + ":"
                        + port);
    }
}
