package io.spotkeeper.keeper;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The periods that the launch protocol depends on. Safety follows from relations between them,
 * which {@link #violations} checks.
 *
 * @param inventoryInterval time between two listings of a region
 * @param visibilityGrace G: how long an instance or a change may take to be seen, and how far apart
 *     two listings must be to agree
 * @param resendWindow how long after its creation an intent may be sent again
 * @param sendDeadline D: how long a send may take from being allowed to leaving
 * @param signatureAge S: how old a signature the cloud accepts, clock skew included
 * @param listingLag V: longest time a listing or a tag lags behind
 * @param processingLimit N: longest time the cloud works on a request that arrived
 */
public record Timing(
        Duration inventoryInterval,
        Duration visibilityGrace,
        Duration resendWindow,
        Duration sendDeadline,
        Duration signatureAge,
        Duration listingLag,
        Duration processingLimit) {
    /** The design's periods, for Tencent Cloud. */
    public static final Timing DEFAULT =
            new Timing(
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(1));

    /** The same for a cloud that accepts signatures of this age, where that is longer. */
    public Timing accepting(Duration age) {
        return age.compareTo(signatureAge) <= 0
                ? this
                : new Timing(
                        inventoryInterval,
                        visibilityGrace,
                        resendWindow,
                        sendDeadline,
                        age,
                        listingLag,
                        processingLimit);
    }

    /** W = D + S + N + V: after it, whatever a send did is visible to a listing. */
    public Duration settleWait() {
        return sendDeadline.plus(signatureAge).plus(processingLimit).plus(listingLag);
    }

    /** How old a listing may be to decide on: four fifths of G, so that it is always below G. */
    public Duration inventoryAge() {
        return visibilityGrace.multipliedBy(4).dividedBy(5);
    }

    /** What is wrong with these periods, one sentence each; empty when they hold. */
    public List<String> violations() {
        List<String> wrong = new ArrayList<>();
        if (visibilityGrace.compareTo(listingLag) <= 0) {
            wrong.add("--visibility-grace must be longer than --listing-lag");
        }
        if (inventoryInterval.multipliedBy(2).compareTo(inventoryAge()) > 0) {
            wrong.add("--inventory-interval must be at most two fifths of --visibility-grace");
        }
        for (Duration period :
                List.of(
                        inventoryInterval,
                        visibilityGrace,
                        resendWindow,
                        sendDeadline,
                        signatureAge,
                        listingLag,
                        processingLimit)) {
            if (period.isNegative() || period.isZero()) {
                wrong.add("every period must be longer than zero");
                break;
            }
        }
        return wrong;
    }
}
