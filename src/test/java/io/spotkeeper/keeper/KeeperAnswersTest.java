package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.keeper.ScriptedCloud.Fault;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Rules 4, 6 and 7: lost answers, repeats and refusals. */
class KeeperAnswersTest {
    @Test
    void keepsPendingIntentWhenAnswerIsLost() {
        World world = new World(Fleets.of(2));
        world.neverMoreThan(2);
        world.cloud.launches.add(new Fault.LoseAnswer());
        world.begin();

        world.round();

        assertThat(world.onlyIntent().outcome()).isEqualTo(LaunchIntent.Outcome.UNKNOWN);
        assertThat(world.cloud.owned()).hasSize(2);
        world.run(Duration.ofMinutes(2));
        assertThat(world.cloud.requests).hasSizeGreaterThan(1);
        assertThat(tokens(world)).hasSize(1);
        assertThat(world.cloud.owned()).hasSize(2);
        assertThat(world.ledger().intents()).isEmpty();
    }

    @Test
    void sendsAgainUnderTheSameTokenWhenTheRequestWasLost() {
        World world = new World(Fleets.of(2));
        world.cloud.launches.add(new Fault.LoseRequest());
        world.cloud.launches.add(new Fault.LoseRequest());

        world.run(Duration.ofMinutes(1));

        assertThat(world.cloud.requests).hasSize(3);
        assertThat(tokens(world)).hasSize(1);
        assertThat(world.cloud.owned()).hasSize(2);
    }

    @Test
    void allowsEverySendByAWriteThatChangesTheIntent() {
        World world = new World(Fleets.of(1));
        for (int i = 0; i < 4; i++) {
            world.cloud.launches.add(new Fault.LoseRequest());
        }
        for (int send = 1; send <= 5; send++) {
            int attempts = send;
            world.main.effects.freeze(
                    "launch:before",
                    () -> assertThat(world.onlyIntent().attempts()).isEqualTo(attempts));
        }

        world.run(Duration.ofMinutes(2));

        assertThat(world.cloud.requests).hasSize(5);
    }

    @Test
    void slowsDownWhileAnswersStayLost() {
        World world = new World(Fleets.of(1));
        for (int i = 0; i < 50; i++) {
            world.cloud.launches.add(new Fault.LoseRequest());
        }

        world.run(Duration.ofMinutes(2));

        assertThat(world.cloud.requests.size()).isBetween(5, 10);
    }

    @Test
    void sendsNothingAgainAfterTheWindow() {
        World world = new World(Fleets.of(1));
        for (int i = 0; i < 50; i++) {
            world.cloud.launches.add(new Fault.LoseRequest());
        }
        world.run(Duration.ofMinutes(3));
        int sent = world.cloud.requests.size();

        world.run(Duration.ofMinutes(5));

        assertThat(world.cloud.requests).hasSize(sent);
        assertThat(world.onlyIntent().noMoreSends()).isTrue();
    }

    @Test
    void sendsNothingAgainWhenTheRequestWouldBeAnother() {
        World world = new World(Fleets.of(1));
        world.neverMoreThan(1);
        world.cloud.launches.add(new Fault.LoseAnswer());
        world.begin();
        world.round();
        world.edit(f -> f.image = "img-2");

        world.run(Duration.ofMinutes(1));

        assertThat(world.cloud.requests).hasSize(1);
        assertThat(world.onlyIntent().noMoreSends()).isTrue();
        world.run(World.W.plus(World.G).plusMinutes(1));
        assertThat(world.ledger().intents()).isEmpty();
        assertThat(world.ledger().known()).hasSize(1);
        assertThat(world.cloud.violations).isEmpty();
    }

    @Test
    void sendsNothingAgainWhenThePoolIsNotTheFleetsAnyMore() {
        World world = new World(Fleets.of(1));
        world.neverMoreThan(1);
        world.cloud.launches.add(new Fault.LoseAnswer());
        world.begin();
        world.round();
        world.edit(f -> f.buysFrom(Fleets.B));

        world.run(World.W.plus(World.G).plusMinutes(2));

        assertThat(world.cloud.requests).hasSize(1);
        assertThat(world.view().members()).hasSize(1);
        assertThat(world.view().members().getFirst().outdated()).isTrue();
    }

    @Test
    void countsWhatWasLaunchedFromAnOlderTemplateAsOutdated() {
        World world = World.settled(Fleets.of(1));
        assertThat(world.view().members().getFirst().outdated()).isFalse();

        world.edit(f -> f.image = "img-2");
        world.run(Duration.ofMinutes(1));

        assertThat(world.view().members().getFirst().outdated()).isTrue();
        assertThat(world.cloud.requests).hasSize(1);
    }

    @Test
    void closesTheIntentWhenTheFirstAttemptIsRefused() {
        World world = new World(Fleets.of(1));
        world.cloud.launches.add(new Fault.Refuse(ScriptedCloud.noCapacity()));
        world.begin();

        world.round();

        assertThat(world.ledger().intents()).isEmpty();
        assertThat(world.main.told()).containsExactly("NoCapacity");
        world.run(Duration.ofMinutes(2));
        assertThat(tokens(world)).hasSize(2);
        assertThat(world.cloud.owned()).hasSize(1);
    }

    @Test
    void settlesInsteadOfBelievingTheRefusalOfALaterAttempt() {
        World world = new World(Fleets.of(1));
        world.neverMoreThan(1);
        world.cloud.launches.add(new Fault.LoseAnswer());
        world.cloud.launches.add(new Fault.Refuse(ScriptedCloud.noCapacity()));

        world.run(Duration.ofMinutes(1));

        assertThat(world.cloud.requests).hasSize(2);
        assertThat(world.onlyIntent().noMoreSends()).isTrue();
        world.run(Duration.ofMinutes(15));
        assertThat(world.cloud.owned()).hasSize(1);
        assertThat(world.ledger().known()).hasSize(1);
    }

    @Test
    void asksAgainWhenALaterAttemptWasNotLookedAt() {
        World world = new World(Fleets.of(1));
        world.neverMoreThan(1);
        world.cloud.launches.add(new Fault.LoseAnswer());
        world.cloud.launches.add(
                new Fault.Refuse(new CloudFailure.Throttled(null, "Slow", "too many requests")));

        world.run(Duration.ofMinutes(1));

        assertThat(tokens(world)).hasSize(1);
        assertThat(world.ledger().intents()).isEmpty();
        assertThat(world.cloud.owned()).hasSize(1);
    }

    private static List<String> tokens(World world) {
        return world.cloud.requests.stream()
                .map(LaunchRequest::token)
                .distinct()
                .collect(Collectors.toList());
    }
}
