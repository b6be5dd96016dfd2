package io.spotkeeper.operator.group;

import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import io.spotkeeper.api.v1alpha1.CloudAccountSpec;
import io.spotkeeper.api.v1alpha1.GroupRegion;
import io.spotkeeper.api.v1alpha1.LaunchTemplateReference;
import io.spotkeeper.api.v1alpha1.Placement;
import io.spotkeeper.api.v1alpha1.PoolOverride;
import io.spotkeeper.api.v1alpha1.Provider;
import io.spotkeeper.cloud.StoredTemplate;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.operator.account.AccountState;
import io.spotkeeper.operator.fleet.TemplateOrder;
import io.spotkeeper.operator.fleet.UserDataSecrets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is bought in each region of a group, and what stands in the way of that.
 *
 * @param templates by region; a region whose template cannot be read has none
 * @param networks by region and zone, of every zone that has an override
 * @param obstacle the first of what is wrong
 */
record RegionTemplates(
        Map<String, LaunchTemplate> templates,
        Map<String, Map<String, Placement>> networks,
        Optional<Fleet.Obstacle> obstacle) {
    static RegionTemplates of(
            AutoLaunchGroup group,
            AccountState.Usable account,
            UserDataSecrets userData,
            StoredTemplates stored) {
        Map<String, LaunchTemplate> templates = new HashMap<>();
        Map<String, Map<String, Placement>> networks = new HashMap<>();
        Optional<Fleet.Obstacle> obstacle = Optional.empty();
        for (GroupRegion region : group.getSpec().regions()) {
            RegionTemplate one =
                    region.launchTemplate() == null
                            ? written(group, region, account.spec(), userData)
                            : kept(group, region, account, stored);
            one.template().ifPresent(template -> templates.put(region.region(), template));
            networks.put(region.region(), one.networks());
            obstacle = obstacle.or(one::obstacle);
        }
        return new RegionTemplates(templates, networks, obstacle);
    }

    private record RegionTemplate(
            Optional<LaunchTemplate> template,
            Map<String, Placement> networks,
            Optional<Fleet.Obstacle> obstacle) {}

    /**
     * The network of each zone: the owner's, else the one that the template names for it, else one
     * without ids.
     */
    private static Map<String, Placement> networks(
            GroupRegion region, StoredTemplate.@Nullable Network named) {
        Map<String, Placement> networks = new LinkedHashMap<>();
        for (PoolOverride override : region.overrides()) {
            String zone = override.zone();
            networks.put(
                    zone,
                    named == null || isElsewhere(named, zone)
                            ? new Placement(zone, null, List.of())
                            : new Placement(zone, named.vpcId(), named.subnetIds()));
        }
        region.placements().forEach(placement -> networks.put(placement.zone(), placement));
        return networks;
    }

    private static boolean isElsewhere(StoredTemplate.Network network, String zone) {
        return network.zone() != null && !network.zone().equals(zone);
    }

    private static Fleet.Obstacle invalid(String message) {
        return new Fleet.Obstacle(Reason.INVALID_TEMPLATE, message);
    }

    // ---- written in the manifest ----

    private static RegionTemplate written(
            AutoLaunchGroup group,
            GroupRegion region,
            CloudAccountSpec account,
            UserDataSecrets userData) {
        Map<String, Placement> networks = networks(region, null);
        if (region.template() == null) {
            return new RegionTemplate(
                    Optional.empty(),
                    networks,
                    Optional.of(invalid(field(region) + " has no template")));
        }
        TemplateOrder order =
                new TemplateOrder(
                        field(region) + ".template",
                        region.template(),
                        name(group),
                        region.region(),
                        List.copyOf(networks.values()));
        return new RegionTemplate(
                Optional.of(order.launchTemplate(userData)),
                networks,
                order.broken(account, userData));
    }

    private static String field(GroupRegion region) {
        return "spec.regions[" + region.region() + "]";
    }

    /** The cloud-side name of the instances. */
    static String name(AutoLaunchGroup group) {
        return group.getSpec().displayName() != null
                ? group.getSpec().displayName()
                : group.getMetadata().getName();
    }

    // ---- kept at the cloud ----

    private static RegionTemplate kept(
            AutoLaunchGroup group,
            GroupRegion region,
            AccountState.Usable account,
            StoredTemplates stored) {
        LaunchTemplateReference reference = region.launchTemplate();
        if (reference == null) {
            throw new IllegalArgumentException("no launch template: " + region.region());
        }
        return switch (stored.read(account, region.region(), reference)) {
            case StoredTemplate.Unusable unusable ->
                    none(
                            region,
                            invalid(
                                    unusable.message()
                                            + "; correct "
                                            + field(region)
                                            + ".launchTemplate, or write "
                                            + field(region)
                                            + ".template in its place"));
            case StoredTemplate.Failed failed ->
                    none(
                            region,
                            new Fleet.Obstacle(
                                    Reason.of(failed.failure().refusal().kind()),
                                    "The launch template "
                                            + reference.id()
                                            + " cannot be read and is tried again: "
                                            + failed.failure().message()));
            case StoredTemplate.Found found -> found(group, region, account.spec(), found);
        };
    }

    private static RegionTemplate none(GroupRegion region, Fleet.Obstacle obstacle) {
        return new RegionTemplate(Optional.empty(), networks(region, null), Optional.of(obstacle));
    }

    private static RegionTemplate found(
            AutoLaunchGroup group,
            GroupRegion region,
            CloudAccountSpec account,
            StoredTemplate.Found found) {
        Map<String, Placement> networks = networks(region, found.network());
        LaunchTemplate template = found.template();
        String role = template.instanceRole();
        Optional<String> wrong = Optional.empty();
        if (role != null && !account.allowedInstanceRoles().contains(role)) {
            wrong =
                    Optional.of(
                            "The launch template of "
                                    + field(region)
                                    + " uses the role "
                                    + role
                                    + ", which is not in the account's allowedInstanceRoles");
        } else {
            wrong =
                    account.provider() == Provider.HuaweiCloud
                            ? withoutVpc(region, networks)
                            : elsewhere(region, found.network());
        }
        return new RegionTemplate(
                Optional.of(
                        template.instanceName().isEmpty() ? template.named(name(group)) : template),
                networks,
                wrong.map(RegionTemplates::invalid));
    }

    // A launch template of Huawei Cloud names subnets and no VPC, and a server cannot be created
    // without one (reference: launch templates v3).
    private static Optional<String> withoutVpc(
            GroupRegion region, Map<String, Placement> networks) {
        String zones =
                networks.values().stream()
                        .filter(placement ->
                                placement.vpcId() == null || placement.subnetIds().isEmpty())
                        .map(Placement::zone)
                        .sorted()
                        .collect(Collectors.joining(", "));
        return zones.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "A launch template of Huawei Cloud names no VPC: "
                                + field(region)
                                + ".placements needs the vpcId and subnetIds of "
                                + zones);
    }

    // Whoever names a network does not mean the default one; and a subnet lies in one zone.
    private static Optional<String> elsewhere(
            GroupRegion region, StoredTemplate.@Nullable Network network) {
        if (network == null) {
            return Optional.empty();
        }
        Set<String> placed =
                region.placements().stream().map(Placement::zone).collect(Collectors.toSet());
        return region.overrides().stream()
                .map(PoolOverride::zone)
                .filter(zone -> isElsewhere(network, zone) && !placed.contains(zone))
                .findFirst()
                .map(zone ->
                        "The launch template of "
                                + field(region)
                                + " names "
                                + String.join(", ", network.subnetIds())
                                + ", which lies in "
                                + network.zone()
                                + ": "
                                + field(region)
                                + ".placements needs "
                                + zone
                                + " with its vpcId and subnetIds");
    }
}
