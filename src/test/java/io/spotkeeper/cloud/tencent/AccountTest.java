package io.spotkeeper.cloud.tencent;

import static io.spotkeeper.cloud.tencent.Replies.error;
import static io.spotkeeper.cloud.tencent.Replies.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.Owner;
import io.spotkeeper.cloud.ScriptedCloud;
import io.spotkeeper.cloud.ScriptedCloud.Reply;
import io.spotkeeper.cloud.tencent.TencentSettings.Site;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Whose keys these are, where they are sent, and that they never show. */
class AccountTest {
    private static final String TOKEN = "sessionCANARYtokenCANARY";

    private final ScriptedCloud cloud = new ScriptedCloud();

    @AfterEach
    void close() throws IOException {
        cloud.close();
    }

    @Test
    void identifiesTheMainAccount() {
        cloud.answer(
                ok(
                        """
                        {"Arn":"qcs::cam::uin/100000000001:uin/100000000002","AccountId":"100000000001",
                         "UserId":"100000000002","PrincipalId":"100000000002","Type":"SubAccount","RequestId":"r"}
                        """));

        Owner owner = Samples.provider(cloud).owner();

        assertThat(owner).isEqualTo(new Owner.Identified("100000000001"));
        assertThat(cloud.seen().getFirst().headers())
                .containsEntry("x-tc-action", "GetCallerIdentity")
                .containsEntry("x-tc-version", "2018-08-13");
    }

    @Test
    void tellsWhenTheKeysAreWrong() {
        cloud.answer(error("AuthFailure.SecretIdNotFound", "no such key"));

        Owner owner = Samples.provider(cloud).owner();

        assertThat(owner)
                .isEqualTo(
                        new Owner.Failed(
                                new CloudFailure.Unauthorized(
                                        "AuthFailure.SecretIdNotFound", "no such key")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"RequestId\":\"r\"}", "{\"AccountId\":\"\"}", "{\"AccountId\":null}"})
    void identifiesNobodyWithoutAnAccount(String response) {
        cloud.answer(ok(response));

        Owner owner = Samples.provider(cloud).owner();

        assertThat(owner).isInstanceOf(Owner.Failed.class);
    }

    @ParameterizedTest
    @CsvSource({
        "CHINA, , cvm, ap-guangzhou, https://cvm.tencentcloudapi.com",
        "CHINA, , tag, ap-guangzhou, https://tag.tencentcloudapi.com",
        "CHINA, , cvm, ap-shanghai-fsi, https://cvm.ap-shanghai-fsi.tencentcloudapi.com",
        "INTERNATIONAL, , cvm, ap-singapore, https://cvm.intl.tencentcloudapi.com",
        "INTERNATIONAL, , sts, ap-guangzhou, https://sts.intl.tencentcloudapi.com",
        "CHINA, http://127.0.0.1:18080, cvm, ap-shanghai-fsi, http://127.0.0.1:18080",
        "CHINA, http://127.0.0.1:18080/, tag, ap-guangzhou, http://127.0.0.1:18080",
        "CHINA, https://proxy.example, sts, ap-guangzhou, https://proxy.example"
    })
    void asksTheHostOfSiteAndRegionUnlessToldOtherwise(
            Site site, @Nullable String endpoint, String service, String region, String origin) {
        TencentSettings settings =
                new TencentSettings(site, endpoint, Samples.CLUSTER, Samples.KEYS);

        try (Clients clients = new Clients(settings)) {
            assertThat(clients.origin(service, region)).isEqualTo(origin);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:18080",
                "ftp://host",
                "http://",
                "http://user:canary@host",
                "http://host/path",
                "http://host?query",
                "http://host#fragment"
            })
    void refusesAnEndpointThatIsMoreThanAHost(String endpoint) {
        assertThatThrownBy(() ->
                        new TencentSettings(Site.CHINA, endpoint, Samples.CLUSTER, Samples.KEYS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("canary");
    }

    @Test
    void dropsWhiteSpaceAroundKeys() {
        TencentCredentials keys = new TencentCredentials(" id\n", "key\r\n", " ");

        assertThat(keys.secretId()).isEqualTo("id");
        assertThat(keys.secretKey()).isEqualTo("key");
        assertThat(keys.token()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "can\nary", "can ary", "canäry"})
    void refusesKeysThatNoRequestCanCarry(String value) {
        assertThatThrownBy(() -> new TencentCredentials(value, "key", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("secretId ")
                .hasMessageNotContaining("ary");
        assertThatThrownBy(() -> new TencentCredentials("id", value, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("secretKey ");
    }

    @Test
    void sendsTheSessionToken() {
        cloud.answer(ok("{\"AccountId\":\"1\"}"));

        withToken().owner();

        assertThat(cloud.seen().getFirst().headers()).containsEntry("x-tc-token", TOKEN);
    }

    @Test
    void neverShowsASecret() {
        // Given: a cloud that repeats all it was sent, and every way to fail
        String echo =
                "id %s key %s token %s Signature=%s Credential=%s/x user data %s"
                        .formatted(
                                Samples.KEYS.secretId(),
                                Samples.KEYS.secretKey(),
                                TOKEN,
                                "canary0123",
                                "canary4567",
                                "Q0FOQVJZ".repeat(10));
        List<Reply> replies =
                List.of(
                        error("AuthFailure.SignatureFailure", echo),
                        error("InternalError", echo),
                        error(Samples.KEYS.secretKey(), echo),
                        ok("{\"InstanceIdSet\":{\"" + echo + "\":1}}"),
                        new Reply.Text(200, Map.of(), echo),
                        new Reply.Text(500, Map.of(), echo),
                        new Reply.Drop());
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        root.setLevel(Level.DEBUG);
        root.addAppender(lines);

        // When
        StringBuilder shown = new StringBuilder();
        try (TencentCloud provider = withToken()) {
            for (Reply reply : replies) {
                cloud.answer(reply);
                shown.append(provider.launch(Samples.full(), Samples.NEVER));
                shown.append(provider.terminate(Samples.REGION, List.of("i"), true, Samples.NEVER));
                shown.append(provider.list(Samples.REGION));
                shown.append(provider.owner());
                shown.append(provider);
            }
        } finally {
            root.detachAppender(lines);
            root.setLevel(before);
        }
        shown.append(settingsWithToken());
        lines.list.forEach(line ->
                shown.append(line.getFormattedMessage())
                        .append(line.getKeyValuePairs())
                        .append(line.getThrowableProxy()));

        // Then
        assertThat(lines.list).isNotEmpty();
        assertThat(shown.toString())
                .contains("AuthFailure.SignatureFailure", "user data ***")
                .doesNotContainIgnoringCase("canary")
                .doesNotContain("Q0FOQVJZ", "IyEvYmlu");
    }

    private TencentCloud withToken() {
        return new TencentCloud(settingsWithToken());
    }

    private TencentSettings settingsWithToken() {
        return new TencentSettings(
                Site.CHINA,
                cloud.endpoint(),
                "cluster",
                new TencentCredentials(Samples.KEYS.secretId(), Samples.KEYS.secretKey(), TOKEN));
    }
}
