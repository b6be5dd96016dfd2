package io.spotkeeper.emulator.tencent;

import io.spotkeeper.emulator.market.InstanceType;
import io.spotkeeper.emulator.market.Market;
import io.spotkeeper.emulator.tencent.Reply.Refusal;
import io.spotkeeper.emulator.world.Scenario;
import io.spotkeeper.emulator.world.World;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What must be right about where, what and how to buy, in the order in which it is checked; shared
 * by the launch and the price inquiry.
 */
final class LaunchChecks {
    private static final Pattern IMAGE = Pattern.compile("img-[0-9a-z]{1,32}");
    private static final Pattern TYPE = Pattern.compile("[0-9A-Za-z]+\\.[0-9A-Z]+");
    private static final Pattern PRICE = Pattern.compile("\\d{1,6}(\\.\\d{1,6})?");
    private static final int MAX_TOKEN = 64;

    private final World world;
    private final List<Function<ApiCall, @Nullable Refusal>> checks;

    LaunchChecks(World world) {
        this.world = world;
        this.checks =
                List.of(
                        this::placement,
                        this::unavailableFeatures,
                        this::clientToken,
                        this::chargeType,
                        this::marketOptions,
                        this::zone,
                        this::image,
                        this::instanceType,
                        this::count);
    }

    @Nullable Refusal firstObjection(ApiCall call) {
        return firstObjection(call, checks);
    }

    static @Nullable Refusal firstObjection(
            ApiCall call, List<Function<ApiCall, @Nullable Refusal>> checks) {
        for (Function<ApiCall, @Nullable Refusal> check : checks) {
            Refusal refusal = check.apply(call);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private @Nullable Refusal placement(ApiCall call) {
        if (!call.has("/Placement")) {
            return Refusals.missing("Placement");
        }
        return call.has("/ImageId") ? null : Refusals.missing("ImageId");
    }

    private @Nullable Refusal unavailableFeatures(ApiCall call) {
        if (call.has("/Placement/HostIds/0") || call.has("/Placement/HostId")) {
            return new Refusal("InvalidHostId.NotFound", "There are no dedicated hosts.");
        }
        if (call.has("/HpcClusterId")) {
            return new Refusal("ResourceNotFound.HpcCluster", "There are no HPC clusters.");
        }
        if (call.has("/ChcIds/0")) {
            return new Refusal("InvalidParameterValue.ChcHostsNotFound", "There are no CHC hosts.");
        }
        if (call.has("/DedicatedClusterId")) {
            return new Refusal(
                    "InvalidParameterValue.DedicatedClusterNotSupportedChargeType",
                    "There are no dedicated clusters.");
        }
        return call.has("/ActionTimer")
                ? new Refusal(
                        "UnsupportedOperation.NotSupportImportInstancesActionTimer",
                        "Timers are not supported for these instances.")
                : null;
    }

    private @Nullable Refusal clientToken(ApiCall call) {
        String token = call.text("/ClientToken", "");
        if (token.length() > MAX_TOKEN) {
            return new Refusal(
                    "InvalidClientToken.TooLong", "The ClientToken is longer than 64 characters.");
        }
        return token.chars().allMatch(c -> c < 128)
                ? null
                : new Refusal("InvalidParameterValue", "The ClientToken is not ASCII.");
    }

    private @Nullable Refusal chargeType(ApiCall call) {
        String chargeType = call.text("/InstanceChargeType", ChargeType.HOURLY);
        Market market = ChargeType.market(chargeType);
        if (market == null) {
            return new Refusal(
                    "InvalidParameterValue",
                    "InstanceChargeType must be SPOTPAID or POSTPAID_BY_HOUR here.");
        }
        return market == Market.SPOT && !call.account().spotAllowed()
                ? new Refusal(
                        "OperationDenied.AccountNotSupported",
                        "The account may not buy spot instances.")
                : null;
    }

    private @Nullable Refusal marketOptions(ApiCall call) {
        String options = "/InstanceMarketOptions";
        if (!call.has(options)) {
            return null;
        }
        if (!ChargeType.SPOT.equals(call.text("/InstanceChargeType"))) {
            return new Refusal(
                    "InvalidParameterCombination",
                    "InstanceMarketOptions needs InstanceChargeType SPOTPAID.");
        }
        if (!call.text(options + "/MarketType", "spot").equals("spot")) {
            return new Refusal("InvalidParameterValue", "MarketType must be spot.");
        }
        String spotType = call.text(options + "/SpotOptions/SpotInstanceType", "one-time");
        if (!spotType.equals("one-time")) {
            return new Refusal("InvalidParameterValue", "SpotInstanceType must be one-time.");
        }
        String maxPrice = call.text(options + "/SpotOptions/MaxPrice", "");
        boolean positive =
                PRICE.matcher(maxPrice).matches() && new BigDecimal(maxPrice).signum() > 0;
        return positive
                ? null
                : new Refusal("InvalidParameterValue", "MaxPrice must be a decimal above 0.");
    }

    private @Nullable Refusal zone(ApiCall call) {
        String zone = call.text("/Placement/Zone", "");
        Scenario.Region region = world.scenario().regionOfZone(zone);
        if (region == null || !region.name().equals(call.region())) {
            return new Refusal(
                    "InvalidZone.MismatchRegion",
                    "The zone %s is not in the region %s.".formatted(zone, call.region()));
        }
        if (market(call) == Market.ON_DEMAND) {
            return null;
        }
        if (region.zones().stream().allMatch(z -> z.spot().isEmpty())) {
            return new Refusal(
                    "UnsupportedOperation.SpotUnsupportedRegion",
                    "The region sells no spot instances.");
        }
        return region.zones().stream().anyMatch(z -> z.name().equals(zone) && z.spot().isEmpty())
                ? new Refusal(
                        "InvalidParameterValue.ZoneNotSupported",
                        "The zone sells no spot instances.")
                : null;
    }

    private @Nullable Refusal image(ApiCall call) {
        String image = call.text("/ImageId", "");
        if (!IMAGE.matcher(image).matches()) {
            return new Refusal("InvalidImageId.Malformed", "The ImageId is malformed.");
        }
        return world.hasImage(image)
                ? null
                : new Refusal("InvalidImageId.NotFound", "The image does not exist.");
    }

    private @Nullable Refusal instanceType(ApiCall call) {
        String type = call.text("/InstanceType");
        if (type == null) {
            return null;
        }
        if (!TYPE.matcher(type).matches()) {
            return new Refusal("InvalidInstanceType.Malformed", "The InstanceType is malformed.");
        }
        return world.scenario().instanceTypes().stream()
                        .map(InstanceType::name)
                        .anyMatch(type::equals)
                ? null
                : new Refusal(
                        "InvalidParameterValue.InstanceTypeNotFound",
                        "There is no instance type " + type + ".");
    }

    private @Nullable Refusal count(ApiCall call) {
        long count = call.number("/InstanceCount", 1);
        int most = world.scenario().tencent().maxInstancesPerCall();
        if (count < 1 || count > most) {
            return new Refusal(
                    "InvalidParameterValue.Range", "InstanceCount must be 1 to " + most + ".");
        }
        if (!call.has("/MinCount")) {
            return null;
        }
        long minCount = call.number("/MinCount", 1);
        if (minCount < 1 || minCount > count) {
            return new Refusal(
                    "InvalidParameterValue.InvalidParameterMinCount",
                    "MinCount must be 1 to InstanceCount.");
        }
        return isMinCountRefused(call)
                ? new Refusal(
                        "UnsupportedOperation.MinCountUnsupportedRegion",
                        "MinCount is not supported in this region.")
                : null;
    }

    private boolean isMinCountRefused(ApiCall call) {
        String chargeType = call.text("/InstanceChargeType", ChargeType.HOURLY);
        return world.scenario().tencent().minCountRefused().stream()
                .anyMatch(refusal ->
                        refusal.region().equals(call.region())
                                && refusal.chargeType().equals(chargeType));
    }

    static Market market(ApiCall call) {
        Market market = ChargeType.market(call.text("/InstanceChargeType", ChargeType.HOURLY));
        if (market == null) {
            throw new IllegalStateException("the charge type is checked before it is used");
        }
        return market;
    }
}
