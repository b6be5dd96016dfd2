package io.spotkeeper.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.CallOutcome;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.Description;
import io.spotkeeper.cloud.HandTime;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.FleetId;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.inventory.OrphanCollector.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which instances are given back because nobody owns them (rule 15). */
class OrphanCollectorTest {
    private static final Duration GRACE = Duration.ofMinutes(5);
    private static final Duration AGE = Duration.ofHours(1);

    private final HandTime time = new HandTime();
    private final StubCloud cloud = new StubCloud();
    private final OrphanCollector collector =
            new OrphanCollector("cluster", GRACE, AGE, _ -> true, time);
    private final Set<String> live = new HashSet<>();
    private final List<Instance> listed = new ArrayList<>();
    private final List<List<String>> terminated = new ArrayList<>();
    private final Set<String> stubborn = new HashSet<>();
    private final Instant old = time.now().minus(AGE.multipliedBy(2));
    private boolean ownersKnown = true;
    private boolean collecting = true;

    OrphanCollectorTest() {
        cloud.describe =
                ids -> {
                    Map<String, Instance> found = new HashMap<>();
                    listed.stream()
                            .filter(i -> ids.contains(i.id()))
                            .forEach(i -> found.put(i.id(), i));
                    return new Description.Found(found);
                };
        cloud.terminate =
                ids -> {
                    terminated.add(List.copyOf(ids));
                    Map<String, CallOutcome> outcomes = new HashMap<>();
                    ids.forEach(id ->
                            outcomes.put(
                                    id,
                                    stubborn.contains(id)
                                            ? new CallOutcome.Refused(
                                                    new CloudFailure.Protected("Locked", "locked"))
                                            : new CallOutcome.Accepted()));
                    return outcomes;
                };
    }

    private Instance instance(String id, String fleet, Instant createdAt) {
        return new Instance(
                id,
                new CapacityPool("r1", "z1", "small", Market.SPOT),
                InstanceState.RUNNING,
                Ownership.tags(
                        "cluster",
                        new FleetId(fleet, "ComputeEnvironment", "ns", "web"),
                        "intent",
                        1000),
                createdAt,
                null,
                null,
                false,
                null);
    }

    private void list(Instance... instances) {
        listed.addAll(List.of(instances));
    }

    private List<Finding> look(Duration later) {
        time.advance(later);
        Inventory inventory =
                new Inventory(
                        "r1", time.monotonicNanos(), time.monotonicNanos(), time.now(), listed);
        return collector.look(
                inventory,
                cloud,
                () -> ownersKnown ? Optional.of(Set.copyOf(live)) : Optional.empty(),
                () -> false,
                collecting);
    }

    private List<String> allTerminated() {
        return terminated.stream().flatMap(List::stream).toList();
    }

    @Test
    void collectsWhatTwoListingsAGraceApartShowWithoutAnOwner() {
        // Given
        live.add("living");
        list(
                instance("orphan", "gone", old),
                instance("owned", "living", old),
                instance("young", "gone", time.now()));

        // When
        assertThat(look(Duration.ZERO)).isEmpty();
        assertThat(look(GRACE.minusMillis(1))).isEmpty();
        List<Finding> findings = look(Duration.ofMillis(1));

        // Then
        assertThat(findings)
                .hasSize(1)
                .allMatch(f -> f instanceof Finding.Collected && f.orphan().id().equals("orphan"));
        assertThat(allTerminated()).containsExactly("orphan");
    }

    @Test
    void collectsNothingWhileTheOwnersAreNotKnown() {
        list(instance("orphan", "gone", old));
        ownersKnown = false;

        look(Duration.ZERO);
        look(GRACE);

        assertThat(terminated).isEmpty();
    }

    @Test
    void datesTheAbsenceOfAnOwnerByTheListThatLacksIt() {
        // Given
        list(instance("orphan", "gone", old));
        Inventory early =
                new Inventory(
                        "r1", time.monotonicNanos(), time.monotonicNanos(), time.now(), listed);
        time.advance(GRACE);

        // When
        collector.look(early, cloud, () -> Optional.of(Set.of()), () -> false, true);
        look(GRACE.minusMillis(1));

        // Then
        assertThat(terminated).isEmpty();
        look(Duration.ofMillis(1));
        assertThat(allTerminated()).containsExactly("orphan");
    }

    @Test
    void whatWasGoneInBetweenStartsAnew() {
        // Given
        Instance orphan = instance("orphan", "gone", old);
        list(orphan, instance("another", "gone", old));
        look(Duration.ZERO);

        // When
        listed.remove(orphan);
        look(Duration.ofSeconds(10));
        list(orphan);
        look(GRACE);

        // Then
        assertThat(allTerminated()).containsExactly("another");
        look(GRACE);
        assertThat(allTerminated()).contains("orphan");
    }

    @Test
    void thoseThatCannotBeGivenBackDoNotKeepTheOthersWaiting() {
        // Given
        IntStream.range(0, 8).forEach(i -> list(instance("i-" + i, "gone", old)));
        IntStream.range(0, 5).forEach(i -> stubborn.add("i-" + i));
        look(Duration.ZERO);

        // When
        List<Finding> first = look(GRACE);
        look(Duration.ofSeconds(10));

        // Then
        assertThat(first).hasSize(5).allMatch(f -> f instanceof Finding.Reported);
        assertThat(terminated)
                .containsExactly(
                        List.of("i-0", "i-1", "i-2", "i-3", "i-4"), List.of("i-5", "i-6", "i-7"));
    }

    @Test
    void aFailedTerminationIsTriedAgainEverMoreRarely() {
        // Given
        stubborn.add("i-0");
        list(instance("i-0", "gone", old));
        look(Duration.ZERO);
        look(GRACE);

        // When
        for (int listing = 0; listing < 360; listing++) {
            look(Duration.ofSeconds(10));
        }

        // Then
        assertThat(terminated).as("within an hour").hasSizeBetween(4, 7);
        stubborn.clear();
        assertThat(look(Duration.ofHours(2))).hasOnlyElementsOfType(Finding.Collected.class);
    }

    @Test
    void whatAnIncompleteTagSetNamesIsOnlyReportedAndOnce() {
        // Given
        Instance whole = instance("half", "gone", old);
        Map<String, String> tags = new HashMap<>(whole.tags());
        tags.remove(Ownership.INTENT);
        list(
                new Instance(
                        "half",
                        whole.pool(),
                        whole.state(),
                        tags,
                        whole.createdAt(),
                        null,
                        null,
                        false,
                        null));
        look(Duration.ZERO);

        // When
        List<Finding> findings = look(GRACE);

        // Then
        assertThat(findings).hasSize(1).allMatch(f -> f instanceof Finding.Reported);
        assertThat(look(GRACE)).isEmpty();
        assertThat(terminated).isEmpty();
    }

    @Test
    void onlyReportsAndOnceWhileItMayNotCollect() {
        // Given
        collecting = false;
        list(instance("orphan", "gone", old));
        look(Duration.ZERO);

        // When
        List<Finding> findings = look(GRACE);

        // Then
        assertThat(findings).hasSize(1).allMatch(f -> f instanceof Finding.Reported);
        assertThat(look(GRACE)).isEmpty();
        collecting = true;
        look(GRACE);
        assertThat(allTerminated()).containsExactly("orphan");
    }
}
