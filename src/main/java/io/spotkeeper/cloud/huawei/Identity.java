package io.spotkeeper.cloud.huawei;

import com.fasterxml.jackson.databind.JsonNode;
import com.huaweicloud.sdk.core.http.HttpMethod;
import com.huaweicloud.sdk.core.http.HttpRequestDef;
import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.Fault;
import io.spotkeeper.cloud.Owner;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks IAM whose keys these are: {@code GET /v3/auth/domains}, the accounts that their holder may
 * act in, which for a key is the one that it belongs to.
 */
final class Identity {
    private static final HttpRequestDef<Object, JsonNode> DOMAINS =
            HttpRequestDef.builder(HttpMethod.GET, Object.class, JsonNode.class)
                    .withUri("/v3/auth/domains")
                    .withName("KeystoneListAuthDomains")
                    .withContentType("application/json")
                    .build();

    private final Clients clients;
    private final Sdk sdk;
    private final String domainId;

    /**
     * For one account.
     *
     * @param domainId the account that its owner named
     */
    Identity(Clients clients, Sdk sdk, String domainId) {
        this.clients = clients;
        this.sdk = sdk;
        this.domainId = domainId;
    }

    /** The account of the keys; refused when it is not the one that was named. */
    Owner owner() {
        Answer<JsonNode> answer =
                sdk.read(
                        DOMAINS.getName(),
                        () -> clients.iam().syncInvokeHttp(new Object(), DOMAINS));
        return switch (answer) {
            case Answer.Missing<JsonNode>(Fault fault) -> new Owner.Failed(fault.failure());
            case Answer.Given<JsonNode>(JsonNode body) -> owner(body);
        };
    }

    private Owner owner(JsonNode body) {
        List<String> ids = new ArrayList<>();
        body.path("domains")
                .forEach(domain -> {
                    String id = domain.path("id").asText("");
                    if (!id.isEmpty()) {
                        ids.add(id);
                    }
                });
        if (ids.isEmpty()) {
            return new Owner.Failed(Sdk.unreadable("the key's account is not named").failure());
        }
        return ids.contains(domainId)
                ? new Owner.Identified(domainId)
                : new Owner.Failed(
                        new CloudFailure.Unauthorized(
                                "OtherDomain",
                                "the key belongs to the account "
                                        + String.join(", ", ids)
                                        + ", not to huawei.domainId "
                                        + domainId));
    }
}
