package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * A public address for each instance.
 *
 * @param bandwidthMbps outgoing bandwidth in Mbit/s
 * @param chargeType how it is paid; ByTraffic where absent
 * @param bandwidthPackageId shared bandwidth to join
 * @param releaseWithInstance whether the address goes with the instance; yes where absent
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PublicIp(
        @Required
                @Min(1)
                @Max(2000)
                @JsonPropertyDescription(
                        "Outgoing bandwidth of each instance in Mbit/s, 1 to 2000.")
                Integer bandwidthMbps,
        @Default("ByTraffic") @JsonPropertyDescription("What is paid for. Absent: ByTraffic.")
                BandwidthChargeType chargeType,
        @Size(min = 1, max = 128)
                @Pattern(Formats.CLOUD_ID)
                @JsonPropertyDescription(
                        "Shared bandwidth that the address joins. Absent: bandwidth of its own.")
                @Nullable String bandwidthPackageId,
        @Default("true")
                @JsonPropertyDescription(
                        "Whether the address is released with its instance. Absent: true; with false, addresses of terminated instances stay and are paid until somebody releases them.")
                Boolean releaseWithInstance) {
    public PublicIp {
        chargeType = chargeType == null ? BandwidthChargeType.ByTraffic : chargeType;
        releaseWithInstance = releaseWithInstance == null || releaseWithInstance;
    }
}
