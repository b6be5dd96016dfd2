package io.spotkeeper.convert;

import java.util.Arrays;
import java.util.List;

/** By what a request is known. */
final class Marks {
    private Marks() {}

    /** Fields that no other request has; any of them will do. */
    static List<String> of(InputKind kind) {
        return switch (kind) {
            case HUAWEI_GROUP -> List.of("region_specs", "target_capacity", "auto_launch_group");
            case RUN_INSTANCES ->
                    List.of(
                            "InstanceChargeType",
                            "ImageId",
                            "InstanceType",
                            "InstanceMarketOptions");
            case COMPUTE_ENV -> List.of("ComputeEnv");
            case EC2_FLEET -> List.of("LaunchTemplateConfigs", "TargetCapacitySpecification");
            case AUTO_LAUNCH_GROUP -> List.of("apiVersion", "kind");
        };
    }

    /** What the parameter Action says of it in a query. */
    static String action(InputKind kind) {
        return switch (kind) {
            case RUN_INSTANCES -> "RunInstances";
            case COMPUTE_ENV -> "CreateComputeEnv";
            case EC2_FLEET -> "CreateFleet";
            case HUAWEI_GROUP, AUTO_LAUNCH_GROUP -> "none";
        };
    }

    /** All words for kinds. */
    static List<String> words() {
        return Arrays.stream(InputKind.values()).map(InputKind::word).toList();
    }
}
