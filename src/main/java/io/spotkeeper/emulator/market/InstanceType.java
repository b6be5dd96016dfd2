package io.spotkeeper.emulator.market;

/**
 * A size of instance.
 *
 * @param name unique name
 * @param family name of the family that it belongs to
 * @param cpu virtual CPUs, at least 1
 * @param memoryGib memory in GiB, at least 1
 */
public record InstanceType(String name, String family, int cpu, int memoryGib) {
    public InstanceType {
        if (cpu < 1 || memoryGib < 1) {
            throw new IllegalArgumentException(
                    "instance type " + name + " needs at least 1 CPU and 1 GiB of memory");
        }
    }
}
