package io.spotkeeper.operator.cloudgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import io.spotkeeper.api.v1alpha1.CapacityStatus;
import io.spotkeeper.api.v1alpha1.CloudGroupStatus;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.cloud.HandTime;
import io.spotkeeper.cloud.RequestBudget;
import io.spotkeeper.keeper.Timing;
import io.spotkeeper.operator.cloudgroup.ScriptedGroups.Fate;
import io.spotkeeper.operator.fleet.FleetLooks;
import io.spotkeeper.operator.status.Conditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks at one group, by a clock that is moved by hand. */
class GroupPassTest {
    private static final Timing TIMING = Timing.DEFAULT.accepting(Duration.ofMinutes(15));

    private final HandTime time = new HandTime();
    private final ScriptedGroups cloud = new ScriptedGroups();
    private final List<GroupNews> news = new ArrayList<>();
    private GroupMemory memory = new GroupMemory();
    private AutoLaunchGroup object = Groups.group("");
    private int conflicts;
    private boolean limited;

    /** The object in memory. */
    private final GroupStore store =
            new GroupStore() {
                @Override
                public AutoLaunchGroup object() {
                    return object;
                }

                @Override
                public boolean write(FleetStatus after) {
                    if (conflicts > 0) {
                        conflicts--;
                        return false;
                    }
                    object.setStatus(after);
                    return true;
                }

                @Override
                public boolean record(Function<FleetStatus, @Nullable FleetStatus> change) {
                    FleetStatus after = change.apply(status());
                    return after != null && write(after);
                }

                @Override
                public void addFinalizer() {
                    object.addFinalizer(FleetLooks.FINALIZER);
                }

                @Override
                public void removeFinalizer() {
                    object.removeFinalizer(FleetLooks.FINALIZER);
                }
            };

    private Next look() {
        memory.about(List.of(object.getMetadata().getGeneration()));
        return new GroupPass(
                        new GroupScene(
                                store,
                                new GroupScene.Cloud(cloud, new RequestBudget(time), limited),
                                memory,
                                news::add,
                                time,
                                TIMING))
                .look();
    }

    /** Looks as often as it asks for, for so long; true when it let go. */
    private boolean run(Duration duration) {
        Duration left = duration;
        while (true) {
            if (!(look() instanceof Next.Again(Duration delay))) {
                return true;
            }
            if (delay.compareTo(left) > 0) {
                return false;
            }
            left = left.minus(delay);
            time.advance(delay);
        }
    }

    private void edit(AutoLaunchGroup spec) {
        object.setSpec(spec.getSpec());
        object.getMetadata().setGeneration(object.getMetadata().getGeneration() + 1);
    }

    private void delete() {
        object.setMetadata(
                new ObjectMetaBuilder(object.getMetadata())
                        .withDeletionTimestamp("2026-03-01T00:00:00Z")
                        .build());
    }

    private Condition ready() {
        return Conditions.find(store.status().conditions(), "Ready").orElseThrow();
    }

    private CloudGroupStatus group() {
        return Objects.requireNonNull(store.group());
    }

    private List<String> told() {
        return news.stream().map(GroupNews::reason).toList();
    }

    private void converged() {
        run(Duration.ofMinutes(1));
        assertThat(ready().getReason()).isEqualTo("AtTarget");
        news.clear();
    }

    // ---- exactly once ----

    @Test
    void asksOnceAndMirrors() {
        run(Duration.ofMinutes(10));

        assertThat(cloud.count("create")).isEqualTo(1);
        assertThat(ready().getStatus()).isEqualTo("True");
        assertThat(group().id()).isNotNull();
        assertThat(group().askedAt()).isNull();
        assertThat(told()).containsExactly("GroupCreated");
        assertThat(object.hasFinalizer(FleetLooks.FINALIZER)).isTrue();
    }

    @Test
    void writesBeforeItAsks() {
        look();
        look();
        conflicts = 1;

        look();

        assertThat(cloud.count("create")).isZero();
    }

    @Test
    void makesAndChangesNothingUnderAnAccountsLimits() {
        limited = true;
        run(Duration.ofMinutes(10));

        assertThat(cloud.count("create")).isZero();
        assertThat(ready().getReason()).isEqualTo("NotOffered");
        assertThat(object.hasFinalizer(FleetLooks.FINALIZER)).isFalse();

        limited = false;
        converged();
        limited = true;
        edit(Groups.edited("", "targetCapacity: 4", "targetCapacity: 9"));
        run(Duration.ofMinutes(10));

        assertThat(cloud.count("update")).isZero();
        assertThat(ready().getReason()).isEqualTo("NotOffered");
        assertThat(ready().getMessage()).contains("spec.limits", "management Operator");
        assertThat(group().status()).isEqualTo("ACTIVE");

        delete();
        run(Duration.ofMinutes(1));

        assertThat(cloud.count("delete")).isEqualTo(1);
    }

    @Test
    void adoptsWhatWasNotAnswered() {
        cloud.fates.add(Fate.LOST_AFTER);

        run(Duration.ofHours(1));

        assertThat(cloud.count("create")).isEqualTo(1);
        assertThat(cloud.groups).hasSize(1);
        assertThat(ready().getReason()).isEqualTo("AtTarget");
        assertThat(told()).containsExactly("GroupAdopted");
    }

    @Test
    void asksAgainOnlyWhenTwoListingsAgree() {
        cloud.fates.add(Fate.LOST_BEFORE);

        run(TIMING.settleWait().minusSeconds(5));
        long early = cloud.count("create");
        String reason = ready().getReason();
        run(Duration.ofMinutes(2));

        assertThat(early).isEqualTo(1);
        assertThat(reason).isEqualTo("Launching");
        assertThat(cloud.count("create")).isEqualTo(2);
        assertThat(cloud.groups).hasSize(1);
        assertThat(told()).containsExactly("GroupNotFound", "GroupCreated");
    }

    @Test
    void asksNothingWhenALateGroupAppears() {
        cloud.fates.add(Fate.LOST_BEFORE);
        run(Duration.ofMinutes(10));

        cloud.add(ProviderOrder.of(object));
        run(Duration.ofHours(1));

        assertThat(cloud.count("create")).isEqualTo(1);
        assertThat(told()).containsExactly("GroupAdopted");
    }

    @Test
    void anotherProcessWaitsAsLong() {
        cloud.fates.add(Fate.LOST_BEFORE);
        run(Duration.ofMinutes(15));

        memory = new GroupMemory();
        run(Duration.ofMinutes(15));

        assertThat(cloud.count("create")).isEqualTo(1);
    }

    @Test
    void adoptsWhenItsStatusWasWiped() {
        converged();

        object.setStatus(null);
        run(Duration.ofHours(1));

        assertThat(cloud.count("create")).isEqualTo(1);
        assertThat(group().id()).isNotNull();
        assertThat(group().order()).isEqualTo(ProviderOrder.kept(ProviderOrder.of(object)));
        assertThat(told()).containsExactly("GroupAdopted");
    }

    @Test
    void adoptsWhenItsStatusIsFromBeforeTheCreation() {
        look();
        FleetStatus old = store.status();
        converged();

        object.setStatus(old);
        memory = new GroupMemory();
        run(Duration.ofHours(1));

        assertThat(cloud.count("create")).isEqualTo(1);
        assertThat(cloud.groups).hasSize(1);
    }

    @Test
    void looksForTheIdThatCouldNotBeWritten() {
        look();
        look();

        // The intent is written, the answer is not.
        look();
        object.setStatus(
                store.status().toBuilder()
                        .group(
                                new CloudGroupStatus(
                                        null,
                                        Groups.NAME,
                                        null,
                                        null,
                                        time.now(),
                                        null,
                                        group().order()))
                        .build());
        run(Duration.ofHours(1));

        assertThat(cloud.count("create")).isEqualTo(1);
        assertThat(group().id()).isEqualTo(cloud.groups.keySet().iterator().next());
    }

    // ---- refusals ----

    @Test
    void tellsARefusalOnceAndAsksEverMoreRarely() {
        for (int i = 0; i < 1000; i++) {
            cloud.fates.add(Fate.REFUSED);
        }

        run(Duration.ofHours(2));

        assertThat(cloud.count("create")).isBetween(12L, 20L);
        assertThat(ready().getReason()).isEqualTo("InvalidTemplate");
        assertThat(ready().getMessage()).contains("no such template", "Ecs.0005");
        assertThat(told()).containsExactly("InvalidTemplate");
        assertThat(group().askedAt()).isNull();
    }

    @Test
    void asksAtOnceWhenTheSpecIsAnother() {
        for (int i = 0; i < 5; i++) {
            cloud.fates.add(Fate.REFUSED);
        }
        run(Duration.ofMinutes(2));

        cloud.fates.clear();
        edit(Groups.edited("", "version: \"1.0\"", "version: \"2\""));
        run(Duration.ofSeconds(5));

        assertThat(ready().getReason()).isEqualTo("AtTarget");
    }

    // ---- change ----

    @Test
    void changesInPlace() {
        converged();

        edit(Groups.edited("", "targetCapacity: 4", "targetCapacity: 9"));
        run(Duration.ofMinutes(1));

        assertThat(cloud.count("update")).isEqualTo(1);
        assertThat(cloud.count("create")).isEqualTo(1);
        assertThat(cloud.only().order.terms().target()).isEqualTo(9);
        assertThat(told()).containsExactly("GroupUpdated");
        assertThat(ready().getReason()).isEqualTo("AtTarget");
    }

    @Test
    void announcesThatItIsMadeAnew() {
        converged();
        String before = group().id();

        edit(Groups.edited("", "2.5", "2"));
        look();

        assertThat(told()).containsExactly("GroupReplaced");
        assertThat(news.getFirst().message()).contains("regions[0].overrides", before);
        assertThat(ready().getMessage()).contains("regions[0].overrides");
        assertThat(cloud.count("delete")).isEqualTo(1);
        cloud.groups.clear();
        run(Duration.ofMinutes(1));
        assertThat(cloud.count("create")).isEqualTo(2);
        assertThat(group().id()).isNotEqualTo(before);
        assertThat(group().endingSince()).isNull();
        assertThat(told()).containsExactly("GroupReplaced", "GroupCreated");
        assertThat(ready().getReason()).isEqualTo("AtTarget");
    }

    @Test
    void leavesAPausedGroupAlone() {
        converged();

        edit(Groups.edited("paused: true", "targetCapacity: 4", "targetCapacity: 9"));
        run(Duration.ofMinutes(10));

        assertThat(cloud.count("update")).isZero();
        assertThat(ready().getReason()).isEqualTo("Paused");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fate.class,
            names = {"ANSWERED", "REFUSED"})
    void aDryRunIsCheckedAndNothingElse(Fate fate) {
        object = Groups.group("dryRun: true");
        for (int i = 0; i < 100; i++) {
            cloud.fates.add(fate);
        }

        run(Duration.ofMinutes(10));

        assertThat(cloud.count("create")).isZero();
        assertThat(ready().getReason())
                .isEqualTo(fate == Fate.REFUSED ? "InvalidTemplate" : "DryRun");
        assertThat(cloud.count("check")).isLessThanOrEqualTo(fate == Fate.REFUSED ? 12 : 1);
        assertThat(object.hasFinalizer(FleetLooks.FINALIZER)).isFalse();
    }

    @Test
    void asksForNoGroupWhoseWindowIsOver() {
        object = Groups.group("validUntil: '2021-04-06T15:58:13Z'");

        run(Duration.ofMinutes(10));

        assertThat(cloud.calls).isEmpty();
        assertThat(ready().getReason()).isEqualTo("Expired");
        FleetStatus status = Objects.requireNonNull(object.getStatus());
        assertThat(status.replicas()).isZero();
        assertThat(status.capacity()).isEqualTo(new CapacityStatus("4", "4", "0", "0", "0", "0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Terminate", "Retain"})
    void endsAGroupWhoseWindowIsMovedIntoThePast(String behavior) {
        object = Groups.group("expirationBehavior: " + behavior);
        converged();

        edit(
                Groups.edited(
                        "expirationBehavior: " + behavior,
                        "stableCapacity: 6",
                        "validUntil: '2021-04-06T15:58:13Z'"));
        run(Duration.ofMinutes(1));
        cloud.groups.clear();
        run(Duration.ofHours(1));

        assertThat(cloud.count(behavior.equals("Retain") ? "deleteGroupOnly" : "delete"))
                .isEqualTo(1);
        assertThat(cloud.count("create")).isEqualTo(1);
        assertThat(ready().getReason()).isEqualTo("Expired");
        assertThat(told()).containsExactly(behavior.equals("Retain") ? "Released" : "GroupEnded");
    }

    // ---- somebody else ----

    @ParameterizedTest
    @ValueSource(strings = {"", "type: Request"})
    void aGroupThatSomebodyDeletedIsMadeAgainUnlessItWasARequest(String type) {
        object = Groups.group(type);
        run(Duration.ofMinutes(1));
        news.clear();

        cloud.groups.clear();
        run(TIMING.visibilityGrace().minusSeconds(30));
        assertThat(news).isEmpty();
        run(Duration.ofMinutes(5));

        assertThat(told()).startsWith("GroupLost");
        assertThat(cloud.count("create")).isEqualTo(type.isEmpty() ? 2 : 1);
        assertThat(ready().getReason()).isEqualTo(type.isEmpty() ? "AtTarget" : "RequestCompleted");
        if (!type.isEmpty()) {
            edit(Groups.edited(type, "targetCapacity: 4", "targetCapacity: 5"));
            run(Duration.ofMinutes(1));
            assertThat(cloud.count("create")).isEqualTo(2);
        }
    }

    @Test
    void oneAnswerThatItIsGoneIsNoProof() {
        converged();
        Map<String, ScriptedGroups.Group> hidden = new LinkedHashMap<>(cloud.groups);

        cloud.groups.clear();
        run(Duration.ofMinutes(2));
        cloud.groups.putAll(hidden);
        run(Duration.ofHours(1));

        assertThat(cloud.count("create")).isEqualTo(1);
        assertThat(ready().getReason()).isEqualTo("AtTarget");
        assertThat(news).isEmpty();
    }

    // ---- deletion ----

    @ParameterizedTest
    @ValueSource(strings = {"Terminate", "Retain"})
    void isDeletedAsItsPolicySays(String policy) {
        object = Groups.group("deletionPolicy: " + policy);
        run(Duration.ofMinutes(1));
        news.clear();

        delete();
        boolean early = run(Duration.ofMinutes(1));
        cloud.groups.clear();
        boolean gone = run(Duration.ofMinutes(1));

        assertThat(early).isFalse();
        assertThat(gone).isTrue();
        assertThat(cloud.count(policy.equals("Retain") ? "deleteGroupOnly" : "delete"))
                .isEqualTo(1);
        assertThat(told()).containsExactly(policy.equals("Retain") ? "Released" : "GroupDeleted");
        assertThat(news.getFirst().instances()).hasSize(4);
    }

    @Test
    void isNotLetGoWhileACreationIsInDoubt() {
        cloud.fates.add(Fate.LOST_BEFORE);
        run(Duration.ofSeconds(5));

        delete();
        boolean early = run(TIMING.settleWait().minusMinutes(1));
        cloud.add(ProviderOrder.of(object));
        run(Duration.ofMinutes(2));
        cloud.groups.clear();

        assertThat(early).isFalse();
        assertThat(cloud.count("delete")).isEqualTo(1);
        assertThat(run(Duration.ofMinutes(2))).isTrue();
        assertThat(cloud.count("create")).isEqualTo(1);
    }

    @Test
    void isLetGoWhenNothingWasEverAsked() {
        look();
        look();

        delete();

        assertThat(look()).isInstanceOf(Next.LetGo.class);
        assertThat(cloud.count("create")).isZero();
    }
}
