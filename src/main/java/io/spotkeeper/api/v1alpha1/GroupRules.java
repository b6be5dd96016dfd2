package io.spotkeeper.api.v1alpha1;

/**
 * The rules of an {@link AutoLaunchGroup} that look at several fields, in CEL.
 *
 * <p>{@code kubectl scale} and autoscalers change the target alone, and know nothing of the stable
 * part or of the regions' shares. So what relates these to the target is checked where the owner
 * writes it, and a target that moves away from it later is no error: the effective stable part is
 * the smaller of the two, and the shares are a proportion.
 */
final class GroupRules {
    private static final String SHARES =
            "regions.map(region, region.?targetCapacity.orValue(0)).sum()";

    /** The stable part fits, or was there before. */
    static final String STABLE_FITS =
            "!has(self.stableCapacity) || self.stableCapacity <= self.targetCapacity"
                    + " || oldSelf.?stableCapacity.orValue(-1) == self.stableCapacity";

    static final String STABLE_FITS_ALLOWED =
            "stableCapacity is a part of targetCapacity, so at most that";

    /** With several regions each gives its share. */
    static final String SHARES_GIVEN =
            "self.regions.size() == 1 || self.regions.all(region, has(region.targetCapacity))";

    static final String SHARES_GIVEN_ALLOWED =
            "with several regions each one gives its targetCapacity";

    /**
     * The shares add up to the target; or they are as they were, while the target moved; or they
     * were divided anew and still add up to what they did before the target had moved.
     */
    static final String SHARES_ADD_UP =
            "(self.regions.size() == 1 && !has(self.regions[0].targetCapacity)) || self."
                    + SHARES
                    + " == self.targetCapacity || (oldSelf.hasValue() && ("
                    + "(self.regions.size() == oldSelf.value().regions.size() &&"
                    + " self.regions.all(region, oldSelf.value().regions.exists(old,"
                    + " old.region == region.region && old.?targetCapacity.orValue(-1) =="
                    + " region.?targetCapacity.orValue(-1)))) || (self.targetCapacity =="
                    + " oldSelf.value().targetCapacity && self."
                    + SHARES
                    + " > 0 && self."
                    + SHARES
                    + " == oldSelf.value()."
                    + SHARES
                    + ")))";

    static final String SHARES_ADD_UP_ALLOWED =
            "the targetCapacity of the regions adds up to that of the group";

    /** The stable shares add up; nothing but the owner changes either side. */
    static final String STABLE_SHARES_ADD_UP =
            "(self.regions.size() == 1 && !has(self.regions[0].stableCapacity)) ||"
                    + " self.regions.map(region, region.?stableCapacity.orValue(0)).sum() =="
                    + " self.?stableCapacity.orValue(0)";

    static final String STABLE_SHARES_ADD_UP_ALLOWED =
            "the stableCapacity of the regions adds up to that of the group, where an absent one counts 0";

    /** The window has a length. */
    static final String WINDOW =
            "!has(self.validSince) || !has(self.validUntil) || self.validSince < self.validUntil";

    static final String WINDOW_ALLOWED = "validUntil comes after validSince";

    private static final String OPERATOR = "self.management != 'Provider' || ";

    static final String ONE_REGION = OPERATOR + "self.regions.size() == 1";

    static final String ONE_REGION_ALLOWED =
            "management Provider allows one region, because a group of the cloud cannot span regions; management Operator can";

    static final String CLOUD_TEMPLATE =
            OPERATOR + "self.regions.all(region, has(region.launchTemplate))";

    static final String CLOUD_TEMPLATE_ALLOWED =
            "management Provider needs launchTemplate, because a group of the cloud knows no template written here; management Operator does";

    static final String NO_PLACEMENTS =
            OPERATOR + "self.regions.all(region, !has(region.placements))";

    static final String NO_PLACEMENTS_ALLOWED =
            "placements are for management Operator; with Provider the launch template names the network";

    static final String NO_LIMITS = OPERATOR + "!has(self.limits)";

    static final String NO_LIMITS_ALLOWED =
            "limits are for management Operator; the cloud's own group knows none, its bids alone bound what it costs";

    static final String PLAN = "!has(self.guaranteePlanId) || self.management == 'Provider'";

    static final String PLAN_ALLOWED =
            "guaranteePlanId is for management Provider; only the cloud's own group can use a guarantee plan";

    private GroupRules() {}
}
