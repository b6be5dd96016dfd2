package io.spotkeeper.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tags that make an instance ours. */
class OwnershipTest {
    private static final FleetId FLEET = new FleetId("uid", "ComputeEnvironment", "ns", "web");
    private static final Map<String, String> TAGS =
            Ownership.tags("cluster", FLEET, "intent", 2500);

    private static Instance tagged(Map<String, String> tags) {
        return new Instance(
                "i-1", Scene.A, InstanceState.RUNNING, tags, Scene.NOW, null, null, false, null);
    }

    private static Map<String, String> without(String key) {
        Map<String, String> tags = new HashMap<>(TAGS);
        tags.remove(key);
        return tags;
    }

    @Test
    void tellsWhoseAnInstanceIs() {
        assertThat(Ownership.fleetOf(tagged(TAGS), "cluster")).contains("uid");
        assertThat(Ownership.fleetOf(tagged(TAGS), "another")).isEmpty();
        assertThat(Ownership.fleetOf(tagged(without(Ownership.FLEET)), "cluster")).isEmpty();
        assertThat(Ownership.intentOf(tagged(TAGS))).contains("intent");
    }

    // The first 16 digits that `printf ns | sha256sum` prints: instances of earlier versions bear
    // them.
    @Test
    void namesTheNamespaceByADigest() {
        assertThat(TAGS).containsEntry(Ownership.NAMESPACE, "7bfba6e0021f1fd1");
    }

    @Test
    void isCompleteWithAllTagsButTheTemplates() {
        assertThat(Ownership.complete(tagged(TAGS))).isTrue();
        for (String key : TAGS.keySet()) {
            assertThat(Ownership.complete(tagged(without(key)))).as(key).isFalse();
        }
    }

    @Test
    void isNobodysOnlyWithoutAnyOfThem() {
        assertThat(Ownership.none(tagged(Map.of("owner", "me")))).isTrue();
        assertThat(Ownership.none(tagged(Map.of(Ownership.WEIGHT, "1000")))).isFalse();
    }

    @Test
    void readsTheWeight() {
        assertThat(Ownership.weightOf(tagged(TAGS))).isEqualTo(OptionalLong.of(2500));
        assertThat(Ownership.weightOf(tagged(without(Ownership.WEIGHT)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1.5", "1e3", "01", "many", "1234567890123456"})
    void readsNoWeightFromWhatIsNone(String tag) {
        assertThat(Ownership.weightOf(tagged(Map.of(Ownership.WEIGHT, tag)))).isEmpty();
    }

    @Test
    void isOutdatedOnlyByItsOwnWord() {
        Instance old = tagged(Map.of(Ownership.TEMPLATE, "a"));

        assertThat(Ownership.outdated(old, "b")).isTrue();
        assertThat(Ownership.outdated(old, "a")).isFalse();
        assertThat(Ownership.outdated(tagged(Map.of()), "b")).isFalse();
    }
}
