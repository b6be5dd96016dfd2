package io.spotkeeper.emulator.tencent;

import io.spotkeeper.emulator.market.LaunchRefusal;
import io.spotkeeper.emulator.market.TerminateRefusal;
import io.spotkeeper.emulator.tencent.Reply.Refusal;

/** The documented codes for what the market refuses. */
final class Refusals {
    private Refusals() {}

    static Refusal of(LaunchRefusal refusal, boolean hasMinCount) {
        return switch (refusal) {
            case LaunchRefusal.NotOffered() ->
                    new Refusal(
                            "ResourceUnavailable.InstanceType",
                            "The instance type is not offered in this zone for this charge type.");
            case LaunchRefusal.PriceTooLow(var price) ->
                    new Refusal(
                            "InvalidParameterValue.InsufficientPrice",
                            "The specified price is below the market price " + price + ".");
            case LaunchRefusal.SpotQuotaExceeded(int remaining) ->
                    new Refusal(
                            "LimitExceeded.UserSpotQuota",
                            "The spot quota of the zone has " + remaining + " vCPUs left.");
            case LaunchRefusal.InstanceQuotaExceeded(int remaining) ->
                    new Refusal(
                            "LimitExceeded.InstanceQuota",
                            "The instance quota of the region has " + remaining + " left.");
            case LaunchRefusal.ZoneSoldOut() ->
                    new Refusal(
                            "ResourceInsufficient.AvailabilityZoneSoldOut",
                            "The zone is sold out.");
            case LaunchRefusal.SoldOut() ->
                    new Refusal(
                            "ResourcesSoldOut.SpecifiedInstanceType",
                            "The specified instance type is sold out in this zone.");
            case LaunchRefusal.TooFew(int available) ->
                    new Refusal(
                            hasMinCount
                                    ? "ResourceInsufficient.InsufficientOfferingMinimum"
                                    : "ResourceInsufficient.SpecifiedInstanceType",
                            "The instance type is short: " + available + " left in this zone.");
        };
    }

    static Refusal of(TerminateRefusal refusal, String id) {
        return switch (refusal) {
            case UNKNOWN -> new Refusal("InvalidInstanceId.NotFound", id + " does not exist.");
            case PENDING ->
                    new Refusal("UnsupportedOperation.InstanceStatePending", id + " is PENDING.");
            case LAUNCH_FAILED ->
                    new Refusal(
                            "UnsupportedOperation.InstanceStateLaunchFailed",
                            id + " is LAUNCH_FAILED.");
            case TERMINATING ->
                    new Refusal(
                            "UnsupportedOperation.InstanceStateTerminating",
                            id + " is TERMINATING.");
        };
    }

    static Refusal missing(String name) {
        return new Refusal(
                "MissingParameter", "The request is missing a required parameter `" + name + "`.");
    }
}
