package io.spotkeeper.operator.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointPolicyTest {
    private final EndpointPolicy policy =
            new EndpointPolicy(Set.of("127.0.0.1:18080", "proxy:443", "Proxy.Example.COM:8443"));

    @Test
    void noEndpointIsTheVendorsOwn() {
        assertThat(policy.refusal(null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:18080",
                "https://proxy",
                "https://proxy:443",
                "https://PROXY",
                "https://proxy.example.com:8443",
                "https://Proxy.Example.COM:8443",
                "https://cvm.tencentcloudapi.com",
                "https://cvm.intl.tencentcloudapi.com",
                "https://cvm.ap-shanghai-fsi.tencentcloudapi.com",
                "https://ecs.cn-south-1.myhuaweicloud.com",
                "https://iam.myhuaweicloud.com"
            })
    void allowsWhatWasAllowedAndTheVendors(String endpoint) {
        assertThat(policy.refusal(endpoint)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:18081",
                "http://127.0.0.1",
                "http://proxy",
                "https://169.254.169.254",
                "https://cvm.tencentcloudapi.com.",
                "https://2852039166",
                "https://[::ffff:169.254.169.254]",
                "https://x.tencentcloudapi.com@169.254.169.254",
                "https://tencentcloudapi.com.evil.example",
                "https://eviltencentcloudapi.com",
                "https://myhuaweicloud.com",
                // Names that Huawei Cloud gives to things of its customers.
                "https://db.internal.cn-north-4.mysql.rds.myhuaweicloud.com",
                "https://bucket.obs.cn-north-4.myhuaweicloud.com",
                // Plain text to the vendor would show the keys' signatures to everybody.
                "http://cvm.tencentcloudapi.com",
                "https://cvm.tencentcloudapi.com:8443",
                "https://user@127.0.0.1:18081",
                "nonsense",
                // What the schema's pattern lets through and no URI can be.
                "http://[::::]",
                "http://[....]:80",
                "http://a..b:99999"
            })
    void refusesEverythingElse(String endpoint) {
        assertThat(policy.refusal(endpoint)).get().asString().contains("--allowed-endpoint");
    }
}
