package io.spotkeeper.operator.group;

import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import io.spotkeeper.api.v1alpha1.GroupRegion;
import io.spotkeeper.api.v1alpha1.InstanceTemplate;
import io.spotkeeper.api.v1alpha1.SecretKeyReference;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.operator.account.AccountState;
import io.spotkeeper.operator.fleet.Adoption;
import io.spotkeeper.operator.fleet.FleetKind;
import io.spotkeeper.operator.fleet.UserDataSecrets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** AutoLaunchGroup, as far as Spotkeeper itself allocates, as a kind of fleet. */
final class GroupKind implements FleetKind<AutoLaunchGroup> {
    private final Duration shortfallAfter;
    private final StoredTemplates stored = new StoredTemplates();

    /** Groups whose shares spill over after this time. */
    GroupKind(Duration shortfallAfter) {
        this.shortfallAfter = shortfallAfter;
    }

    @Override
    public Class<AutoLaunchGroup> type() {
        return AutoLaunchGroup.class;
    }

    @Override
    public Set<String> regions(AutoLaunchGroup group) {
        Set<String> regions = new TreeSet<>();
        group.getSpec().regions().forEach(region -> regions.add(region.region()));
        return regions;
    }

    @Override
    public List<SecretKeyReference> userData(AutoLaunchGroup group) {
        return group.getSpec().regions().stream()
                .map(GroupRegion::template)
                .filter(Objects::nonNull)
                .map(InstanceTemplate::userDataSecretRef)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    @Override
    public List<String> remarks(AutoLaunchGroup group) {
        return GroupPools.overweight(group.getSpec());
    }

    @Override
    public Fleet fleet(
            AutoLaunchGroup group,
            AccountState.Usable account,
            UserDataSecrets userData,
            Adoption adoption) {
        return new GroupFleet(group, shortfallAfter)
                .of(
                        RegionTemplates.of(group, account, userData, stored),
                        pools -> account.account().offers().offers(pools),
                        adoption);
    }
}
