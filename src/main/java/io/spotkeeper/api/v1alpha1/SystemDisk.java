package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * The disk that the instance starts from.
 *
 * @param type the cloud's own name of the disk type; the cloud's default where absent
 * @param sizeGiB size in GiB; the image's size where absent
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SystemDisk(
        @Size(min = 1, max = 64)
                @Pattern(Formats.CLOUD_ID)
                @JsonPropertyDescription(
                        "The cloud's own word, for example CLOUD_PREMIUM or GPSSD. Absent: the cloud chooses.")
                @Nullable String type,
        @Min(1)
                @Max(32768)
                @JsonPropertyDescription(
                        "Size in GiB, 1 to 32768; the image and the disk type narrow it. Absent: the cloud's default.")
                @Nullable Integer sizeGiB) {}
