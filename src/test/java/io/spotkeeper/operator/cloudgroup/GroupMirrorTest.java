package io.spotkeeper.operator.cloudgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.api.v1alpha1.CapacityStatus;
import io.spotkeeper.api.v1alpha1.CloudGroupStatus;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.api.v1alpha1.InstanceState;
import io.spotkeeper.api.v1alpha1.InstanceStatus;
import io.spotkeeper.api.v1alpha1.RequestStatus;
import io.spotkeeper.cloud.CloudGroups.Member;
import io.spotkeeper.cloud.GroupOrder;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the status says of the cloud's group. */
class GroupMirrorTest {
    private static final GroupOrder WANTED = ProviderOrder.of(Groups.group(""));
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private static Member member(String id, String status, Boolean spot) {
        return new Member(id, "cn-south-1a", "s3.large.2", status, spot);
    }

    private static FleetStatus asked() {
        return FleetStatus.empty().toBuilder()
                .group(new CloudGroupStatus("id-1", Groups.NAME, null, null, null, null, null))
                .build();
    }

    @Test
    void keepsTheDecimalsOfACapacity() {
        GroupMirror mirror =
                new GroupMirror(
                        WANTED,
                        Groups.shown("HANDLING", "4", "7.5", "0.5"),
                        List.of(
                                member("b", "ACTIVE", false),
                                member("a", "BUILD", false),
                                member("c", "ACTIVE", true)));

        FleetStatus status = mirror.in(asked());

        assertThat(status.capacity())
                .isEqualTo(new CapacityStatus("4", "4", "7.5", "7.5", "2.5", "5"));
        assertThat(status.replicas()).isEqualTo(7);
        assertThat(status.instances())
                .extracting(InstanceStatus::id, InstanceStatus::state)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", InstanceState.Pending),
                        org.assertj.core.groups.Tuple.tuple("b", InstanceState.Running),
                        org.assertj.core.groups.Tuple.tuple("c", InstanceState.Running));
        assertThat(Objects.requireNonNull(status.group()).taskState()).isEqualTo("HANDLING");
    }

    @ParameterizedTest
    @CsvSource({
        "FULFILLED, 5, ACTIVE, AtTarget, true",
        "FULFILLED, 5, BUILD, Launching, false",
        "FULFILLED, 2.5, ACTIVE, Launching, false",
        "HANDLING, 2.5, ACTIVE, Launching, false",
        "HANDLING, 5, ACTIVE, ScalingIn, true",
        "ERROR, 5, ACTIVE, AtTarget, true",
        "ERROR, 2.5, ACTIVE, NoCapacity, false",
    })
    void saysHowFarTheCloudIs(
            String taskState, String current, String status, String reason, boolean ready) {
        GroupMirror mirror =
                new GroupMirror(
                        WANTED,
                        Groups.shown(taskState, "4", current, "0.5"),
                        List.of(member("a", status, false), member("b", status, false)));

        Verdict verdict = mirror.verdict(null);

        assertThat(verdict.reason()).hasToString(reason);
        assertThat(verdict.ready()).isEqualTo(ready);
        assertThat(verdict.message()).contains(Groups.NAME, current + " of 4", taskState);
    }

    @Test
    void aRequestThatWasFulfilledStaysSo() {
        GroupOrder once = ProviderOrder.of(Groups.group("type: Request"));
        GroupMirror full =
                new GroupMirror(once, Groups.shown("FULFILLED", "4", "5", "0.5"), List.of());
        GroupMirror less =
                new GroupMirror(once, Groups.shown("ERROR", "4", "2.5", "0.5"), List.of());

        RequestStatus done = full.request(null, 1, NOW);
        RequestStatus later = less.request(done, 2, NOW.plusSeconds(60));
        RequestStatus failed = less.request(null, 1, NOW);

        assertThat(done.completedAt()).isEqualTo(NOW);
        assertThat(later).isEqualTo(done);
        assertThat(less.verdict(later).reason()).hasToString("RequestCompleted");
        assertThat(failed.completedAt()).isNull();
        assertThat(failed.delivered()).isEqualTo("2.5");
        assertThat(less.verdict(failed).reason()).hasToString("RequestFailed");
    }

    @Test
    void anotherRequestBeginsAnew() {
        GroupOrder once = ProviderOrder.of(Groups.group("type: Request"));
        GroupOrder more =
                ProviderOrder.of(
                        Groups.edited("type: Request", "targetCapacity: 4", "targetCapacity: 8"));
        RequestStatus done =
                new GroupMirror(once, Groups.shown("FULFILLED", "4", "5", "0.5"), List.of())
                        .request(null, 1, NOW);

        RequestStatus next =
                new GroupMirror(more, Groups.shown("FULFILLED", "4", "5", "0.5"), List.of())
                        .request(done, 2, NOW);

        assertThat(next.completedAt()).isNull();
        assertThat(next.asked()).isEqualTo("8");
        assertThat(next.generation()).isEqualTo(2);
    }

    @Test
    void namesNothingOfAGroupThatIsGone() {
        FleetStatus status = GroupMirror.gone(asked(), WANTED);

        assertThat(status.instances()).isEmpty();
        assertThat(Objects.requireNonNull(status.capacity()).live()).isEqualTo("0");
        assertThat(Objects.requireNonNull(status.group()).status()).isEqualTo("DELETED");
        assertThat(Objects.requireNonNull(status.group()).id()).isEqualTo("id-1");
    }
}
