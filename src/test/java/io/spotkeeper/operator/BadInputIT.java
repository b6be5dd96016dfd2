package io.spotkeeper.operator;

import static io.spotkeeper.operator.Tenant.check;
import static io.spotkeeper.operator.Tenant.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.spotkeeper.api.v1alpha1.CloudAccountSpec;
import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.api.v1alpha1.Site;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What the API server cannot refuse and the cloud cannot do: a condition names the cause, nothing
 * runs hot meanwhile, deletion ends, and the fleet comes up by itself when the cause is gone.
 */
class BadInputIT {
    private static final Duration WATCHED = Duration.ofSeconds(3);

    /** A refused launch costs two status writes, and cool-downs here begin at one second. */
    private static final int MOST_WRITES = 16;

    private static final int MOST_LAUNCHES = 8;

    /** Listings every 300 ms, prices, and the account twice a second. */
    private static final int MOST_CALLS = 50;

    @RegisterExtension private static final Trial TRIAL = Trial.of("bad-input");

    private static final EmulatedCloud cloud = TRIAL.cloud();

    // ---- what the cloud refuses ----

    @Test
    void unknownImage() {
        Tenant tenant = Tenant.ready(cloud);
        String image = "img-" + UUID.randomUUID().toString().substring(0, 8);
        tellsTheCause(
                tenant,
                "template: {imageId: " + image + "}",
                ConditionReason.InvalidTemplate,
                "InvalidImageId.NotFound");

        cloud.post("images", "{'id': '%s', 'present': true}".formatted(image));

        tenant.awaitAtTarget("web", 3);
    }

    @Test
    void priceBelowTheMarket() {
        Tenant tenant = Tenant.ready(cloud);
        tellsTheCause(tenant, "maxPrice: \"0.02\"", ConditionReason.PriceBelowMarket, "0.02");

        tenant.patch("web", "{maxPrice: \"2.00\"}");

        tenant.awaitAtTarget("web", 3);
    }

    @Test
    void noStockAnywhere() {
        Tenant tenant = Tenant.ready(cloud);
        cloud.stock("ap-guangzhou-4", "S5.LARGE8", 0);
        tellsTheCause(
                tenant,
                """
                instanceTypes: [S5.LARGE8]
                placements: [{zone: ap-guangzhou-4}]
                """,
                ConditionReason.NoCapacity,
                "S5.LARGE8 in ap-guangzhou-4");

        cloud.stock("ap-guangzhou-4", "S5.LARGE8", 50);

        tenant.awaitAtTarget("web", 3);
    }

    @Test
    void unknownZone() {
        Tenant tenant = Tenant.ready(cloud);
        tellsTheCause(
                tenant,
                "placements: [{zone: ap-guangzhou-99}]",
                ConditionReason.NotOffered,
                "ap-guangzhou-99");

        tenant.patch("web", "{placements: [{zone: ap-guangzhou-3}]}");

        tenant.awaitAtTarget("web", 3);
    }

    @Test
    void zoneWithoutSpot() {
        Tenant tenant = Tenant.ready(cloud);
        tellsTheCause(
                tenant,
                """
                instanceTypes: [S2.MEDIUM4]
                placements: [{zone: ap-guangzhou-2}]
                """,
                ConditionReason.NotOffered,
                "ap-guangzhou-2");

        tenant.patch("web", "{market: OnDemand}");

        tenant.awaitAtTarget("web", 3);
    }

    @Test
    void accountWithoutSpotAccess() {
        Tenant tenant = Tenant.ready(cloud);
        cloud.post(
                "accounts", "{'secretId': '%s', 'spotAllowed': false}".formatted(tenant.secretId));
        tellsTheCause(tenant, "", ConditionReason.AccountBlocked, "spot");

        cloud.post(
                "accounts", "{'secretId': '%s', 'spotAllowed': true}".formatted(tenant.secretId));

        tenant.awaitAtTarget("web", 3);
    }

    // ---- what is wrong with the account ----

    @Test
    void wrongKey() {
        Tenant tenant = Tenant.bare(cloud);
        tenant.secret(tenant.secretId, "wrong");
        tenant.account();
        tellsTheCause(tenant, "", ConditionReason.CredentialsInvalid, "AuthFailure");
        assertThat(tenant.accountReady().getReason()).isEqualTo("CredentialsInvalid");

        tenant.secret(tenant.secretId, tenant.secretKey);

        tenant.awaitAtTarget("web", 3);
    }

    @Test
    void keyThatIsRevokedWhileFleetsRun() {
        Tenant tenant = Tenant.ready(cloud);
        tenant.environment("web", "");
        tenant.awaitAtTarget("web", 3);

        cloud.post("accounts", "{'secretId': '%s', 'enabled': false}".formatted(tenant.secretId));

        Condition ready = tenant.awaitReason("web", "CredentialsInvalid");
        assertThat(ready.getMessage()).contains("AuthFailure");
        eventually(() ->
                check(
                        "CredentialsInvalid".equals(tenant.accountReady().getReason()),
                        tenant.accountReady()));
        isCalm(tenant);
        cloud.post("accounts", "{'secretId': '%s', 'enabled': true}".formatted(tenant.secretId));
        tenant.awaitAtTarget("web", 3);
        assertThat(cloud.peak(tenant.uid("web"))).isEqualTo(3);
    }

    @Test
    void noSecret() {
        Tenant tenant = Tenant.bare(cloud);
        tenant.account();
        tellsTheCause(tenant, "", ConditionReason.CredentialsMissing, "no Secret tencent");

        tenant.secret(tenant.secretId, tenant.secretKey);

        tenant.awaitAtTarget("web", 3);
    }

    @Test
    void secretWithoutKeys() {
        Tenant tenant = Tenant.bare(cloud);
        tenant.secret(Map.of("user", "nobody"));
        tenant.account();
        tellsTheCause(tenant, "", ConditionReason.CredentialsMissing, "secretId and secretKey");

        tenant.secret(tenant.secretId, tenant.secretKey);

        tenant.awaitAtTarget("web", 3);
    }

    @Test
    void noAccount() {
        Tenant tenant = Tenant.bare(cloud);
        tenant.secret(tenant.secretId, tenant.secretKey);
        tellsTheCause(tenant, "", ConditionReason.AccountNotFound, "no CloudAccount tencent");

        tenant.account();

        tenant.awaitAtTarget("web", 3);
    }

    @Test
    void endpointThatIsNotAllowed() {
        Tenant tenant = Tenant.bare(cloud);
        tenant.secret(tenant.secretId, tenant.secretKey);
        tenant.account("endpoint: http://127.0.0.1:9");
        tellsTheCause(tenant, "", ConditionReason.AccountBlocked, "--allowed-endpoint 127.0.0.1:9");

        tenant.accountResource()
                .edit(account -> {
                    CloudAccountSpec spec = account.getSpec();
                    account.setSpec(
                            new CloudAccountSpec(
                                    spec.provider(),
                                    spec.site(),
                                    spec.credentials(),
                                    spec.huawei(),
                                    cloud.address().toString(),
                                    spec.allowedInstanceRoles(),
                                    spec.limits()));
                    return account;
                });

        tenant.awaitAtTarget("web", 3);
    }

    @Test
    void accountThatIsMovedAwayFromItsInstances() {
        Tenant tenant = Tenant.ready(cloud);
        tenant.environment("web", "");
        tenant.awaitAtTarget("web", 3);

        site(tenant, Site.International);

        Condition ready = tenant.awaitReason("web", "CredentialsInvalid");
        assertThat(ready.getMessage()).contains("spec.site and spec.endpoint were China");
        isCalm(tenant);
        assertThat(liveOf(tenant)).hasSize(3);
        site(tenant, Site.China);
        tenant.awaitAtTarget("web", 3);
        assertThat(cloud.peak(tenant.uid("web"))).isEqualTo(3);
    }

    private static void site(Tenant tenant, Site site) {
        tenant.accountResource()
                .edit(account -> {
                    CloudAccountSpec spec = account.getSpec();
                    account.setSpec(
                            new CloudAccountSpec(
                                    spec.provider(),
                                    site,
                                    spec.credentials(),
                                    spec.huawei(),
                                    spec.endpoint(),
                                    spec.allowedInstanceRoles(),
                                    spec.limits()));
                    return account;
                });
    }

    // ---- credentials that are lost too early ----

    @Test
    void terminatesWithTheLastGoodKeyWhenTheSecretGoesFirst() {
        Tenant tenant = Tenant.ready(cloud);
        tenant.environment("web", "");
        tenant.awaitAtTarget("web", 3);
        tenant.deleteSecret();
        tenant.awaitReason("web", "CredentialsMissing");

        tenant.resource("web").delete();

        tenant.awaitGone("web");
        assertThat(liveOf(tenant)).isEmpty();
    }

    @Test
    void namesTheWayOutWhenNobodyHasTheKeyAnyMore() {
        Tenant tenant = Tenant.ready(cloud);
        tenant.environment("web", "desiredCount: 60");
        tenant.awaitAtTarget("web", 60);
        String uid = tenant.uid("web");
        List<String> ids = liveOf(tenant);
        tenant.deleteSecret();
        TRIAL.operator().kill();
        TRIAL.operator().startAgain();
        tenant.resource("web").delete();

        Condition ready = tenant.awaitReason("web", "CredentialsLost");
        assertThat(ready.getMessage())
                .contains("spotkeeper.io/abandon=" + uid)
                .contains("no Secret tencent");
        assertThat(Tenant.condition(tenant.status("web").conditions(), "Stalled").getStatus())
                .isEqualTo("True");
        tenant.annotate("web", "spotkeeper.io/abandon", "something-else");
        isCalm(tenant);
        assertThat(tenant.resource("web").get()).isNotNull();
        tenant.annotate("web", "spotkeeper.io/abandon", uid);
        tenant.awaitGone("web");
        String told =
                String.join(
                        "\n",
                        tenant.events("web", "Abandoned").stream()
                                .map(event -> event.getMessage())
                                .toList());
        assertThat(ids).hasSize(60).allMatch(told::contains);
        assertThat(liveOf(tenant)).hasSize(60);
    }

    private static List<String> liveOf(Tenant tenant) {
        return cloud.instancesOf(tenant.uin).stream()
                .filter(row -> List.of("PENDING", "RUNNING").contains(row.path("state").asText()))
                .map(row -> row.path("id").asText())
                .toList();
    }

    // ---- the same for all ----

    /** Two environments: one is deleted again, the other, "web", waits for its cure. */
    private static void tellsTheCause(
            Tenant tenant, String spec, ConditionReason reason, String cause) {
        tenant.environment("web", spec);
        tenant.environment("doomed", spec);

        Condition ready = tenant.awaitReason("web", reason.name());
        tenant.awaitReason("doomed", reason.name());
        assertThat(ready.getStatus()).isEqualTo("False");
        assertThat(ready.getMessage()).contains(cause);
        boolean stalled = reason.progress() == ConditionReason.Progress.Stalled;
        Condition before = Tenant.condition(tenant.status("web").conditions(), "Stalled");
        assertThat(before.getStatus()).isEqualTo(stalled ? "True" : "False");
        assertThat(tenant.status("web").nextAction()).as("the next try").isNotNull();
        isCalm(tenant);
        // It was tried again meanwhile: what needs a person goes on needing one.
        Condition after = Tenant.condition(tenant.status("web").conditions(), "Stalled");
        assertThat(after.getStatus()).isEqualTo(before.getStatus());
        assertThat(after.getLastTransitionTime()).isEqualTo(before.getLastTransitionTime());
        tenant.resource("doomed").delete();
        tenant.awaitGone("doomed");
        assertThat(tenant.ready("web").getReason()).isNotEqualTo("AtTarget");
    }

    /** Few calls and few writes in a while. */
    private static void isCalm(Tenant tenant) {
        long calls = cloud.callCount(tenant.secretId, false);
        int launches = cloud.calls(tenant.secretId, "RunInstances").size();
        AtomicInteger writes = new AtomicInteger();
        try (Watch watch = tenant.resource("web").watch(new Counter(writes))) {
            // This is how long is watched, not how long something may take.
            await().pollDelay(WATCHED).atMost(WATCHED.multipliedBy(3)).until(() -> true);
            assertThat(watch).isNotNull();
        }
        assertThat(writes.get()).as("status writes").isLessThanOrEqualTo(MOST_WRITES);
        assertThat(cloud.calls(tenant.secretId, "RunInstances").size() - launches)
                .as("launches tried")
                .isLessThanOrEqualTo(2 * MOST_LAUNCHES);
        assertThat(cloud.callCount(tenant.secretId, false) - calls)
                .as("calls")
                .isLessThanOrEqualTo(MOST_CALLS);
    }

    private record Counter(AtomicInteger count) implements Watcher<ComputeEnvironment> {
        @Override
        public void eventReceived(Action action, ComputeEnvironment environment) {
            if (action == Action.MODIFIED) {
                count.incrementAndGet();
            }
        }

        @Override
        public void onClose(@Nullable WatcherException cause) {}
    }
}
