package io.spotkeeper.operator.cloudgroup;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import io.spotkeeper.cloud.GroupFacts;
import io.spotkeeper.cloud.GroupOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Groups of the tests: four units, all on demand where nothing else is said. */
final class Groups {
    static final String UID = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d";
    static final String NAME = "web-0a1b2c3d";

    private static final String SPEC =
            """
            apiVersion: spotkeeper.io/v1alpha1
            kind: AutoLaunchGroup
            metadata: {name: web, namespace: shop, uid: %s, generation: 1}
            spec:
              accountRef: {kind: CloudAccount, name: huawei}
              management: Provider
              targetCapacity: 4
              stableCapacity: 6
              spotPrice: "0.5"
              %s
              regions:
              - region: cn-south-1
                launchTemplate: {id: c516c350-7091-4490-9338-47ddb90360f2, version: "1.0"}
                overrides: [{zone: cn-south-1a, instanceType: s3.large.2, weightedCapacity: "2.5"}]
            """;

    private Groups() {}

    /** A group, with lines of YAML that come beside its figures. */
    static AutoLaunchGroup group(String more) {
        return edited(more, "", "");
    }

    /** The same with a part of the manifest replaced. */
    static AutoLaunchGroup edited(String more, String part, String by) {
        String manifest = SPEC.formatted(UID, more).replace(part, by);
        return new KubernetesSerialization().unmarshal(manifest, AutoLaunchGroup.class);
    }

    /** The group as the cloud shows it. */
    static GroupFacts shown(
            String taskState, @Nullable String target, String current, @Nullable String price) {
        return new GroupFacts(
                "ACTIVE",
                taskState,
                new BigDecimal(current),
                new BigDecimal(current),
                NAME,
                target == null ? null : new BigDecimal(target),
                null,
                true,
                true,
                price == null ? null : new BigDecimal(price),
                false,
                null,
                null,
                GroupOrder.Strategy.LOWEST_PRICE,
                source("2.50"));
    }

    /** Its pools, which weigh this much. */
    static GroupFacts.Source source(String weight) {
        return new GroupFacts.Source(
                "cn-south-1",
                "c516c350-7091-4490-9338-47ddb90360f2",
                "1.0",
                List.of(
                        new GroupFacts.Pool(
                                "cn-south-1a",
                                "s3.large.2",
                                null,
                                BigDecimal.valueOf(Integer.MAX_VALUE),
                                new BigDecimal(weight))));
    }

    /** The same facts with other pools and another window. */
    static GroupFacts with(GroupFacts facts, GroupFacts.Source source, @Nullable Instant since) {
        return new GroupFacts(
                facts.status(),
                facts.taskState(),
                facts.current(),
                facts.currentStable(),
                facts.name(),
                facts.target(),
                facts.stable(),
                facts.terminatesExcess(),
                facts.terminatesAtExpiry(),
                facts.spotPrice(),
                facts.once(),
                since,
                facts.validUntil(),
                facts.strategy(),
                source);
    }
}
