package io.spotkeeper.fleet;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a pool is not bought from.
 *
 * @param reason what the fleet is in when this is all there is
 * @param word machine-readable reason of the row
 * @param message for a person
 * @param until when it may end; absent = when the owner or the account changes something
 */
record PoolObstacle(Reason reason, String word, String message, @Nullable Instant until) {
    /** How long a price is believed that says a bid is too low. */
    static final Duration QUOTE_LIFE = Duration.ofMinutes(1);

    /** What stands in the way of buying from this pool now. */
    static Optional<PoolObstacle> of(Fleet fleet, Situation situation, PoolRule rule) {
        Offer offer = situation.offer(rule.pool());
        if (offer.coolDown() != null) {
            Refusal refusal = offer.coolDown().refusal();
            return Optional.of(
                    new PoolObstacle(
                            Reason.of(refusal.kind()),
                            refusal.kind().label(),
                            rule.pool() + ": " + refusal.message() + " (" + refusal.code() + ")",
                            offer.coolDown().until()));
        }
        if (!rule.subnetIds().isEmpty() && subnet(situation, rule).isEmpty()) {
            return Optional.of(
                    new PoolObstacle(
                            Reason.NO_CAPACITY,
                            RefusalKind.NO_CAPACITY.label(),
                            rule.pool() + ": every subnet is out of addresses",
                            rule.subnetIds().stream()
                                    .map(situation.coolSubnets()::get)
                                    .filter(Objects::nonNull)
                                    .min(Instant::compareTo)
                                    .orElse(null)));
        }
        // A one-time request is asked and answered by the cloud; a lasting one waits for the price.
        if (fleet.requestType() == Fleet.RequestType.PERSISTENT
                && bidTooLow(situation, rule, offer)) {
            return Optional.of(
                    new PoolObstacle(
                            Reason.PRICE_BELOW_MARKET,
                            RefusalKind.PRICE_TOO_LOW.label(),
                            rule.pool()
                                    + ": maxPrice "
                                    + text(rule.maxPrice())
                                    + " is below the market price "
                                    + text(offer.price()),
                            null));
        }
        return Optional.empty();
    }

    private static boolean bidTooLow(Situation situation, PoolRule rule, Offer offer) {
        return rule.pool().market() == Market.SPOT
                && rule.maxPrice() != null
                && offer.price() != null
                && offer.source() == PriceSource.MARKET
                && offer.quotedAt() != null
                && offer.quotedAt().plus(QUOTE_LIFE.multipliedBy(2)).isAfter(situation.now())
                && rule.maxPrice().compareTo(offer.price()) < 0;
    }

    static String text(@Nullable BigDecimal price) {
        return price == null ? "?" : price.toPlainString();
    }

    /** The subnet to use: the first that is not cooling down; empty also where none is named. */
    static Optional<String> subnet(Situation situation, PoolRule rule) {
        return rule.subnetIds().stream()
                .filter(id -> !situation.coolSubnets().containsKey(id))
                .findFirst();
    }
}
