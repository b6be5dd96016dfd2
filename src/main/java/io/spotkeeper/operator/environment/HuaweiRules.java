package io.spotkeeper.operator.environment;

import io.spotkeeper.api.v1alpha1.CloudAccountSpec;
import io.spotkeeper.api.v1alpha1.ComputeEnvironmentSpec;
import io.spotkeeper.api.v1alpha1.DataDisk;
import io.spotkeeper.api.v1alpha1.HuaweiProject;
import io.spotkeeper.api.v1alpha1.InstanceTemplate;
import io.spotkeeper.api.v1alpha1.Placement;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the schema allows and Huawei Cloud does not, or has no word for. */
final class HuaweiRules {
    /** ECS, name: 64 characters, of which a batch takes five for "-0000". */
    private static final Pattern NAME = Pattern.compile("[\\u4e00-\\u9fa5A-Za-z0-9_.-]{1,59}");

    private static final int TAG_KEY = 36;
    private static final int TAG_VALUE = 43;

    private HuaweiRules() {}

    /**
     * Why this account cannot serve the environment's region at all, not even list it, and the next
     * step.
     */
    static Optional<String> unserved(ComputeEnvironmentSpec spec, CloudAccountSpec account) {
        boolean known =
                account.huawei() != null
                        && account.huawei().projects().stream()
                                .map(HuaweiProject::region)
                                .anyMatch(spec.region()::equals);
        return when(
                !known,
                "huawei.projects of the account has no entry for the region "
                        + spec.region()
                        + "; add its project id, which \"My Credentials\" of the console shows");
    }

    /**
     * Why this environment cannot be bought, and the next step.
     *
     * @param name the cloud-side name that the instances would get
     */
    static Optional<String> broken(ComputeEnvironmentSpec spec, String name) {
        return Stream.of(
                        network(spec),
                        name(name),
                        template(spec.template()),
                        disks(spec.template()),
                        tags(spec.template()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> network(ComputeEnvironmentSpec spec) {
        return spec.placements().stream()
                .filter(placement -> placement.vpcId() == null || placement.subnetIds().isEmpty())
                .map(Placement::zone)
                .findFirst()
                .map(zone ->
                        "Huawei Cloud has no default network: the placement in "
                                + zone
                                + " needs vpcId and subnetIds");
    }

    private static Optional<String> name(String name) {
        return when(
                !NAME.matcher(name).matches(),
                "Huawei Cloud takes names of 1 to 59 letters, digits, '_', '-' and '.', not "
                        + name
                        + "; set spec.template.instanceName");
    }

    private static Optional<String> template(InstanceTemplate template) {
        return when(
                        template.hostName() != null,
                        "Huawei Cloud makes the host name from the instance name; remove"
                                + " spec.template.hostName")
                .or(() ->
                        when(
                                template.keyPairs().size() > 1,
                                "Huawei Cloud takes one key pair; spec.template.keyPairs has "
                                        + template.keyPairs().size()));
    }

    private static Optional<String> disks(InstanceTemplate template) {
        return when(
                        template.dataDisks().stream().anyMatch(disk -> disk.snapshotId() != null),
                        "Huawei Cloud makes no disk from a snapshot when it makes a server; remove"
                                + " snapshotId from spec.template.dataDisks")
                .or(() ->
                        when(
                                template.dataDisks().stream().anyMatch(DataDisk::encrypted),
                                "Huawei Cloud encrypts a disk with a key that is named, and there"
                                        + " is no field to name one; remove encrypted from"
                                        + " spec.template.dataDisks"));
    }

    private static Optional<String> tags(InstanceTemplate template) {
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
                                + " of spec.template.tags");
    }

    private static Optional<String> when(boolean wrong, String message) {
        return wrong ? Optional.of(message) : Optional.empty();
    }
}
