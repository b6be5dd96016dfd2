package io.spotkeeper.emulator.huawei;

import static org.assertj.core.api.Assertions.assertThat;

import com.huaweicloud.sdk.ecs.v2.model.CreateServersRequest;
import com.huaweicloud.sdk.ecs.v2.model.CreateServersResponse;
import com.huaweicloud.sdk.ecs.v2.model.ListServersDetailsRequest;
import com.huaweicloud.sdk.ecs.v2.model.PrePaidServer;
import com.huaweicloud.sdk.ecs.v2.model.PrePaidServerExtendParam;
import com.huaweicloud.sdk.ecs.v2.model.PrePaidServerTag;
import com.huaweicloud.sdk.ecs.v2.model.ServerDetail;
import com.huaweicloud.sdk.ecs.v2.model.ShowJobResponse;
import com.huaweicloud.sdk.ecs.v2.model.ShowServerRequest;
import io.spotkeeper.emulator.RunningEmulator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Buying, as Huawei's own Java client sees it. */
class EcsLaunchTest extends HuaweiContract {
    @Test
    void aSpotServerIsMadeByAJobAndShowsWhatWasAskedFor() {
        CreateServersResponse created =
                create(
                        spot(ZONE, FLAVOR, 1, "0.5")
                                .withServerTags(List.of(tag("spotkeeper-fleet", "uid-1"))));

        assertThat(created.getServerIds()).hasSize(1);
        ShowJobResponse running = job(created.getJobId());
        assertThat(running.getStatus()).isEqualTo(ShowJobResponse.StatusEnum.RUNNING);
        emulator.settle();
        ShowJobResponse done = job(created.getJobId());
        assertThat(done.getStatus()).isEqualTo(ShowJobResponse.StatusEnum.SUCCESS);
        assertThat(done.getEntities().getSubJobs())
                .singleElement()
                .satisfies(part -> {
                    assertThat(part.getStatus().getValue()).isEqualTo("SUCCESS");
                    assertThat(part.getJobType()).isEqualTo("createSingleServer");
                    assertThat(part.getEntities().getServerId())
                            .isEqualTo(created.getServerIds().getFirst());
                });
        ServerDetail server = show(created.getServerIds().getFirst());
        assertThat(server.getName()).isEqualTo("web");
        assertThat(server.getStatus()).isEqualTo("ACTIVE");
        assertThat(server.getFlavor().getVcpus()).isEqualTo("2");
        assertThat(server.getFlavor().getRam()).isEqualTo("4096");
        assertThat(server.getOsEXTAZAvailabilityZone()).isEqualTo(ZONE);
        assertThat(server.getMetadata()).containsEntry("charging_mode", "2");
        assertThat(server.getTags()).containsExactly("spotkeeper-fleet=uid-1");
    }

    private ServerDetail show(String id) {
        return ecs.showServer(new ShowServerRequest().withServerId(id)).getServer();
    }

    @Test
    void aBatchGetsNumberedNamesAndAnOnDemandServerItsMark() {
        List<String> ids = create(server(ZONE, FLAVOR, 3)).getServerIds();
        emulator.settle();

        assertThat(ids)
                .extracting(id -> show(id).getName())
                .containsExactly("web-0001", "web-0002", "web-0003");
        assertThat(show(ids.getFirst()).getMetadata()).containsEntry("charging_mode", "0");
    }

    @Test
    void aServerIsNotFoundWhileItIsBeingMadeAndThenBuilding() {
        try (var slow =
                RunningEmulator.start("lags: {boot: PT20S}\nhuawei: {rules: {making: PT10S}}\n")) {
            emulator.close();
            emulator = slow;
            ecs = ecs(PROJECT);
            String id = create(server(ZONE, FLAVOR, 1)).getServerIds().getFirst();

            assertRefused(() -> show(id), 404, "Ecs.0114");
            assertThat(ecs.listServersDetails(new ListServersDetailsRequest()).getServers())
                    .isEmpty();
            slow.change("clock", "{\"advance\":\"PT12S\"}");
            assertThat(show(id).getStatus()).isEqualTo("BUILD");
            slow.settle();
            assertThat(show(id).getStatus()).isEqualTo("ACTIVE");
        }
    }

    @Test
    void aTokenGivesTheFirstServersAgainAndNothingElse() {
        String token = UUID.randomUUID().toString();
        CreateServersRequest first = request(spot(ZONE, FLAVOR, 2, "")).withXClientToken(token);
        CreateServersResponse bought = ecs.createServers(first);

        CreateServersResponse again = ecs.createServers(first);

        assertThat(again.getServerIds()).isEqualTo(bought.getServerIds());
        assertThat(again.getJobId()).isEqualTo(bought.getJobId());
        assertRefused(
                () -> ecs.createServers(request(spot(ZONE, FLAVOR, 3, "")).withXClientToken(token)),
                400,
                "Ecs.0122");
        assertRefused(
                () ->
                        ecs.createServers(
                                request(spot(ZONE, FLAVOR, 2, ""))
                                        .withXClientToken(token.toUpperCase(Locale.ROOT) + "Z")),
                400,
                "Ecs.0123");
        emulator.change("clock", "{\"advance\":\"PT8H1S\"}");
        assertRefused(() -> ecs.createServers(first), 400, "Ecs.0124");
        assertThat(emulator.show("state").path("instances")).hasSize(2);
    }

    @Test
    void aRefusedCallDoesNotUseItsTokenUp() {
        String token = UUID.randomUUID().toString();
        CreateServersRequest request =
                request(spot(ZONE, FLAVOR, 1, "0.01")).withXClientToken(token);
        assertRefused(() -> ecs.createServers(request), 400, "Ecs.0703");
        emulator.change(
                "pools",
                """
                {"region":"cn-south-1","zone":"cn-south-1a","instanceType":"s3.large.2",
                 "market":"Spot","price":0.005}\
                """);

        assertThat(ecs.createServers(request).getServerIds()).hasSize(1);
    }

    @Test
    void whatThePoolLacksFailsInTheJob() {
        CreateServersResponse created = create(spot("cn-south-1c", FLAVOR, 5, ""));
        emulator.settle();

        ShowJobResponse job = job(created.getJobId());
        assertThat(created.getServerIds()).hasSize(5);
        assertThat(job.getStatus()).isEqualTo(ShowJobResponse.StatusEnum.FAIL);
        assertThat(job.getErrorCode()).isEqualTo("Ecs.0611");
        assertThat(job.getEntities().getSubJobsTotal()).isEqualTo(5);
        assertThat(job.getEntities().getSubJobs())
                .filteredOn(part -> part.getStatus().getValue().equals("FAIL"))
                .hasSize(2)
                .allSatisfy(part -> assertThat(part.getErrorCode()).isEqualTo("Ecs.0319"));
        assertRefused(() -> create(spot("cn-south-1c", FLAVOR, 1, "")), 400, "Ecs.0018");
    }

    @Test
    void aSoldOutPoolCanAlsoShowInTheJobAlone() {
        try (var other = RunningEmulator.start("huawei: {rules: {shortage: Job}}\n")) {
            emulator.close();
            emulator = other;
            ecs = ecs(PROJECT);
            create(spot("cn-south-1c", FLAVOR, 3, ""));

            CreateServersResponse created = create(spot("cn-south-1c", FLAVOR, 1, ""));

            assertThat(job(created.getJobId()).getErrorCode()).isEqualTo("Ecs.0319");
            assertRefused(() -> show(created.getServerIds().getFirst()), 404, "Ecs.0114");
        }
    }

    @Test
    void aLaunchThatFailsIsToldByItsJob() {
        emulator.change("faults", "{\"action\":\"CreateServers\",\"kind\":\"LaunchFailed\"}");
        CreateServersResponse created = create(server(ZONE, FLAVOR, 1));
        // Long after the market forgot the failed server.
        emulator.change("clock", "{\"advance\":\"PT1H\"}");

        assertThat(job(created.getJobId()).getErrorCode()).isEqualTo("Ecs.0201");
        assertRefused(() -> show(created.getServerIds().getFirst()), 404, "Ecs.0114");
    }

    @Test
    void aDryRunBuysNothing() {
        CreateServersRequest request = request(server(ZONE, FLAVOR, 1));
        request.getBody().withDryRun(true);

        assertThat(ecs.createServers(request).getHttpStatusCode()).isEqualTo(202);
        assertThat(emulator.show("state").path("instances")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Ecs.0703, bid below the market",
        "Ecs.0005, bid above the on-demand price",
        "Ecs.0005, bid that is no number",
        "Ecs.0005, no name",
        "Ecs.0005, malformed image",
        "Ecs.0005, unknown zone",
        "Ecs.0005, long name in a batch",
        "Ecs.0005, wide characters in a tag",
        "Ecs.0019, flavor not sold as spot",
        "Ecs.0029, unknown flavor",
        "Ecs.0905, eleven tags",
        "Ecs.0913, too many",
        "Ecs.0903, spot with auto recovery",
        "Ecs.0076, spot block of seven hours",
        "Ecs.0077, two blocks of one hour"
    })
    void refusesWithTheDocumentedCode(String code, String defect) {
        PrePaidServer server = spoil(spot(ZONE, FLAVOR, 1, "0.5"), defect);

        assertRefused(() -> create(server), 400, code);

        assertThat(emulator.show("state").path("instances")).isEmpty();
    }

    private static PrePaidServer spoil(PrePaidServer server, String defect) {
        PrePaidServerExtendParam extend = server.getExtendparam();
        switch (defect) {
            case "bid below the market" -> extend.setSpotPrice("0.1");
            case "bid above the on-demand price" -> extend.setSpotPrice("0.63");
            case "bid that is no number" -> extend.setSpotPrice("half");
            case "no name" -> server.setName(null);
            case "malformed image" -> server.setImageRef("img-1");
            case "unknown zone" -> server.setAvailabilityZone("cn-north-1a");
            case "long name in a batch" -> server.withName("x".repeat(60)).setCount(2);
            case "wide characters in a tag" -> server.setServerTags(List.of(tag("标签", "v")));
            case "flavor not sold as spot" ->
                    server.withAvailabilityZone("cn-south-1c").setFlavorRef("c6.large.2");
            case "unknown flavor" -> server.setFlavorRef("x9.large.2");
            case "eleven tags" -> server.setServerTags(tags(11));
            case "too many" -> server.setCount(501);
            case "spot with auto recovery" -> extend.setSupportAutoRecovery(true);
            case "spot block of seven hours" -> extend.setSpotDurationHours(7);
            case "two blocks of one hour" ->
                    extend.withSpotDurationHours(1).setSpotDurationCount(2);
            default -> throw new AssertionError(defect);
        }
        return server;
    }

    private static List<PrePaidServerTag> tags(int count) {
        return IntStream.range(0, count).mapToObj(i -> tag("key-" + i, "v")).toList();
    }

    @Test
    void quotasRefuseTheWholeCall() {
        emulator.change("quotas", "{\"account\":\"EMULATORAK\",\"instances\":2}");

        assertRefused(() -> create(server(ZONE, FLAVOR, 3)), 400, "Ecs.0001");
        assertThat(create(server(ZONE, FLAVOR, 2)).getServerIds()).hasSize(2);
    }
}
