package io.spotkeeper.cloud.tencent;

import io.spotkeeper.fleet.Market;
import org.jspecify.annotations.Nullable;

/** How Tencent spells a market. */
final class ChargeType {
    private static final String SPOT = "SPOTPAID";
    private static final String BY_THE_HOUR = "POSTPAID_BY_HOUR";

    private ChargeType() {}

    /** The charge type of a market. */
    static String of(Market market) {
        return switch (market) {
            case SPOT -> SPOT;
            case ON_DEMAND -> BY_THE_HOUR;
        };
    }

    /** The market of a charge type; whatever is not spot is not taken back. */
    static Market market(@Nullable String chargeType) {
        return SPOT.equals(chargeType) ? Market.SPOT : Market.ON_DEMAND;
    }
}
