package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.market.Bid;
import io.spotkeeper.emulator.market.CapacityPool;
import io.spotkeeper.emulator.market.LaunchRefusal;
import io.spotkeeper.emulator.market.Quote;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.tencent.Reply.Answer;
import io.spotkeeper.emulator.tencent.Reply.Refusal;
import io.spotkeeper.emulator.world.Site;
import io.spotkeeper.emulator.world.World;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Tells what a launch would cost; the amounts are for all instances asked for together. */
final class InquiryPriceRunInstances implements Action {
    // List prices of the China site; the other site is served at a fixed rate.
    private static final BigDecimal CNY_PER_GB = new BigDecimal("0.80");
    private static final BigDecimal CNY_PER_MBPS_HOUR = new BigDecimal("0.063");
    private static final BigDecimal USD_PER_GB = new BigDecimal("0.12");
    private static final BigDecimal USD_PER_MBPS_HOUR = new BigDecimal("0.009");

    private final World world;
    private final TemplateBook templates;
    private final LaunchChecks checks;
    private final TemplateChecks templateChecks;

    InquiryPriceRunInstances(World world, TemplateBook templates) {
        this.world = world;
        this.templates = templates;
        this.checks = new LaunchChecks(world);
        this.templateChecks = new TemplateChecks(world);
    }

    @Override
    public Reply answer(ApiCall call) {
        call.pause().run();
        return switch (templates.whole(call)) {
            case TemplateBook.Whole.Call(ApiCall whole) -> checked(whole);
            case TemplateBook.Whole.Refused(Refusal refusal) -> refusal;
        };
    }

    private Reply checked(ApiCall call) {
        Refusal refusal = checks.firstObjection(call);
        refusal = refusal == null ? templateChecks.firstObjection(call) : refusal;
        if (refusal != null) {
            return refusal;
        }
        CapacityPool pool = RunInstances.pool(world, call);
        return world.with(market -> price(market, call, pool));
    }

    private static Reply price(SpotMarket market, ApiCall call, CapacityPool pool) {
        Quote quote = market.quote(pool);
        LaunchRefusal refusal = refusal(quote, RunInstances.bid(call));
        if (quote == null || refusal != null) {
            return Refusals.of(refusal == null ? new LaunchRefusal.NotOffered() : refusal, false);
        }
        int count = (int) call.number("/InstanceCount", 1);
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        ObjectNode price = fields.putObject("Price");
        Site site = call.account().site();
        price.set("InstancePrice", ItemPrice.hourly(market, quote, site.currency(), count));
        price.set("BandwidthPrice", bandwidth(call, site, count));
        return new Answer(fields);
    }

    private static @Nullable LaunchRefusal refusal(@Nullable Quote quote, Bid bid) {
        if (quote == null) {
            return new LaunchRefusal.NotOffered();
        }
        BigDecimal now = quote.prices().get(bid.currency());
        BigDecimal maxPrice = bid.maxPrice();
        if (now != null && maxPrice != null && maxPrice.compareTo(now) < 0) {
            return new LaunchRefusal.PriceTooLow(now);
        }
        return quote.available() == 0 ? new LaunchRefusal.SoldOut() : null;
    }

    private static ObjectNode bandwidth(ApiCall call, Site site, int count) {
        String internet = "/InternetAccessible";
        String by = call.text(internet + "/InternetChargeType", "TRAFFIC_POSTPAID_BY_HOUR");
        long mbps = call.number(internet + "/InternetMaxBandwidthOut", 0);
        boolean byTraffic = by.equals("TRAFFIC_POSTPAID_BY_HOUR");
        BigDecimal each =
                switch (site) {
                    case CHINA -> byTraffic ? CNY_PER_GB : CNY_PER_MBPS_HOUR;
                    case INTERNATIONAL -> byTraffic ? USD_PER_GB : USD_PER_MBPS_HOUR;
                };
        long units = byTraffic ? Math.min(mbps, 1) : mbps * count;
        BigDecimal amount = each.multiply(BigDecimal.valueOf(units));
        return JsonNodeFactory.instance
                .objectNode()
                .put("UnitPrice", amount)
                .put("UnitPriceDiscount", amount)
                .put("ChargeUnit", byTraffic ? "GB" : "HOUR")
                .put("Discount", 100);
    }
}
