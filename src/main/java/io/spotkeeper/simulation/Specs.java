package io.spotkeeper.simulation;

import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetId;
import io.spotkeeper.fleet.GroupTerms;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.PoolRule;
import java.util.List;

/** Edits of a fleet's spec, each with a generation of its own. */
public final class Specs {
    private Specs() {}

    /** With another target, in instances of weight 1. */
    public static Fleet target(Fleet fleet, int instances) {
        return edited(
                fleet, instances * Fleet.UNIT, fleet.paused(), fleet.pools(), fleet.template());
    }

    /** Paused or not. */
    public static Fleet paused(Fleet fleet, boolean paused) {
        return edited(fleet, fleet.target(), paused, fleet.pools(), fleet.template());
    }

    /** With other pools. */
    public static Fleet pools(Fleet fleet, List<PoolRule> pools) {
        return edited(fleet, fleet.target(), fleet.paused(), pools, fleet.template());
    }

    /** With another image. */
    public static Fleet image(Fleet fleet, String image) {
        LaunchTemplate t = fleet.template();
        LaunchTemplate next =
                new LaunchTemplate(
                        image,
                        t.instanceName(),
                        t.hostName(),
                        t.securityGroupIds(),
                        t.keyPairs(),
                        t.userData(),
                        t.systemDisk(),
                        t.dataDisks(),
                        t.publicIp(),
                        t.placementGroupId(),
                        t.instanceRole(),
                        t.monitorAgent(),
                        t.securityAgent(),
                        t.automationAgent(),
                        t.tags(),
                        t.tencentProjectId(),
                        t.huaweiEnterpriseProjectId());
        return edited(fleet, fleet.target(), fleet.paused(), fleet.pools(), next);
    }

    private static Fleet edited(
            Fleet fleet,
            long target,
            boolean paused,
            List<PoolRule> pools,
            LaunchTemplate template) {
        Fleet edited =
                new Fleet(
                        fleet.id(),
                        fleet.adoptedUid(),
                        fleet.generation() + 1,
                        fleet.requestType(),
                        fleet.strategy(),
                        target,
                        paused,
                        pools,
                        template,
                        fleet.limits(),
                        fleet.deleting(),
                        fleet.deletionPolicy());
        return regrouped(fleet, edited);
    }

    /** The same spec in an object of the same name and another UID. */
    public static Fleet reborn(Fleet fleet, String uid, boolean adopting) {
        FleetId id = fleet.id();
        return regrouped(
                fleet,
                new Fleet(
                        new FleetId(uid, id.kind(), id.namespace(), id.name()),
                        adopting ? id.uid() : null,
                        1,
                        fleet.requestType(),
                        fleet.strategy(),
                        fleet.target(),
                        fleet.paused(),
                        fleet.pools(),
                        fleet.template(),
                        fleet.limits(),
                        false,
                        fleet.deletionPolicy()));
    }

    /** The owner wants it gone. */
    static Fleet deleting(Fleet fleet) {
        return regrouped(
                fleet,
                new Fleet(
                        fleet.id(),
                        fleet.adoptedUid(),
                        fleet.generation() + 1,
                        fleet.requestType(),
                        fleet.strategy(),
                        fleet.target(),
                        fleet.paused(),
                        fleet.pools(),
                        fleet.template(),
                        fleet.limits(),
                        true,
                        fleet.deletionPolicy()));
    }

    /** A group stays one; where all of it is one share, that is the target. */
    private static Fleet regrouped(Fleet before, Fleet after) {
        GroupTerms terms = before.group();
        if (terms == null || terms.shares().size() > 1) {
            return terms == null ? after : after.grouped(terms);
        }
        GroupTerms.Share share = terms.shares().getFirst();
        return after.grouped(
                terms.sharing(
                        List.of(
                                new GroupTerms.Share(
                                        share.region(), share.market(), after.target()))));
    }
}
