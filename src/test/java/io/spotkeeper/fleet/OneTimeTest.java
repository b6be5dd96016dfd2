package io.spotkeeper.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.fleet.RequestProgress.PoolRefusal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A one-time request's planning. */
class OneTimeTest {
    private static Scene oneTime(long target, CapacityPool... pools) {
        Scene scene = new Scene().wants(target).from(pools);
        scene.type = Fleet.RequestType.ONE_TIME;
        return scene;
    }

    private static PoolRefusal refused(CapacityPool pool) {
        return new PoolRefusal(
                pool, new Refusal(RefusalKind.NO_CAPACITY, "SoldOut", "none"), Scene.NOW);
    }

    private static RequestProgress progress(Scene scene, long asked, long delivered) {
        return new RequestProgress(
                3, OneTime.fingerprint(scene.fleet()), asked, delivered, List.of(), null);
    }

    @Test
    void asksOnePoolAtATime() {
        Scene scene = oneTime(5000, Scene.A, Scene.B);
        scene.offer(Scene.A, "0.1", Offer.Stock.AVAILABLE, null, 1);

        assertThat(scene.launches()).containsExactly("z1×1");
    }

    @Test
    void asksEveryBatchOfThatPool() {
        assertThat(oneTime(150_000, Scene.A, Scene.B).launches())
                .containsExactly("z1×100", "z1×50");
    }

    @Test
    void asksNoPoolTwice() {
        Scene scene = oneTime(5000, Scene.A, Scene.B);
        scene.request = progress(scene, 5_000, 2_000).refusing(refused(Scene.A));

        assertThat(scene.launches()).containsExactly("z2×3");
    }

    @Test
    void waitsForTheLastAnswer() {
        Scene scene = oneTime(5000, Scene.A, Scene.B).landing(Scene.A, 5, 1000);
        scene.request = progress(scene, 5_000, 0);

        assertThat(scene.decide().actions()).isEmpty();
        assertThat(scene.decide().explanation().reason()).isEqualTo(Reason.LAUNCHING);
    }

    @Test
    void isOverWhenEveryPoolWasAsked() {
        Scene scene = oneTime(5000, Scene.A);
        scene.request = progress(scene, 5_000, 2_000).refusing(refused(Scene.A));

        assertThat(scene.decide().explanation().reason()).isEqualTo(Reason.REQUEST_FAILED);
        assertThat(scene.decide().explanation().message()).contains("delivered 2 of 5");
    }

    @Test
    void isOverWhenAllIsDelivered() {
        Scene scene = oneTime(5000, Scene.A).live(Scene.A, 3);
        scene.request = progress(scene, 5_000, 5_000);

        assertThat(scene.decide().actions()).isEmpty();
        assertThat(scene.decide().explanation().reason()).isEqualTo(Reason.REQUEST_COMPLETED);
    }

    @Test
    void beginsAnewWhenWhatIsAskedChanges() {
        Scene scene = oneTime(5000, Scene.A).live(Scene.A, 3);
        scene.request = progress(scene, 5_000, 3_000).completed(Scene.NOW);
        scene.image = "another";
        scene.generation++;

        assertThat(scene.launches()).containsExactly("z1×2");
    }

    @Test
    void beginsNothingAnewWhileTheLastIsOpen() {
        Scene scene = oneTime(5000, Scene.A).landing(Scene.A, 3, 1000);
        scene.request = progress(scene, 3_000, 0);
        scene.wants(9000);

        assertThat(scene.decide().actions()).isEmpty();
        assertThat(
                        OneTime.progress(
                                scene.fleet(),
                                scene.situation().record(),
                                scene.situation().view()))
                .isEqualTo(scene.request);
    }

    @Test
    void waitsForAPoolThatCoolsDown() {
        Scene scene = oneTime(5000, Scene.A);
        scene.cooling(Scene.A, RefusalKind.THROTTLED, java.time.Duration.ofSeconds(5));

        assertThat(scene.decide().explanation().reason()).isEqualTo(Reason.THROTTLED);
    }

    @Test
    void letsTheCloudJudgeTheBid() {
        Scene scene = new Scene().wants(1000).rule(Scene.A, "0.01", 1000).price(Scene.A, "0.10");
        scene.type = Fleet.RequestType.ONE_TIME;

        assertThat(scene.launches()).containsExactly("z1×1");
    }

    @Test
    void asksForWholeInstancesOfAnyWeight() {
        Scene scene = oneTime(2500, Scene.A);

        assertThat(scene.launches()).containsExactly("z1×3");
    }

    @Test
    void identifiesWhatIsAsked() {
        Scene scene = oneTime(1000, Scene.A, Scene.B);
        String before = OneTime.fingerprint(scene.fleet());
        scene.limits = new Fleet.Limits(null, 9);
        scene.paused = true;
        assertThat(OneTime.fingerprint(scene.fleet())).isEqualTo(before);

        scene.image = "another";
        assertThat(OneTime.fingerprint(scene.fleet())).isNotEqualTo(before);
        scene.image = "img";
        scene.wants(2000);
        assertThat(OneTime.fingerprint(scene.fleet())).isNotEqualTo(before);
        scene.wants(1000);
        scene.rules.removeLast();
        assertThat(OneTime.fingerprint(scene.fleet())).isNotEqualTo(before);
    }

    @Test
    void asksOnlyForWhatNeitherLivesNorLands() {
        Scene scene = oneTime(9000, Scene.A).live(Scene.A, 2).landing(Scene.A, 3, 1000);

        RequestProgress begun =
                OneTime.progress(
                        scene.fleet(), scene.situation().record(), scene.situation().view());

        assertThat(begun.asked()).isEqualTo(4_000);
    }

    @Test
    void isTheSameAttemptAfterAnEditThatAsksForTheSame() {
        Scene scene = oneTime(2000, Scene.A);
        scene.request = progress(scene, 2_000, 2_000).completed(Scene.NOW);
        scene.generation = 4;

        assertThat(scene.decide().actions()).isEmpty();
        assertThat(scene.decide().explanation().reason()).isEqualTo(Reason.REQUEST_COMPLETED);
    }

    @Test
    void asksNothingMoreOnceItIsOver() {
        Scene scene = oneTime(2000, Scene.A);
        scene.request = progress(scene, 2_000, 1_000).completed(Scene.NOW);

        assertThat(scene.decide().actions()).isEmpty();
        assertThat(scene.decide().explanation().reason()).isEqualTo(Reason.REQUEST_FAILED);
        assertThat(scene.decide().explanation().message())
                .isEqualTo(
                        "The request of generation 3 delivered 1 of 2; change what is asked to try"
                                + " again");
    }

    @Test
    void saysNoMoreThanThatAllWasDelivered() {
        Scene scene = oneTime(2000, Scene.A);
        scene.request = progress(scene, 2_000, 2_000).completed(Scene.NOW);

        assertThat(scene.decide().explanation().message())
                .isEqualTo("The request of generation 3 delivered 2 of 2");
    }
}
