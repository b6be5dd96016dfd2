package io.spotkeeper.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a record keeps, what it forgets, and what it never tells. */
class RecordsTest {
    private static Activity activity(String message, int ids) {
        return new Activity(
                Activity.Type.LAUNCH,
                true,
                "cause",
                "Launched",
                message,
                IntStream.range(0, ids).mapToObj(i -> "i-" + i).toList(),
                ids,
                Scene.NOW,
                Scene.NOW);
    }

    private static UserData data(String text) {
        return new UserData(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theNewestActivitiesAreKept() {
        List<Activity> many =
                IntStream.rangeClosed(1, FleetRecord.MAX_ACTIVITIES)
                        .mapToObj(i -> activity("nr " + i, 1))
                        .toList();
        FleetRecord full = FleetRecord.EMPTY.logging(many);

        FleetRecord more = full.logging(List.of(activity("a", 1), activity("b", 1)));

        assertThat(full.activities()).isEqualTo(many.reversed());
        assertThat(more.activities())
                .hasSize(FleetRecord.MAX_ACTIVITIES)
                .extracting(Activity::message)
                .startsWith("b", "a", "nr " + FleetRecord.MAX_ACTIVITIES)
                .endsWith("nr 3");
    }

    @Test
    void nothingToLogChangesNothing() {
        assertThat(FleetRecord.EMPTY.logging(List.of())).isSameAs(FleetRecord.EMPTY);
    }

    @Test
    void theLogNamesFiveInstancesOfAnActivityAtMost() {
        Activity few = activity("few", Activity.MAX_IDS);
        Activity many = activity("many", 6);

        FleetRecord record = FleetRecord.EMPTY.logging(List.of(few, many));

        assertThat(many.instanceIds()).hasSize(6);
        assertThat(record.activities()).last().isEqualTo(few);
        assertThat(record.activities().getFirst().instanceIds())
                .containsExactly("i-0", "i-1", "i-2", "i-3", "i-4");
        assertThat(record.activities().getFirst().instanceCount()).isEqualTo(6);
    }

    @Test
    void aPoolHasItsTurnOnce() {
        Refusal refusal = new Refusal(RefusalKind.NO_CAPACITY, "SoldOut", "none");
        RequestProgress.PoolRefusal first =
                new RequestProgress.PoolRefusal(Scene.A, refusal, Scene.NOW);
        RequestProgress progress =
                new RequestProgress(1, "asked", 3, 0, List.of(), null).refusing(first);

        RequestProgress again =
                progress.refusing(
                        new RequestProgress.PoolRefusal(
                                Scene.A, refusal, Scene.NOW.plusSeconds(1)));

        assertThat(again.refusals()).containsExactly(first);
        assertThat(again.refusing(new RequestProgress.PoolRefusal(Scene.B, refusal, Scene.NOW)))
                .extracting(RequestProgress::refusals)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(2);
    }

    @Test
    void userDataIsComparedAndNeverTold() {
        UserData secret = data("secret");

        assertThat(secret).isEqualTo(data("secret")).hasSameHashCodeAs(data("secret"));
        assertThat(secret).isNotEqualTo(data("another")).isNotEqualTo(Collections.emptyList());
        assertThat(secret.hashCode()).isNotEqualTo(data("another").hashCode());
        assertThat(secret.length()).isEqualTo(6);
        assertThat(secret.bytes()).isEqualTo("secret".getBytes(StandardCharsets.UTF_8));
        assertThat(secret).hasToString("UserData[6 bytes]");
    }

    @Test
    void userDataAndTagsArePartOfATemplatesFingerprint() {
        Scene scene = new Scene().from(Scene.A);
        LaunchTemplate plain = scene.fleet().template();

        assertThat(template(plain, data("a")).fingerprint())
                .isNotEqualTo(plain.fingerprint())
                .isNotEqualTo(template(plain, data("b")).fingerprint())
                .isEqualTo(template(plain, data("a")).fingerprint())
                .hasSize(16);
    }

    private static LaunchTemplate template(LaunchTemplate t, UserData userData) {
        return new LaunchTemplate(
                t.imageId(),
                t.instanceName(),
                t.hostName(),
                t.securityGroupIds(),
                t.keyPairs(),
                userData,
                t.systemDisk(),
                t.dataDisks(),
                t.publicIp(),
                t.placementGroupId(),
                t.instanceRole(),
                t.monitorAgent(),
                t.securityAgent(),
                null,
                t.tags(),
                t.tencentProjectId(),
                t.huaweiEnterpriseProjectId());
    }

    @Test
    void anObstacleKeepsAFleetFromLaunchingAndNothingElse() {
        Scene scene = new Scene().wants(2000).from(Scene.A).live(Scene.A, 1);
        Fleet hindered =
                scene.fleet()
                        .hinderedBy(new Fleet.Obstacle(Reason.CREDENTIALS_LOST, "other owner"));

        Decision decision = FleetPlanner.decide(hindered, scene.situation());

        assertThat(decision.actions()).isEmpty();
        assertThat(decision.explanation().reason()).isEqualTo(Reason.CREDENTIALS_LOST);
        assertThat(decision.explanation().message()).isEqualTo("other owner");
    }
}
