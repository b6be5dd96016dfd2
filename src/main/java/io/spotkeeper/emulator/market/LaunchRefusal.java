package io.spotkeeper.emulator.market;

import java.math.BigDecimal;

/** Why a launch bought nothing. */
public sealed interface LaunchRefusal {
    /** There is no such pool. */
    record NotOffered() implements LaunchRefusal {}

    /**
     * The market asks more than the buyer would pay.
     *
     * @param price what the market asks
     */
    record PriceTooLow(BigDecimal price) implements LaunchRefusal {}

    /**
     * The owner's spot quota of the zone does not cover it.
     *
     * @param remainingVcpus what is left
     */
    record SpotQuotaExceeded(int remainingVcpus) implements LaunchRefusal {}

    /**
     * The owner's instance quota does not cover it.
     *
     * @param remaining what is left
     */
    record InstanceQuotaExceeded(int remaining) implements LaunchRefusal {}

    /** The whole zone is short of spot capacity. */
    record ZoneSoldOut() implements LaunchRefusal {}

    /** The pool has nothing left. */
    record SoldOut() implements LaunchRefusal {}

    /**
     * The pool has fewer than the least that was asked for.
     *
     * @param available what it has
     */
    record TooFew(int available) implements LaunchRefusal {}
}
