package io.spotkeeper.cloud.huawei;

import com.huaweicloud.sdk.ecs.v2.model.Flavor;
import com.huaweicloud.sdk.ecs.v2.model.FlavorExtraSpec;
import io.spotkeeper.cloud.InstanceType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is read of a flavor.
 *
 * @param id by which it is bought
 * @param vcpus 0 where it does not say
 * @param memoryMB 0 where it does not say
 * @param open whether any account may buy it as a server
 * @param onDemand where it is sold on demand
 */
record FlavorRow(String id, int vcpus, int memoryMB, boolean open, ByZone onDemand) {
    private static final int MB_PER_GIB = 1024;

    static Optional<FlavorRow> read(@Nullable Flavor flavor) {
        if (flavor == null || flavor.getId() == null || flavor.getId().isBlank()) {
            return Optional.empty();
        }
        return Optional.of(
                new FlavorRow(
                        flavor.getId(),
                        flavor.getVcpus() != null && flavor.getVcpus().matches("[0-9]{1,5}")
                                ? Integer.parseInt(flavor.getVcpus())
                                : 0,
                        flavor.getRam() == null ? 0 : Math.max(0, flavor.getRam()),
                        isOpen(flavor),
                        ByZone.onDemand(flavor.getOsExtraSpecs())));
    }

    /**
     * Not for everybody are flavors of named accounts, and those for users with a mark ({@code
     * cond:operation:roles}), as in a trial that has to be applied for; whether this account is one
     * of them cannot be read. Bare-metal flavors of the resource type ironic are bought from
     * another service.
     */
    private static boolean isOpen(Flavor flavor) {
        FlavorExtraSpec specs =
                flavor.getOsExtraSpecs() == null ? new FlavorExtraSpec() : flavor.getOsExtraSpecs();
        return !Boolean.TRUE.equals(flavor.getOsFLVDISABLEDDisabled())
                && !Boolean.FALSE.equals(flavor.getOsFlavorAccessIsPublic())
                && (specs.getCondOperationRoles() == null
                        || specs.getCondOperationRoles().isBlank())
                && !"ironic".equals(specs.getResourceType());
    }

    /**
     * As an instance type that can be chosen by what it has; empty where that is not said or not
     * any account may buy it. Less than a whole GiB is left out, since nobody should get less than
     * was asked for.
     */
    Optional<InstanceType> type() {
        return open && vcpus > 0 && memoryMB > 0
                ? Optional.of(new InstanceType(id, family(), vcpus, memoryMB / MB_PER_GIB))
                : Optional.empty();
    }

    /**
     * The generation that a flavor's name begins with: {@code s6} of {@code s6.large.2}, by the
     * documented rule for names. What {@code ecs:generation} says is coarser, and would give the
     * AMD types of {@code ac6} to whoever asks for the Intel types of {@code c6}.
     */
    private String family() {
        int dot = id.indexOf('.');
        return dot < 0 ? id : id.substring(0, dot);
    }
}
