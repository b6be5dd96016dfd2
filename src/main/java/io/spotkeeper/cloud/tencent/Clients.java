package io.spotkeeper.cloud.tencent;

import com.tencentcloudapi.common.CommonClient;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import com.tencentcloudapi.common.profile.Language;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.OkHttpClient;

/**
 * The SDK's clients of one provider, one per service and region, all on one transport and one
 * generation of credentials. They hold no state per call, so threads share them.
 */
final class Clients implements AutoCloseable {
    /** Any region will do for the identity of the caller; this one exists on both sites. */
    private static final String IDENTITY_REGION = "ap-guangzhou";

    /** Tag service and STS share their version by chance. */
    private static final String TAG_VERSION = "2018-08-13";

    private static final String STS_VERSION = "2018-08-13";

    private final TencentSettings settings;
    private final OkHttpClient transport;
    private final Map<String, CvmClient> cvm = new ConcurrentHashMap<>();
    private final Map<String, CommonClient> tag = new ConcurrentHashMap<>();
    private final CommonClient sts;

    Clients(TencentSettings settings) {
        this.settings = settings;
        transport = Transport.create(settings.timeouts());
        sts =
                new CommonClient(
                        "sts",
                        STS_VERSION,
                        credential(),
                        IDENTITY_REGION,
                        profile("sts", IDENTITY_REGION));
    }

    /** Instances and prices. */
    CvmClient cvm(String region) {
        return cvm.computeIfAbsent(region, r -> new CvmClient(credential(), r, profile("cvm", r)));
    }

    /** Tags of running instances. The CVM SDK's version has no client of its own for them. */
    CommonClient tag(String region) {
        return tag.computeIfAbsent(
                region,
                r -> new CommonClient("tag", TAG_VERSION, credential(), r, profile("tag", r)));
    }

    /** Whose key this is. */
    CommonClient sts() {
        return sts;
    }

    /** Scheme and host that a service is asked at. */
    String origin(String service, String region) {
        return settings.endpoint() != null
                ? settings.endpoint()
                : "https://" + host(service, region);
    }

    /** Drops idle connections; a call under way ends as it would. */
    @Override
    public void close() {
        transport.connectionPool().evictAll();
    }

    private String host(String service, String region) {
        String root = settings.site().rootDomain();
        // Finance regions must be asked at their own host.
        return region.endsWith("-fsi") ? service + "." + region + "." + root : service + "." + root;
    }

    private Credential credential() {
        TencentCredentials keys = settings.credentials();
        return new Credential(keys.secretId(), keys.secretKey(), keys.token());
    }

    private ClientProfile profile(String service, String region) {
        URI origin = URI.create(origin(service, region));
        HttpProfile http = new HttpProfile();
        http.setProtocol(origin.getScheme() + "://");
        http.setEndpoint(origin.getAuthority());
        http.setReqMethod(HttpProfile.REQ_POST);
        http.setHttpClient(transport);
        ClientProfile profile = new ClientProfile(ClientProfile.SIGN_TC3_256, http);
        // Messages are Chinese otherwise.
        profile.setLanguage(Language.EN_US);
        // It would log the id of the key and every signature.
        profile.setDebug(false);
        return profile;
    }
}
