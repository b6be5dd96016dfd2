package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A further disk of each instance.
 *
 * @param type the cloud's own name of the disk type; the cloud's default where absent
 * @param sizeGiB size in GiB; the snapshot's size where absent
 * @param snapshotId what the disk is filled with; empty where absent
 * @param encrypted whether the cloud encrypts it; no where absent
 * @param deleteWithInstance whether it goes with the instance; yes where absent
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "has(self.sizeGiB) || has(self.snapshotId)",
        message = "a data disk needs sizeGiB, or snapshotId to take the size from")
public record DataDisk(
        @Size(min = 1, max = 64)
                @Pattern(Formats.CLOUD_ID)
                @JsonPropertyDescription(
                        "The cloud's own word, for example CLOUD_PREMIUM or GPSSD. Absent: the cloud chooses.")
                @Nullable String type,
        @Min(1)
                @Max(32768)
                @JsonPropertyDescription(
                        "Size in GiB, 1 to 32768; the disk type narrows it. Absent: the size of the snapshot.")
                @Nullable Integer sizeGiB,
        @Size(min = 1, max = 128)
                @Pattern(Formats.CLOUD_ID)
                @JsonPropertyDescription("Snapshot to fill the disk from. Absent: an empty disk.")
                @Nullable String snapshotId,
        @JsonPropertyDescription(
                        "Whether the cloud encrypts the disk with its default key. Absent: false.")
                Boolean encrypted,
        @JsonPropertyDescription(
                        "Whether the disk is deleted with its instance. Absent: true; with false, disks of terminated instances stay and are paid until somebody deletes them.")
                Boolean deleteWithInstance) {
    public DataDisk {
        encrypted = encrypted != null && encrypted;
        deleteWithInstance = deleteWithInstance == null || deleteWithInstance;
    }
}
