package io.spotkeeper.emulator.market;

/**
 * What one owner may hold.
 *
 * @param spotVcpusPerZone virtual CPUs of live spot instances in one zone, 0 or more
 * @param instances live instances in one region, 0 or more
 */
public record Quota(int spotVcpusPerZone, int instances) {
    public Quota {
        if (spotVcpusPerZone < 0 || instances < 0) {
            throw new IllegalArgumentException("quotas must not be negative");
        }
    }
}
