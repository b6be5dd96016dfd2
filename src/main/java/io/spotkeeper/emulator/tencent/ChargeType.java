package io.spotkeeper.emulator.tencent;

import io.spotkeeper.emulator.market.Market;
import org.jspecify.annotations.Nullable;

/** Tencent's words for the two markets. */
final class ChargeType {
    static final String SPOT = "SPOTPAID";
    static final String HOURLY = "POSTPAID_BY_HOUR";

    private ChargeType() {}

    /** The market of a charge type; null if the emulator does not sell that way. */
    static @Nullable Market market(String chargeType) {
        return switch (chargeType) {
            case SPOT -> Market.SPOT;
            case HOURLY -> Market.ON_DEMAND;
            default -> null;
        };
    }

    static String of(Market market) {
        return switch (market) {
            case SPOT -> SPOT;
            case ON_DEMAND -> HOURLY;
        };
    }
}
