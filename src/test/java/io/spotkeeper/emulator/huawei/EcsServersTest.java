package io.spotkeeper.emulator.huawei;

import static org.assertj.core.api.Assertions.assertThat;

import com.huaweicloud.sdk.ecs.v2.model.BatchAddServerTag;
import com.huaweicloud.sdk.ecs.v2.model.BatchCreateServerTagsRequest;
import com.huaweicloud.sdk.ecs.v2.model.BatchCreateServerTagsRequestBody;
import com.huaweicloud.sdk.ecs.v2.model.BatchDeleteServerTagsRequest;
import com.huaweicloud.sdk.ecs.v2.model.BatchDeleteServerTagsRequestBody;
import com.huaweicloud.sdk.ecs.v2.model.CloudServer;
import com.huaweicloud.sdk.ecs.v2.model.DeleteServersRequest;
import com.huaweicloud.sdk.ecs.v2.model.DeleteServersRequestBody;
import com.huaweicloud.sdk.ecs.v2.model.ListCloudServersRequest;
import com.huaweicloud.sdk.ecs.v2.model.ListServersByTagRequest;
import com.huaweicloud.sdk.ecs.v2.model.ListServersByTagRequestBody;
import com.huaweicloud.sdk.ecs.v2.model.ListServersDetailsRequest;
import com.huaweicloud.sdk.ecs.v2.model.ListServersDetailsResponse;
import com.huaweicloud.sdk.ecs.v2.model.PrePaidServer;
import com.huaweicloud.sdk.ecs.v2.model.PrePaidServerDataVolume;
import com.huaweicloud.sdk.ecs.v2.model.PrePaidServerEip;
import com.huaweicloud.sdk.ecs.v2.model.PrePaidServerEipBandwidth;
import com.huaweicloud.sdk.ecs.v2.model.PrePaidServerPublicip;
import com.huaweicloud.sdk.ecs.v2.model.ServerDetail;
import com.huaweicloud.sdk.ecs.v2.model.ServerId;
import com.huaweicloud.sdk.ecs.v2.model.ServerTag;
import com.huaweicloud.sdk.ecs.v2.model.ServerTags;
import com.huaweicloud.sdk.ecs.v2.model.ShowJobResponse;
import com.huaweicloud.sdk.ecs.v2.model.ShowServerRequest;
import com.huaweicloud.sdk.ecs.v2.model.ShowServerTagsRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Looking at servers, tagging and deleting them, as Huawei's own Java client does. */
class EcsServersTest extends HuaweiContract {
    private List<String> made(PrePaidServer server) {
        List<String> ids = create(server).getServerIds();
        emulator.settle();
        return ids;
    }

    private ListServersDetailsResponse list(ListServersDetailsRequest request) {
        return ecs.listServersDetails(request);
    }

    private static List<String> ids(ListServersDetailsResponse response) {
        return response.getServers().stream().map(ServerDetail::getId).toList();
    }

    private static DeleteServersRequest delete(
            @Nullable Boolean volumes, @Nullable Boolean publicIp, String... ids) {
        DeleteServersRequestBody body =
                new DeleteServersRequestBody()
                        .withServers(
                                Arrays.stream(ids).map(id -> new ServerId().withId(id)).toList())
                        .withDeleteVolume(volumes)
                        .withDeletePublicip(publicIp);
        return new DeleteServersRequest().withBody(body);
    }

    @Test
    void theOffsetOfTheOlderListingIsAPageNumber() {
        List<String> made = made(server(ZONE, FLAVOR, 60));

        ListServersDetailsResponse first = list(new ListServersDetailsRequest());
        ListServersDetailsResponse zeroth = list(new ListServersDetailsRequest().withOffset(0));
        ListServersDetailsResponse third = list(new ListServersDetailsRequest().withOffset(3));
        ListServersDetailsResponse beyond = list(new ListServersDetailsRequest().withOffset(25));

        assertThat(first.getCount()).isEqualTo(60);
        assertThat(first.getServers()).hasSize(25);
        assertThat(ids(zeroth)).isEqualTo(ids(first));
        assertThat(third.getServers()).hasSize(10);
        assertThat(beyond.getServers()).isEmpty();
        assertThat(ids(list(new ListServersDetailsRequest().withLimit(1000))))
                .containsExactlyInAnyOrderElementsOf(made);
    }

    @Test
    void theMarkerOfTheOlderListingIsTheLastIdOfThePageBefore() {
        List<String> made = made(server(ZONE, FLAVOR, 60));

        List<String> seen = new ArrayList<>();
        String marker = null;
        do {
            List<String> page =
                    ids(list(new ListServersDetailsRequest().withLimit(25).withMarker(marker)));
            seen.addAll(page);
            marker = page.isEmpty() ? null : page.getLast();
        } while (marker != null);

        assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(made);
        assertRefused(
                () -> list(new ListServersDetailsRequest().withMarker("nobody")), 400, "Ecs.0005");
    }

    @Test
    void unknownIdsComeBackWithNothingButAFault() {
        String id = made(server(ZONE, FLAVOR, 1)).getFirst();
        String unknown = UUID.randomUUID().toString();

        ListServersDetailsResponse answer =
                list(
                        new ListServersDetailsRequest()
                                .withServerId(id + "," + unknown)
                                .withName("nothing has this name"));

        assertThat(ids(answer)).containsExactly(id, unknown);
        ServerDetail missing = answer.getServers().getLast();
        assertThat(missing.getFault()).isNotNull();
        assertThat(missing.getStatus()).isNull();
        assertThat(missing.getName()).isNull();
    }

    @Test
    void listsByNameStatusFlavorAndTag() {
        String spot =
                made(spot(ZONE, FLAVOR, 1, "").withServerTags(List.of(tag("fleet", "a"))))
                        .getFirst();
        String other = made(server(ZONE, "s6.large.2", 1).withName("database")).getFirst();

        assertThat(ids(list(new ListServersDetailsRequest().withTags("fleet=a"))))
                .containsExactly(spot);
        assertThat(ids(list(new ListServersDetailsRequest().withTags("fleet"))))
                .containsExactly(spot);
        assertThat(ids(list(new ListServersDetailsRequest().withTags("fleet=b")))).isEmpty();
        assertThat(ids(list(new ListServersDetailsRequest().withNotTags("fleet=a"))))
                .containsExactly(other);
        assertThat(ids(list(new ListServersDetailsRequest().withName("tabas"))))
                .containsExactly(other);
        assertThat(ids(list(new ListServersDetailsRequest().withFlavor("s6.large.2"))))
                .containsExactly(other);
        assertThat(ids(list(new ListServersDetailsRequest().withStatus("SHUTOFF")))).isEmpty();
        ListServersByTagRequestBody byTag =
                new ListServersByTagRequestBody()
                        .withAction("filter")
                        .withLimit("10")
                        .withTags(
                                List.of(
                                        new ServerTags()
                                                .withKey("fleet")
                                                .withValues(List.of("a"))));
        assertThat(
                        ecs.listServersByTag(new ListServersByTagRequest().withBody(byTag))
                                .getResources())
                .singleElement()
                .satisfies(row -> assertThat(row.getResourceId()).isEqualTo(spot));
    }

    @Test
    void theNewerListingPagesByMarkerAlone() {
        List<String> made = made(spot(ZONE, FLAVOR, 23, ""));

        List<CloudServer> seen = new ArrayList<>();
        String marker = null;
        do {
            List<CloudServer> page =
                    ecs.listCloudServers(new ListCloudServersRequest().withMarker(marker))
                            .getServers();
            assertThat(page).hasSizeLessThanOrEqualTo(10);
            seen.addAll(page);
            marker = page.isEmpty() ? null : page.getLast().getId();
        } while (marker != null);

        assertThat(seen).hasSize(23);
        assertThat(seen.stream().map(CloudServer::getId).toList())
                .containsExactlyInAnyOrderElementsOf(made);
        assertThat(seen.getFirst().getMarketInfo().getChargeMode().getValue()).isEqualTo("spot");
        assertThat(seen.getFirst().getAvailabilityZone()).isEqualTo(ZONE);
    }

    @Test
    void tagsShowLaterThanTheServerAndCanBeChanged() {
        String id =
                create(server(ZONE, FLAVOR, 1).withServerTags(List.of(tag("fleet", "a"))))
                        .getServerIds()
                        .getFirst();
        emulator.change("clock", "{\"advance\":\"PT10S\"}");
        assertThat(tags(id)).isEmpty();
        emulator.settle();
        assertThat(tags(id)).containsExactly("fleet=a");

        ecs.batchCreateServerTags(
                new BatchCreateServerTagsRequest()
                        .withServerId(id)
                        .withBody(
                                new BatchCreateServerTagsRequestBody()
                                        .withAction(
                                                BatchCreateServerTagsRequestBody.ActionEnum.CREATE)
                                        .withTags(
                                                List.of(
                                                        new BatchAddServerTag()
                                                                .withKey("owner")
                                                                .withValue("me")))));
        ecs.batchDeleteServerTags(
                new BatchDeleteServerTagsRequest()
                        .withServerId(id)
                        .withBody(
                                new BatchDeleteServerTagsRequestBody()
                                        .withAction(
                                                BatchDeleteServerTagsRequestBody.ActionEnum.DELETE)
                                        .withTags(List.of(new ServerTag().withKey("fleet")))));

        assertThat(tags(id)).containsExactly("owner=me");
        assertThat(emulator.show("counts").path("actions").path("BatchDeleteServerTags").asInt())
                .isEqualTo(1);
    }

    private List<String> tags(String id) {
        return ecs.showServerTags(new ShowServerTagsRequest().withServerId(id)).getTags().stream()
                .map(tag -> tag.getKey() + "=" + tag.getValue())
                .toList();
    }

    @Test
    void aDeletionIsAJobAndReadsActiveUntilTheServerIsGone() {
        String id = made(server(ZONE, FLAVOR, 1)).getFirst();

        String job = ecs.deleteServers(delete(null, null, id)).getJobId();

        ServerDetail going = show(id);
        assertThat(going.getStatus()).isEqualTo("ACTIVE");
        assertThat(going.getOsEXTSTSTaskState()).isEqualTo("deleting");
        assertThat(job(job).getStatus()).isEqualTo(ShowJobResponse.StatusEnum.RUNNING);
        emulator.settle();
        assertThat(job(job).getStatus()).isEqualTo(ShowJobResponse.StatusEnum.SUCCESS);
        assertRefused(() -> show(id), 404, "Ecs.0114");
    }

    private ServerDetail show(String id) {
        return ecs.showServer(new ShowServerRequest().withServerId(id)).getServer();
    }

    private static PrePaidServer withDiskAndAddress(PrePaidServer server) {
        return server.withDataVolumes(
                        List.of(
                                new PrePaidServerDataVolume()
                                        .withSize(40)
                                        .withVolumetype(
                                                PrePaidServerDataVolume.VolumetypeEnum.SAS)))
                .withPublicip(
                        new PrePaidServerPublicip()
                                .withEip(
                                        new PrePaidServerEip()
                                                .withIptype("5_bgp")
                                                .withBandwidth(
                                                        new PrePaidServerEipBandwidth()
                                                                .withSharetype(
                                                                        PrePaidServerEipBandwidth
                                                                                .SharetypeEnum.PER)
                                                                .withSize(5))));
    }

    @Test
    void disksAndAddressesStayBehindUnlessTheCallSaysOtherwise() {
        String careless = made(withDiskAndAddress(server(ZONE, FLAVOR, 1))).getFirst();
        String careful = made(withDiskAndAddress(server(ZONE, FLAVOR, 1))).getFirst();

        ecs.deleteServers(delete(null, null, careless));
        ecs.deleteServers(delete(true, true, careful));

        assertThat(emulator.show("state").path("leftovers"))
                .allSatisfy(row -> assertThat(row.path("serverId").asText()).isEqualTo(careless))
                .extracting(row -> row.path("kind").asText())
                .containsExactly("Volume", "PublicIp");
    }

    @Test
    void aServerThatIsBeingReclaimedCannotBeDeletedAndLeavesItsDisksBehind() {
        String id = made(withDiskAndAddress(spot(ZONE, FLAVOR, 1, ""))).getFirst();

        assertThat(notice(id).statusCode()).isEqualTo(404);
        emulator.change("interrupt", "{\"ids\":[\"%s\"],\"noticeSeconds\":300}".formatted(id));

        assertThat(show(id).getStatus()).isEqualTo("ACTIVE");
        assertThat(notice(id).statusCode()).isEqualTo(200);
        assertThat(notice(id).body()).contains("\"action\":\"terminate\"");
        assertRefused(() -> ecs.deleteServers(delete(true, true, id)), 400, "Ecs.0100");
        emulator.change("clock", "{\"advance\":\"PT6M\"}");
        assertRefused(() -> show(id), 404, "Ecs.0114");
        assertThat(emulator.show("state").path("leftovers")).hasSize(2);
    }

    private HttpResponse<String> notice(String id) {
        return emulator.send(
                emulator.builder("/openstack/latest/spot/instance-action")
                        .header("X-Instance-ID", id));
    }

    @Test
    void deletionsAreAllOrNothing() {
        String id = made(server(ZONE, FLAVOR, 1)).getFirst();
        String building = create(server(ZONE, FLAVOR, 1)).getServerIds().getFirst();

        assertRefused(() -> ecs.deleteServers(delete(null, null, "x", id)), 404, "Ecs.0614");
        assertRefused(() -> ecs.deleteServers(delete(null, null, "x")), 404, "Ecs.0114");
        assertRefused(() -> ecs.deleteServers(delete(null, null, id, building)), 400, "Ecs.0100");
        assertThat(show(id).getOsEXTSTSTaskState()).isEmpty();
    }

    @Test
    void aProjectShowsItsRegionsAlone() {
        List<String> south = made(server(ZONE, FLAVOR, 1));
        List<String> first = made(server("az1", FLAVOR, 1));

        assertThat(new HashSet<>(ids(list(new ListServersDetailsRequest()))))
                .containsAll(south)
                .containsAll(first);
        assertThat(
                        ids(
                                ecs("emulator-project-region1")
                                        .listServersDetails(new ListServersDetailsRequest())))
                .isEqualTo(first);
        assertRefused(
                () -> ecs("nobodys").listServersDetails(new ListServersDetailsRequest()),
                403,
                "Common.0018");
    }
}
