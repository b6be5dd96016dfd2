package io.spotkeeper.keeper;

import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Explanation;
import io.spotkeeper.fleet.FleetView;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.Member;
import io.spotkeeper.fleet.Offer;
import io.spotkeeper.fleet.PoolRule;
import io.spotkeeper.fleet.PriceSource;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        LaunchTemplate template = pass.fleet.template();
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
