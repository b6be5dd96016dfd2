package io.spotkeeper.operator.fleet;

import io.spotkeeper.api.v1alpha1.CloudAccountSpec;
import io.spotkeeper.api.v1alpha1.DataDisk;
import io.spotkeeper.api.v1alpha1.HuaweiProject;
import io.spotkeeper.api.v1alpha1.InstanceTemplate;
import io.spotkeeper.api.v1alpha1.Placement;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the schema allows and Huawei Cloud does not, or has no word for. */
public final class HuaweiRules {
    /** ECS, name: 64 characters, of which a batch takes five for "-0000". */
    private static final Pattern NAME = Pattern.compile("[\\u4e00-\\u9fa5A-Za-z0-9_.-]{1,59}");

    private static final int TAG_KEY = 36;
    private static final int TAG_VALUE = 43;

    private HuaweiRules() {}

    /** Why this cannot be bought in a region that the account serves, and the next step. */
    static Optional<String> broken(TemplateOrder order) {
        return Stream.of(network(order), name(order), template(order), disks(order), tags(order))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Why nothing can be bought in this region, whatever the template says. */
    static Optional<String> project(String region, CloudAccountSpec account) {
        boolean known =
                account.huawei() != null
                        && account.huawei().projects().stream()
                                .map(HuaweiProject::region)
                                .anyMatch(region::equals);
        return when(
                !known,
                "huawei.projects of the account has no entry for the region "
                        + region
                        + "; add its project id, which \"My Credentials\" of the console shows");
    }

    private static Optional<String> network(TemplateOrder order) {
        return order.placements().stream()
                .filter(placement -> placement.vpcId() == null || placement.subnetIds().isEmpty())
                .map(Placement::zone)
                .findFirst()
                .map(zone ->
                        "Huawei Cloud has no default network: the placement in "
                                + zone
                                + " needs vpcId and subnetIds");
    }

    private static Optional<String> name(TemplateOrder order) {
        String name = order.instanceName();
        return when(
                !NAME.matcher(name).matches(),
                "Huawei Cloud takes names of 1 to 59 letters, digits, '_', '-' and '.', not "
                        + name
                        + "; set "
                        + order.field()
                        + ".instanceName");
    }

    private static Optional<String> template(TemplateOrder order) {
        InstanceTemplate template = order.template();
        return when(
                        template.hostName() != null,
                        "Huawei Cloud makes the host name from the instance name; remove "
                                + order.field()
                                + ".hostName")
                .or(() ->
                        when(
                                template.keyPairs().size() > 1,
                                "Huawei Cloud takes one key pair; "
                                        + order.field()
                                        + ".keyPairs has "
                                        + template.keyPairs().size()));
    }

    private static Optional<String> disks(TemplateOrder order) {
        InstanceTemplate template = order.template();
        return when(
                        template.dataDisks().stream().anyMatch(disk -> disk.snapshotId() != null),
                        "Huawei Cloud makes no disk from a snapshot when it makes a server; remove"
                                + " snapshotId from "
                                + order.field()
                                + ".dataDisks")
                .or(() ->
                        when(
                                template.dataDisks().stream().anyMatch(DataDisk::encrypted),
                                "Huawei Cloud encrypts a disk with a key that is named, and there"
                                        + " is no field to name one; remove encrypted from"
                                        + " "
                                        + order.field()
                                        + ".dataDisks"));
    }

    private static Optional<String> tags(TemplateOrder order) {
        InstanceTemplate template = order.template();
        return template.tags().entrySet().stream()
                .filter(tag ->
                        tag.getKey().length() > TAG_KEY || tag.getValue().length() > TAG_VALUE)
                .map(Map.Entry::getKey)
                .findFirst()
                .map(key ->
                        "Huawei Cloud takes tag keys of "
                                + TAG_KEY
                                + " characters and values of "
                                + TAG_VALUE
                                + " at most; shorten the tag "
                                + key
                                + " of "
                                + order.field()
                                + ".tags");
    }

    private static Optional<String> when(boolean wrong, String message) {
        return wrong ? Optional.of(message) : Optional.empty();
    }
}
