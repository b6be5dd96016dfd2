package io.spotkeeper.convert;

import io.spotkeeper.api.v1alpha1.Management;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the input cannot say, or is to be said otherwise.
 *
 * @param account CloudAccount to buy with; a usual name where null
 * @param name metadata.name, a DNS label, which clouds take as a name as well; made from the name
 *     at the cloud where null
 * @param region region; taken from the input where null
 * @param zones zones for overrides that name none
 * @param management who allocates a group; decided by the input where null
 */
public record Choices(
        @Nullable String account,
        @Nullable String name,
        @Nullable String region,
        List<String> zones,
        @Nullable Management management) {
    /** No choice made. */
    public static final Choices NONE = new Choices(null, null, null, List.of(), null);

    private static final int LONGEST_ACCOUNT = 253;

    public Choices {
        zones = List.copyOf(zones);
    }

    /** What is wrong with them, if anything is. */
    public Optional<String> objection() {
        if (account != null
                && (account.length() > LONGEST_ACCOUNT
                        || !Forms.OBJECT_NAME.matcher(account).matches())) {
            return Optional.of("an account is called by the name of a Kubernetes object");
        }
        if (name != null && !Forms.OBJECT_LABEL.matcher(name).matches()) {
            return Optional.of(
                    "a name has at most 63 lower-case letters, digits and hyphens, with no hyphen at its ends");
        }
        if (region != null && !Forms.REGION.matcher(region).matches()) {
            return Optional.of("the region has to be one like cn-south-1");
        }
        return zones.stream().allMatch(Choices::isZone)
                ? Optional.empty()
                : Optional.of("a zone has to be one like cn-south-1a");
    }

    private static boolean isZone(String zone) {
        return zone.length() <= Forms.LONGEST_ZONE && Forms.CLOUD_ID.matcher(zone).matches();
    }
}
