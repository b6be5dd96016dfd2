package io.spotkeeper.cloud;

import java.math.BigDecimal;

/** What one instance of a request costs an hour, in full. */
public sealed interface Charge {
    /**
     * The cloud's quotation.
     *
     * @param instance per instance-hour, disks included where the cloud prices them so
     * @param bandwidth per hour; zero when traffic is paid by volume
     */
    record Hourly(BigDecimal instance, BigDecimal bandwidth) implements Charge {}

    /** No quotation could be had; the pool's price is used alone. */
    record Failed(CloudFailure failure) implements Charge {}
}
