package io.spotkeeper.keeper;

import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Explanation;
import io.spotkeeper.fleet.Explanation.NextAction;
import io.spotkeeper.fleet.FleetView;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.Member;
import io.spotkeeper.fleet.Offer;
import io.spotkeeper.fleet.PoolRule;
import io.spotkeeper.fleet.PriceSource;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.fleet.RefusalKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts together what a pass has to tell. */
final class Reporting {
    private Reporting() {}

    static FleetReport report(
            Pass pass,
            Round round,
            FleetView view,
            Explanation explanation,
            Map<CapacityPool, Offer> offers) {
        List<Instance> departing = new ArrayList<>();
        for (Instance instance : round.owned()) {
            if (!instance.state().live() || pass.record.ledger().leaving(instance.id())) {
                departing.add(instance);
            }
        }
        return new FleetReport(view, departing, explanation, cost(pass, view, offers));
    }

    /**
     * What stands in the way of a by-id question or a termination, where only a person can mend it,
     * is told first.
     */
    static Explanation troubled(Pass pass, Explanation explanation) {
        CloudFailure trouble = pass.trouble != null ? pass.trouble : pass.evidence.trouble;
        if (trouble == null || explanation.reason().needsPerson()) {
            return explanation;
        }
        Reason reason = Reason.of(trouble.refusal().kind());
        return reason != Reason.CREDENTIALS_INVALID && reason != Reason.ACCOUNT_BLOCKED
                ? explanation
                : new Explanation(
                        reason,
                        trouble.message() + " (" + trouble.code() + "); " + explanation.message(),
                        explanation.pools(),
                        explanation.next());
    }

    /** Why the last listing of a region failed. */
    static Optional<CloudFailure> failure(Pass pass, String region) {
        return pass.cloud.inventories().failure(region);
    }

    /** Why there is no listing to decide on. */
    static Explanation mistrust(Pass pass) {
        for (String region : pass.regions()) {
            Optional<CloudFailure> failure = failure(pass, region);
            if (failure.isPresent()) {
                RefusalKind kind = failure.get().refusal().kind();
                Reason reason =
                        kind == RefusalKind.UNAUTHORIZED || kind == RefusalKind.ACCOUNT_BLOCKED
                                ? Reason.of(kind)
                                : kind == RefusalKind.THROTTLED
                                        ? Reason.THROTTLED
                                        : Reason.INVENTORY_UNTRUSTED;
                return Explanation.of(
                        pass.fleet.deleting() && !reason.needsPerson() ? Reason.DELETING : reason,
                        "The instances of "
                                + region
                                + " cannot be listed: "
                                + failure.get().message()
                                + " ("
                                + failure.get().code()
                                + "); nothing is decided until they can",
                        new NextAction("Wait", reason.label(), null));
            }
        }
        return Explanation.of(
                pass.fleet.deleting() ? Reason.DELETING : Reason.INVENTORY_UNTRUSTED,
                "Waiting for a complete listing of the region's instances",
                new NextAction("Wait", Reason.INVENTORY_UNTRUSTED.label(), null));
    }

    private static FleetReport.Cost cost(
            Pass pass, FleetView view, Map<CapacityPool, Offer> offers) {
        Map<CapacityPool, Integer> counts = new HashMap<>();
        for (Member member : view.members()) {
            if (member.instance() != null) {
                counts.merge(member.instance().pool(), 1, Integer::sum);
            }
        }
        BigDecimal sum = BigDecimal.ZERO;
        PriceSource weakest = null;
        Instant oldest = null;
        for (Map.Entry<CapacityPool, Integer> entry : counts.entrySet()) {
            Offer offer = offers.getOrDefault(entry.getKey(), Offer.UNKNOWN);
            if (offer.price() == null) {
                continue;
            }
            BigDecimal each = offer.price().add(bandwidth(pass, entry.getKey()));
            sum = sum.add(each.multiply(BigDecimal.valueOf(entry.getValue())));
            weakest = weaker(weakest, offer.source());
            oldest =
                    oldest == null
                                    || (offer.quotedAt() != null
                                            && offer.quotedAt().isBefore(oldest))
                            ? offer.quotedAt()
                            : oldest;
        }
        return new FleetReport.Cost(sum, weakest, oldest);
    }

    private static @Nullable PriceSource weaker(@Nullable PriceSource a, @Nullable PriceSource b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.compareTo(b) > 0 ? a : b;
    }

    /** Only an address that is paid by the hour adds to the hourly cost. */
    private static BigDecimal bandwidth(Pass pass, CapacityPool pool) {
        LaunchTemplate template = pass.fleet.template(pool.region());
        LaunchTemplate.PublicIp address = template.publicIp();
        if (address == null || address.charge() != LaunchTemplate.BandwidthCharge.BY_BANDWIDTH) {
            return BigDecimal.ZERO;
        }
        for (PoolRule rule : pass.fleet.pools()) {
            if (rule.pool().equals(pool)) {
                LaunchRequest request =
                        new LaunchRequest(
                                "quotation",
                                pool,
                                rule.vpcId(),
                                rule.subnetIds().isEmpty() ? null : rule.subnetIds().getFirst(),
                                1,
                                false,
                                rule.maxPrice(),
                                template,
                                Map.of());
                return pass.cloud
                        .offers()
                        .bandwidth(pool + "/" + template.imageId() + "/" + address, request);
            }
        }
        return BigDecimal.ZERO;
    }
}
