package io.spotkeeper.convert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What the requests to all services of Tencent Cloud have in common. */
final class TencentRequest {
    private static final int LONGEST_ZONE = 64;

    private TencentRequest() {}

    /** What belongs to the call and not to what is wanted, keys and signature above all. */
    static void envelope(Reading request, Notes notes) {
        boolean signed = false;
        for (String secret : new String[] {"SecretId", "Signature", "Token"}) {
            signed |= request.take(secret).isPresent();
        }
        if (signed) {
            notes.tell(
                    "keys and signature are left out: the CloudAccount names the Secret that has them");
        }
        boolean rest = false;
        for (String name :
                new String[] {
                    "Action",
                    "Version",
                    "Timestamp",
                    "Nonce",
                    "SignatureMethod",
                    "Language",
                    "RequestClient"
                }) {
            rest |= request.take(name).isPresent();
        }
        if (rest) {
            notes.tell("Action, Version and the like are left out: they belong to the call");
        }
        request.tell("ClientToken", "left out: Spotkeeper draws one for each launch");
    }

    /** The region: chosen, or a parameter, or that of the zone. */
    static String region(Reading request, Value zone, Choices choices, Notes notes) {
        Optional<Value> parameter = request.take("Region");
        String chosen = choices.region();
        if (chosen != null) {
            return chosen;
        }
        if (parameter.isPresent()) {
            return parameter.get().region();
        }
        String region =
                Zones.tencentRegion(zone.text())
                        .orElseThrow(() ->
                                zone.misfit(
                                        "expected a zone that tells its region, like ap-guangzhou-3, or --region"));
        notes.tell("region is " + region + ", after the zone; --region gives another");
        return region;
    }

    /** The zone of a Placement, whose other fields are taken along. */
    static Value zone(Reading placement, Optional<ObjectNode> template) {
        Value zone = placement.require("Zone");
        if (zone.id(LONGEST_ZONE).isEmpty()) {
            throw zone.misfit("expected a zone");
        }
        placement
                .take("ProjectId")
                .ifPresent(id -> {
                    int project = id.whole(0, Integer.MAX_VALUE);
                    template.ifPresent(node -> node.putObject("tencent").put("projectId", project));
                });
        for (String host :
                new String[] {
                    "HostIds",
                    "HostId",
                    "DedicatedResourcePackTenancy",
                    "DedicatedResourcePackIds",
                    "RackId"
                }) {
            placement.lose(host, "dedicated hosts are not bought from");
        }
        placement.done();
        return zone;
    }
}
