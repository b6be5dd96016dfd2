package io.spotkeeper.emulator.huawei;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.huaweicloud.sdk.bss.v2.BssClient;
import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.auth.GlobalCredentials;
import com.huaweicloud.sdk.core.exception.ServiceResponseException;
import com.huaweicloud.sdk.core.http.HttpConfig;
import com.huaweicloud.sdk.ecs.v2.EcsClient;
import com.huaweicloud.sdk.ecs.v2.model.CreateServersRequest;
import com.huaweicloud.sdk.ecs.v2.model.CreateServersRequestBody;
import com.huaweicloud.sdk.ecs.v2.model.CreateServersResponse;
import com.huaweicloud.sdk.ecs.v2.model.PrePaidServer;
import com.huaweicloud.sdk.ecs.v2.model.PrePaidServerExtendParam;
import com.huaweicloud.sdk.ecs.v2.model.PrePaidServerNic;
import com.huaweicloud.sdk.ecs.v2.model.PrePaidServerRootVolume;
import com.huaweicloud.sdk.ecs.v2.model.PrePaidServerTag;
import com.huaweicloud.sdk.ecs.v2.model.ShowJobRequest;
import com.huaweicloud.sdk.ecs.v2.model.ShowJobResponse;
import io.spotkeeper.emulator.RunningEmulator;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An emulator and the vendor's own clients for it, anew for each test. */
abstract class HuaweiContract {
    static final String KEY = "EMULATORAK";
    static final String SECRET = "emulator-secret";
    static final String PROJECT = "emulator-project";
    static final String DOMAIN = "emulator-domain";
    static final String ZONE = "cn-south-1a";
    static final String FLAVOR = "s3.large.2";
    private static final String IMAGE = "67f433d8-ed0e-4321-a8a2-a71838539e09";
    private static final String VPC = "0dae26c9-9a70-4392-93f3-87d53115d171";
    private static final String SUBNET = "157ee789-03ea-45b1-a698-76c92660dd83";

    RunningEmulator emulator;
    EcsClient ecs;

    @BeforeEach
    void start() {
        emulator = RunningEmulator.start();
        ecs = ecs(PROJECT);
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    static HttpConfig http() {
        return HttpConfig.getDefaultHttpConfig().withConnectionTimeout(5).withReadTimeout(30);
    }

    static BasicCredentials basic(String project) {
        return new BasicCredentials().withAk(KEY).withSk(SECRET).withProjectId(project);
    }

    EcsClient ecs(String project) {
        return EcsClient.newBuilder()
                .withEndpoint(emulator.address().toString())
                .withCredential(basic(project))
                .withHttpConfig(http())
                .build();
    }

    BssClient bss() {
        return BssClient.newBuilder()
                .withEndpoint(emulator.address().toString())
                .withCredential(
                        new GlobalCredentials().withAk(KEY).withSk(SECRET).withDomainId(DOMAIN))
                .withHttpConfig(http())
                .build();
    }

    static PrePaidServer server(String zone, String flavor, int count) {
        return new PrePaidServer()
                .withName("web")
                .withFlavorRef(flavor)
                .withImageRef(IMAGE)
                .withVpcid(VPC)
                .withNics(List.of(new PrePaidServerNic().withSubnetId(SUBNET)))
                .withRootVolume(
                        new PrePaidServerRootVolume()
                                .withVolumetype(PrePaidServerRootVolume.VolumetypeEnum.SSD))
                .withAvailabilityZone(zone)
                .withCount(count);
    }

    /** A spot server that bids this much; an empty bid is the on-demand price. */
    static PrePaidServer spot(String zone, String flavor, int count, String bid) {
        return server(zone, flavor, count)
                .withExtendparam(
                        new PrePaidServerExtendParam()
                                .withChargingMode(
                                        PrePaidServerExtendParam.ChargingModeEnum.POSTPAID)
                                .withMarketType("spot")
                                .withSpotPrice(bid));
    }

    static PrePaidServerTag tag(String key, String value) {
        return new PrePaidServerTag().withKey(key).withValue(value);
    }

    static CreateServersRequest request(PrePaidServer server) {
        return new CreateServersRequest()
                .withBody(new CreateServersRequestBody().withServer(server));
    }

    CreateServersResponse create(PrePaidServer server) {
        return ecs.createServers(request(server));
    }

    ShowJobResponse job(String id) {
        return ecs.showJob(new ShowJobRequest().withJobId(id));
    }

    static void assertRefused(ThrowingCallable call, int status, String code) {
        ServiceResponseException e = catchThrowableOfType(ServiceResponseException.class, call);
        assertThat(e).as("refusal " + code).isNotNull();
        assertThat(e.getErrorCode()).isEqualTo(code);
        assertThat(e.getHttpStatusCode()).isEqualTo(status);
        assertThat(e.getErrorMsg()).isNotEmpty();
    }
}
