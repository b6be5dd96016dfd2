package io.spotkeeper.emulator.huawei;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huaweicloud.sdk.cms.v1.model.AutoLaunchGroupInfo;
import com.huaweicloud.sdk.cms.v1.model.AutoLaunchGroupReqV2;
import com.huaweicloud.sdk.cms.v1.model.CreateAutoLaunchGroupResponse;
import com.huaweicloud.sdk.cms.v1.model.LaunchTemplateConfig;
import com.huaweicloud.sdk.cms.v1.model.ListAutoLaunchGroupsRequest;
import com.huaweicloud.sdk.cms.v1.model.ListAutoLaunchGroupsResponse;
import com.huaweicloud.sdk.cms.v1.model.ListSupplyRecommendationRequest;
import com.huaweicloud.sdk.cms.v1.model.ListSupplyRecommendationRequestBody;
import com.huaweicloud.sdk.cms.v1.model.OverrideInfo;
import com.huaweicloud.sdk.cms.v1.model.RegionSpec;
import com.huaweicloud.sdk.cms.v1.model.SupplyOption;
import com.huaweicloud.sdk.cms.v1.model.SupplyRecommendation;
import com.huaweicloud.sdk.core.exception.ServiceResponseException;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The calls of CMS themselves: pages, limits, and what they refuse. */
class CmsCallsTest extends CmsContract {
    @Test
    void aFlatBodyIsNothingToTheSdk() {
        restart("lags: {boot: PT20S}\nhuawei: {rules: {showBody: Flat}}\n");
        String id = create(seed()).getAutoLaunchGroupId();

        assertThat(show(id)).isNull();
    }

    @Test
    void groupsAreListedByMarkerAndEveryPageNamesANext() {
        List<String> made =
                List.of("a", "b", "c").stream()
                        .map(name -> create(seed().withName(name)).getAutoLaunchGroupId())
                        .toList();

        ListAutoLaunchGroupsResponse first =
                cms.listAutoLaunchGroups(new ListAutoLaunchGroupsRequest().withLimit(2));
        ListAutoLaunchGroupsResponse second =
                cms.listAutoLaunchGroups(
                        new ListAutoLaunchGroupsRequest()
                                .withLimit(2)
                                .withMarker(first.getPageInfo().getNextMarker()));
        ListAutoLaunchGroupsResponse third =
                cms.listAutoLaunchGroups(
                        new ListAutoLaunchGroupsRequest()
                                .withMarker(second.getPageInfo().getNextMarker()));

        assertThat(first.getAutoLaunchGroups())
                .extracting(AutoLaunchGroupInfo::getId)
                .containsExactly(made.get(2), made.get(1));
        assertThat(second.getAutoLaunchGroups())
                .extracting(AutoLaunchGroupInfo::getName)
                .containsExactly("a");
        assertThat(second.getPageInfo().getNextMarker()).isEqualTo(made.getFirst());
        assertThat(third.getAutoLaunchGroups()).isEmpty();
        assertThat(
                        cms.listAutoLaunchGroups(new ListAutoLaunchGroupsRequest().withName("b"))
                                .getAutoLaunchGroups())
                .hasSize(1);
    }

    @Test
    void thirtyGroupsAndNoMore() {
        for (int i = 0; i < 30; i++) {
            create(seed());
        }
        assertRefused(() -> create(seed()), 400, "Ecs.0001");
    }

    @Test
    void aDryRunThatPassesIsAccepted() {
        CreateAutoLaunchGroupResponse answer = create(seed().withDryRun(true));

        assertThat(answer.getHttpStatusCode()).isEqualTo(202);
        assertThat(answer.getAutoLaunchGroupId()).isNull();
        assertThat(
                        cms.listAutoLaunchGroups(new ListAutoLaunchGroupsRequest())
                                .getAutoLaunchGroups())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no name | name is required",
                "bad name | name must have 1 to 64",
                "no target | target_capacity is required",
                "stable above target | stable_capacity must not be greater",
                "window backwards | valid_until must be later",
                "two regions | a group cannot span regions",
                "unknown region | is no region of the account",
                "no template | launch_template is required",
                "unknown template | has no version",
                "unknown version | has no version",
                "no overrides | overrides must have",
                "unknown zone | is no AZ of the region",
                "unknown flavor | does not exist",
                "bare metal | bare metal",
                "same pool twice | twice",
                "weight of zero | weighted_capacity must be a number from 0.001",
                "negative price | spot_price must be a number from 0",
                "too many instances | 500 instances"
            })
    void everyConstraintHasItsMessage(String defect, String message) {
        AutoLaunchGroupReqV2 group = seed();
        spoil(group, defect);

        assertThatThrownBy(() -> create(group))
                .isInstanceOfSatisfying(
                        ServiceResponseException.class,
                        e -> {
                            assertThat(e.getHttpStatusCode()).isEqualTo(400);
                            assertThat(e.getErrorCode()).isEqualTo("Ecs.0005");
                            assertThat(e.getErrorMsg()).contains(message);
                        });
    }

    private static void spoil(AutoLaunchGroupReqV2 group, String defect) {
        RegionSpec region = group.getRegionSpecs().getFirst();
        LaunchTemplateConfig config = region.getLaunchTemplateConfig();
        OverrideInfo first = config.getOverrides().getFirst();
        switch (defect) {
            case "no name" -> group.setName(null);
            case "bad name" -> group.setName("a b");
            case "no target" -> group.setTargetCapacity(null);
            case "stable above target" -> group.setStableCapacity(11);
            case "window backwards" ->
                    group.withValidSince(OffsetDateTime.parse("2021-04-06T15:58:13Z"))
                            .setValidUntil(OffsetDateTime.parse("2020-04-04T15:58:13Z"));
            case "two regions" -> group.setRegionSpecs(List.of(region, region));
            case "unknown region" -> region.setRegionId("region9");
            case "no template" -> config.setLaunchTemplate(null);
            case "unknown template" ->
                    config.getLaunchTemplate().setLaunchTemplateId(TEMPLATE.replace('c', 'd'));
            case "unknown version" -> config.getLaunchTemplate().setVersion("2");
            case "no overrides" -> config.setOverrides(List.of());
            case "unknown zone" -> first.setAvailabilityZoneId("az9");
            case "unknown flavor" -> first.setFlavorId("s9.large.2");
            case "bare metal" -> first.setFlavorId("physical.s3.large");
            case "same pool twice" -> config.setOverrides(List.of(first, first));
            case "weight of zero" -> first.setWeightedCapacity(0.0);
            case "negative price" -> group.setSpotPrice(-1.0);
            case "too many instances" -> {
                config.setOverrides(List.of(option("az1", FLAVOR, 1)));
                group.setTargetCapacity(501);
            }
            default -> throw new AssertionError(defect);
        }
    }

    @Test
    void recommendationsScoreByStockAndByCost() {
        emulator.change("pools", pool("\"stock\":0"));
        ListSupplyRecommendationRequestBody body =
                new ListSupplyRecommendationRequestBody()
                        .withFlavorIds(List.of(FLAVOR))
                        .withOption(new SupplyOption().withEnableSpot(true));

        List<SupplyRecommendation> rows =
                cms.listSupplyRecommendation(new ListSupplyRecommendationRequest().withBody(body))
                        .getSupplyRecommendations();

        assertThat(rows).allMatch(row -> row.getFlavorId().equals(FLAVOR));
        assertThat(rows)
                .filteredOn(row -> "az1".equals(row.getAvailabilityZoneId()))
                .singleElement()
                .satisfies(row -> assertThat(row.getScore()).isEqualTo(1));
        assertThat(rows.getFirst().getScore()).isEqualTo(10);
    }
}
