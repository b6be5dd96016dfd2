package io.spotkeeper.cloud.huawei;

import static io.spotkeeper.cloud.huawei.Replies.error;
import static io.spotkeeper.cloud.huawei.Replies.ok;
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
import io.spotkeeper.cloud.huawei.HuaweiSettings.Site;
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
    void identifiesTheAccountOfTheKey() {
        cloud.answer(
                ok(
                        """
                        {"domains":[{"id":"domain-1","name":"me","enabled":true,"links":{"self":"s"}}],
                         "links":{"self":"s"}}
                        """));

        Owner owner = Samples.provider(cloud).owner();

        assertThat(owner).isEqualTo(new Owner.Identified("domain-1"));
        assertThat(cloud.seen().getFirst().action()).isEqualTo("GET /v3/auth/domains");
        assertThat(cloud.seen().getFirst().headers().get("authorization"))
                .startsWith("SDK-HMAC-SHA256 Access=AKcanaryCANARYcanary");
    }

    @Test
    void refusesAKeyOfAnotherAccount() {
        cloud.answer(ok("{\"domains\":[{\"id\":\"domain-2\"}]}"));

        Owner owner = Samples.provider(cloud).owner();

        assertThat(owner)
                .isEqualTo(
                        new Owner.Failed(
                                new CloudFailure.Unauthorized(
                                        "OtherDomain",
                                        "the key belongs to the account domain-2, not to"
                                                + " huawei.domainId domain-1")));
    }

    @Test
    void tellsWhenTheKeysAreWrong() {
        cloud.answer(error(401, "APIGW.0301", "Incorrect IAM authentication information"));

        Owner owner = Samples.provider(cloud).owner();

        assertThat(owner)
                .isEqualTo(
                        new Owner.Failed(
                                new CloudFailure.Unauthorized(
                                        "APIGW.0301", "Incorrect IAM authentication information")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"domains\":[]}",
                "{\"domains\":[{\"id\":\"\"}]}",
                "{\"domains\":5}",
                "[]",
                "null"
            })
    void identifiesNobodyWithoutAnAccount(String body) {
        cloud.answer(ok(body));

        assertThat(Samples.provider(cloud).owner()).isInstanceOf(Owner.Failed.class);
    }

    @ParameterizedTest
    @CsvSource({
        "CHINA, , cn-south-1, https://ecs.cn-south-1.myhuaweicloud.com,"
                + " https://bss.myhuaweicloud.com, https://iam.cn-south-1.myhuaweicloud.com",
        "INTERNATIONAL, , ap-southeast-3, https://ecs.ap-southeast-3.myhuaweicloud.com,"
                + " https://bss-intl.myhuaweicloud.com, https://iam.ap-southeast-3.myhuaweicloud.com",
        "INTERNATIONAL, , eu-west-101, https://ecs.eu-west-101.myhuaweicloud.eu,"
                + " https://bss-intl.myhuaweicloud.com, https://iam.eu-west-101.myhuaweicloud.eu",
        "CHINA, http://127.0.0.1:18080/, cn-south-1, http://127.0.0.1:18080,"
                + " http://127.0.0.1:18080, http://127.0.0.1:18080"
    })
    void asksTheHostsOfSiteAndRegionUnlessToldOtherwise(
            Site site,
            @Nullable String endpoint,
            String region,
            String ecs,
            String bss,
            String iam) {
        HuaweiSettings settings =
                new HuaweiSettings(
                        site,
                        endpoint,
                        Samples.CLUSTER,
                        Samples.DOMAIN,
                        Map.of(region, "project"),
                        Samples.KEYS);

        assertThat(settings.ecs(region)).isEqualTo(ecs);
        assertThat(settings.bss()).isEqualTo(bss);
        assertThat(settings.iam()).isEqualTo(iam);
    }

    @Test
    void asksTheGlobalHostWhereNoRegionIsKnown() {
        HuaweiSettings settings =
                new HuaweiSettings(
                        Site.CHINA, null, Samples.CLUSTER, Samples.DOMAIN, Map.of(), Samples.KEYS);

        assertThat(settings.iam()).isEqualTo("https://iam.myhuaweicloud.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:18080", "ftp://host", "http://user:canary@host"})
    void refusesAnEndpointThatIsMoreThanAHost(String endpoint) {
        assertThatThrownBy(() ->
                        new HuaweiSettings(
                                Site.CHINA,
                                endpoint,
                                Samples.CLUSTER,
                                Samples.DOMAIN,
                                Map.of(),
                                Samples.KEYS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("canary");
    }

    @Test
    void dropsWhiteSpaceAroundKeys() {
        HuaweiCredentials keys = new HuaweiCredentials(" id\n", "key\r\n", " ");

        assertThat(keys.accessKey()).isEqualTo("id");
        assertThat(keys.secretKey()).isEqualTo("key");
        assertThat(keys.securityToken()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "can\nary", "can ary", "canäry"})
    void refusesKeysThatNoRequestCanCarry(String value) {
        assertThatThrownBy(() -> new HuaweiCredentials(value, "key", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("accessKey ")
                .hasMessageNotContaining("ary");
        assertThatThrownBy(() -> new HuaweiCredentials("id", value, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("secretKey ");
    }

    @Test
    void sendsTheSessionToken() {
        cloud.answer(ok("{\"domains\":[{\"id\":\"domain-1\"}]}"));

        withToken().owner();
        withToken().list(Samples.REGION);

        assertThat(cloud.seen())
                .hasSize(2)
                .allSatisfy(seen ->
                        assertThat(seen.headers()).containsEntry("x-security-token", TOKEN));
    }

    @Test
    void neverShowsASecret() {
        // Given: a cloud that repeats all it was sent, and every way to fail
        String echo =
                "id %s key %s token %s Signature=%s Credential=%s/x user data %s"
                        .formatted(
                                Samples.KEYS.accessKey(),
                                Samples.KEYS.secretKey(),
                                TOKEN,
                                "canary0123",
                                "canary4567",
                                "Q0FOQVJZ".repeat(10));
        List<Reply> replies =
                List.of(
                        error(401, "APIGW.0301", echo),
                        error(500, "Common.0001", echo),
                        error(400, Samples.KEYS.secretKey(), echo),
                        ok("{\"serverIds\":{\"" + echo + "\":1}}"),
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
        try (HuaweiCloud provider = withToken()) {
            for (Reply reply : replies) {
                cloud.answer(reply);
                shown.append(provider.launch(Samples.full(), Samples.NEVER));
                shown.append(
                        provider.untag(Samples.REGION, List.of("i"), List.of("k"), Samples.NEVER));
                shown.append(provider.list(Samples.REGION));
                shown.append(provider.owner());
                shown.append(provider.charge(Samples.full()));
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
                .contains("APIGW.0301", "user data ***")
                .doesNotContainIgnoringCase("canary")
                .doesNotContain("Q0FOQVJZ", "IyEvYmlu");
    }

    private HuaweiCloud withToken() {
        return new HuaweiCloud(settingsWithToken());
    }

    private HuaweiSettings settingsWithToken() {
        return new HuaweiSettings(
                Site.CHINA,
                cloud.endpoint(),
                "cluster",
                Samples.DOMAIN,
                Map.of(Samples.REGION, Samples.PROJECT),
                new HuaweiCredentials(Samples.KEYS.accessKey(), Samples.KEYS.secretKey(), TOKEN));
    }
}
