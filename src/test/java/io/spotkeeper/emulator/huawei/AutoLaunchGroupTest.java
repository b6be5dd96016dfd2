package io.spotkeeper.emulator.huawei;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huaweicloud.sdk.cms.v1.model.AutoLaunchGroupReqV2;
import com.huaweicloud.sdk.cms.v1.model.AutoLaunchGroupReqV2.AllocationStrategyEnum;
import com.huaweicloud.sdk.cms.v1.model.DeleteAutoLaunchGroupReqV2;
import com.huaweicloud.sdk.cms.v1.model.DeleteAutoLaunchGroupRequest;
import com.huaweicloud.sdk.cms.v1.model.InstanceInfo;
import com.huaweicloud.sdk.cms.v1.model.OverrideInfo;
import com.huaweicloud.sdk.cms.v1.model.ShowAutoLaunchGroupResp;
import com.huaweicloud.sdk.cms.v1.model.UpdateAutoLaunchGroupReqV2;
import com.huaweicloud.sdk.core.exception.ServiceResponseException;
import com.huaweicloud.sdk.ecs.v2.model.DeleteServersRequest;
import com.huaweicloud.sdk.ecs.v2.model.DeleteServersRequestBody;
import com.huaweicloud.sdk.ecs.v2.model.ServerId;
import io.spotkeeper.emulator.RunningEmulator;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service of auto launch groups at work, as Huawei's own Java client sees it. */
class AutoLaunchGroupTest extends CmsContract {
    @Test
    void theSeedsGroupIsOneOnDemandAndOneSpotInstanceOfWeightSix() {
        String id = create(seed()).getAutoLaunchGroupId();
        assertThat(show(id).getStatus()).isIn("SUBMITTED", "ACTIVE");

        emulator.settle();

        // Equal prices: one instance covers each part at az1 or az2, and az1 overshoots less.
        ShowAutoLaunchGroupResp group = show(id);
        assertThat(group.getStatus()).isEqualTo("ACTIVE");
        assertThat(group.getTaskState()).isEqualTo("FULFILLED");
        assertThat(group.getCurrentCapacity()).isEqualTo(12);
        assertThat(group.getCurrentStableCapacity()).isEqualTo(6);
        assertThat(instances(id))
                .extracting(i -> i.getAvailabilityZoneId() + " " + i.getSellMode())
                .containsExactly("az1 onDemand", "az1 spot");
        assertThat(instances(id)).allMatch(i -> i.getStatus().equals("ACTIVE"));
    }

    @Test
    void aWindowThatHasEndedBuysNothing() {
        AutoLaunchGroupReqV2 seed = seed();
        seed.withValidSince(OffsetDateTime.parse("2020-04-04T15:58:13Z"))
                .setValidUntil(OffsetDateTime.parse("2021-04-06T15:58:13Z"));

        String id = made(seed);

        assertThat(show(id).getCurrentCapacity()).isZero();
        assertThat(instances(id)).isEmpty();
        assertThat(show(id).getValidUntil()).isEqualTo("2021-04-06T15:58:13Z");
    }

    @Test
    void aWindowThatBeginsLaterAndEndsIsKept() {
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS);
        String id =
                made(
                        group("region1", 2, 0, option("az1", FLAVOR, 1))
                                .withValidSince(now.plusHours(1))
                                .withValidUntil(now.plusHours(2)));
        assertThat(show(id).getStatus()).isEqualTo("SUBMITTED");
        assertThat(instances(id)).isEmpty();

        emulator.change("clock", "{\"advance\":\"PT1H1M\"}");
        assertThat(instances(id)).hasSize(2);
        emulator.change("clock", "{\"advance\":\"PT1H1M\"}");
        assertThat(instances(id)).isEmpty();
        assertThat(show(id).getCurrentCapacity()).isZero();
    }

    @Test
    void lostInstancesAreReplacedByAGroupThatMaintainsButNotByARequest() {
        String maintain = made(group("region1", 3, 0, option("az1", FLAVOR, 1)));
        String request =
                made(
                        group("region1", 3, 0, option("az2", FLAVOR, 1))
                                .withType(AutoLaunchGroupReqV2.TypeEnum.REQUEST));
        String lost = instances(maintain).getFirst().getId();
        String alsoLost = instances(request).getFirst().getId();

        emulator.change("interrupt", "{\"ids\":[\"%s\",\"%s\"]}".formatted(lost, alsoLost));
        emulator.settle();

        assertThat(instances(maintain))
                .hasSize(3)
                .extracting(InstanceInfo::getId)
                .doesNotContain(lost);
        assertThat(instances(request)).hasSize(2);
        assertThat(show(request).getTaskState()).isEqualTo("ERROR");
    }

    @Test
    void aMemberThatIsDeletedByHandIsReplaced() {
        String id = made(group("region1", 1, 1, option("az1", FLAVOR, 1)));
        String member = instances(id).getFirst().getId();

        ecs.deleteServers(
                new DeleteServersRequest()
                        .withBody(
                                new DeleteServersRequestBody()
                                        .withServers(List.of(new ServerId().withId(member)))));
        emulator.settle();

        assertThat(instances(id)).extracting(InstanceInfo::getId).hasSize(1).isNotEqualTo(member);
    }

    @Test
    void aGroupThatCannotBeServedShowsAnErrorAndRecovers() {
        emulator.change("pools", pool("\"stock\":0"));
        String id = made(group("region1", 2, 0, option("az1", FLAVOR, 1)));
        assertThat(show(id).getTaskState()).isEqualTo("ERROR");

        emulator.change("pools", pool("\"stock\":5"));
        emulator.settle();

        assertThat(show(id).getTaskState()).isEqualTo("FULFILLED");
    }

    @Test
    void aBidBelowTheMarketBuysNothing() {
        OverrideInfo low = option("az1", FLAVOR, 1).withSpotPrice(0.1);

        String id = made(group("region1", 1, 0, low).withSpotPrice(5.0));

        assertThat(instances(id)).isEmpty();
    }

    @Test
    void scalingKeepsToTheTargetWithoutOscillation() {
        String id = made(group("region1", 10, 0, option("az1", FLAVOR, 3)));
        assertThat(show(id).getCurrentCapacity()).isEqualTo(12);

        update(id, body -> body.setTargetCapacity(7));
        List<String> after = instances(id).stream().map(InstanceInfo::getId).toList();
        emulator.settle();

        assertThat(after).hasSize(3);
        assertThat(instances(id)).extracting(InstanceInfo::getId).isEqualTo(after);
        update(id, body -> body.withTargetCapacity(0).setStableCapacity(0));
        assertThat(instances(id)).isEmpty();
        assertThat(show(id).getTargetCapacity()).isZero();
        assertThat(show(id).getRegionSpecs().getFirst().getExpectTargetCapacity()).isEqualTo(10);
    }

    @Test
    void excessThatIsNotTerminatedLeavesTheGroupAndRunsOn() {
        String id = made(group("region1", 3, 0, option("az1", FLAVOR, 1)));

        update(
                id,
                body ->
                        body.withTargetCapacity(1)
                                .setExcessFulfilledCapacityBehavior(
                                        UpdateAutoLaunchGroupReqV2
                                                .ExcessFulfilledCapacityBehaviorEnum
                                                .NOTERMINATION));

        assertThat(instances(id)).hasSize(1);
        assertThat(emulator.show("state").path("instances")).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "lowest_price, cn-south-1b s6.large.2:2",
        "prioritized, cn-south-1a s3.large.2:2",
        "capacity_optimized, cn-south-1b c6.2xlarge.4:2",
        "diversified, cn-south-1a s3.large.2:1 cn-south-1b s6.large.2:1"
    })
    void everyStrategyChoosesInItsWay(String strategy, String expected) {
        emulator.change("pools", held("cn-south-1a", "s3.large.2", "0.16"));
        emulator.change("pools", held("cn-south-1b", "s6.large.2", "0.14"));
        emulator.change("pools", held("cn-south-1b", "c6.2xlarge.4", "0.90"));
        AutoLaunchGroupReqV2 group =
                group(
                                "cn-south-1",
                                2,
                                0,
                                option("cn-south-1a", "s3.large.2", 1).withPriority(1),
                                option("cn-south-1b", "s6.large.2", 1).withPriority(2),
                                option("cn-south-1b", "c6.2xlarge.4", 1))
                        .withAllocationStrategy(AllocationStrategyEnum.fromValue(strategy));

        String id = made(group);

        assertThat(
                        instances(id).stream()
                                .map(i -> i.getAvailabilityZoneId() + " " + i.getFlavorId())
                                .sorted()
                                .collect(
                                        Collectors.groupingBy(
                                                key -> key, TreeMap::new, Collectors.counting()))
                                .entrySet()
                                .stream()
                                .map(e -> e.getKey() + ":" + e.getValue())
                                .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }

    private static String held(String zone, String flavor, String price) {
        return """
        {"region":"cn-south-1","zone":"%s","instanceType":"%s","market":"Spot","price":%s}\
        """
                .formatted(zone, flavor, price);
    }

    @Test
    void oneFlavorSuppliesEverythingIfThatIsAsked() {
        AutoLaunchGroupReqV2 group =
                group(
                                "cn-south-1",
                                8,
                                0,
                                option("cn-south-1b", "s6.large.2", 1),
                                option("cn-south-1a", "s3.large.2", 1))
                        .withSupplyOption(AutoLaunchGroupReqV2.SupplyOptionEnum.SINGLATION);

        String id = made(group);

        // Five of the cheaper flavor are there, which are not enough.
        assertThat(instances(id)).hasSize(8).allMatch(i -> i.getFlavorId().equals("s3.large.2"));
    }

    @Test
    void weightsMayBeFractions() {
        String id = made(group("region1", 2, 0, option("az1", FLAVOR, 1.5)));

        RunningEmulator running = emulator;
        assertThat(
                        running.parse(
                                        running.send(
                                                new SdkSignature(
                                                                running.authority(),
                                                                "GET",
                                                                "/v2/emulator-domain/auto-launch-groups/"
                                                                        + id,
                                                                "")
                                                        .request(running.address())))
                                .path("auto_launch_group")
                                .path("current_capacity")
                                .decimalValue())
                .isEqualByComparingTo("3");
    }

    @Test
    void deletionEndsTheInstancesUnlessToldOtherwise() {
        String careless = made(group("region1", 2, 0, option("az1", FLAVOR, 1)));
        String careful = made(group("region1", 2, 0, option("az2", FLAVOR, 1)));

        cms.deleteAutoLaunchGroup(
                new DeleteAutoLaunchGroupRequest().withAutoLaunchGroupId(careless));
        assertThat(show(careless).getStatus()).isEqualTo("DELETING");
        assertThatThrownBy(() -> update(careless, body -> body.setTargetCapacity(5)))
                .isInstanceOf(ServiceResponseException.class);
        cms.deleteAutoLaunchGroup(
                new DeleteAutoLaunchGroupRequest()
                        .withAutoLaunchGroupId(careful)
                        .withBody(
                                new DeleteAutoLaunchGroupReqV2()
                                        .withDeleteInstances(
                                                DeleteAutoLaunchGroupReqV2.DeleteInstancesEnum
                                                        .NOTERMINATION)));
        emulator.settle();

        assertRefused(() -> show(careless), 404, "Ecs.0114");
        assertRefused(() -> show(careful), 404, "Ecs.0114");
        assertThat(emulator.show("state").path("instances"))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.path("zone").asText()).isEqualTo("az2"));
    }
}
