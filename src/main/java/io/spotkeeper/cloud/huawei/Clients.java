package io.spotkeeper.cloud.huawei;

import com.huaweicloud.sdk.bss.v2.BssClient;
import com.huaweicloud.sdk.cms.v1.CmsClient;
import com.huaweicloud.sdk.core.HcClient;
import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.auth.GlobalCredentials;
import com.huaweicloud.sdk.core.http.HttpConfig;
import com.huaweicloud.sdk.ecs.v2.EcsClient;
import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.Fault;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The SDK's clients of one provider, two per region, all on one transport and one generation of
 * credentials. They hold no state per call, so threads share them. Every client is told its
 * endpoint: told a region, the SDK would ask IAM for what is missing, and take other endpoints from
 * the environment.
 */
final class Clients implements AutoCloseable {
    private final HuaweiSettings settings;
    private final Transport transport;
    private final Map<String, Place> places = new ConcurrentHashMap<>();
    private final BssClient bss;
    private final CmsClient groups;
    private final CmsClient groupChanges;
    private final HcClient iam;

    Clients(HuaweiSettings settings, Transport transport) {
        this.settings = settings;
        this.transport = transport;
        bss =
                BssClient.newBuilder()
                        .withEndpoint(settings.bss())
                        .withCredential(global(settings.domainId()))
                        .withHttpConfig(transport.reading())
                        .build();
        groups = cms(transport.reading());
        groupChanges = cms(transport.changing());
        // Without a domain: which one it is, is the question.
        iam =
                new HcClient(transport.reading())
                        .withEndpoints(List.of(settings.iam()))
                        .withCredential(global(""));
    }

    /** A region, where the account says which project is its. */
    Answer<Place> in(String region) {
        String project = settings.projects().get(region);
        return project == null
                ? new Answer.Missing<>(noProject(region))
                : new Answer.Given<>(places.computeIfAbsent(region, r -> open(r, project)));
    }

    private static Fault noProject(String region) {
        return new Fault(
                Fault.Origin.NOT_SENT,
                false,
                new CloudFailure.InvalidRequest(
                        "NoProject",
                        "huawei.projects of the account has no entry for the region " + region));
    }

    private Place open(String region, String project) {
        String origin = settings.ecs(region);
        return new Place(
                region, project, origin, ecs(origin, project, true), ecs(origin, project, false));
    }

    private EcsClient ecs(String origin, String project, boolean reading) {
        HuaweiCredentials keys = settings.credentials();
        BasicCredentials credentials =
                new BasicCredentials()
                        .withAk(keys.accessKey())
                        .withSk(keys.secretKey())
                        .withProjectId(project);
        if (keys.securityToken() != null) {
            credentials.withSecurityToken(keys.securityToken());
        }
        return EcsClient.newBuilder()
                .withEndpoint(origin)
                .withCredential(credentials)
                .withHttpConfig(reading ? transport.reading() : transport.changing())
                .build();
    }

    private GlobalCredentials global(String domain) {
        HuaweiCredentials keys = settings.credentials();
        GlobalCredentials credentials =
                new GlobalCredentials()
                        .withAk(keys.accessKey())
                        .withSk(keys.secretKey())
                        .withDomainId(domain);
        if (keys.securityToken() != null) {
            credentials.withSecurityToken(keys.securityToken());
        }
        return credentials;
    }

    private CmsClient cms(HttpConfig config) {
        return CmsClient.newBuilder()
                .withEndpoint(settings.cms())
                .withCredential(global(settings.domainId()))
                .withHttpConfig(config)
                .build();
    }

    /** Groups, to look at. */
    CmsClient groups() {
        return groups;
    }

    /** Groups, to change. */
    CmsClient groupChanges() {
        return groupChanges;
    }

    /** Prices. */
    BssClient bss() {
        return bss;
    }

    /** Whose key this is. The SDK has a client of its own for IAM, of 2 MB, for one call. */
    HcClient iam() {
        return iam;
    }

    @Override
    public void close() {
        transport.close();
    }
}
