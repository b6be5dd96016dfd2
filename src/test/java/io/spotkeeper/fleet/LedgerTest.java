package io.spotkeeper.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The books balance. */
class LedgerTest {
    private static Farewell farewell(String id) {
        return new Farewell(id, "r1", Farewell.Reason.SCALE_IN, Scene.NOW);
    }

    @Test
    void knowsNothingThatIsBeingGivenUp() {
        Ledger ledger =
                Ledger.EMPTY
                        .knowing(List.of("a", "b", "c"))
                        .terminating(List.of(farewell("a")))
                        .releasing(List.of(farewell("b")));

        assertThat(ledger.known()).containsExactly("c");
        assertThat(ledger.knowing(List.of("a", "b", "d")).known()).containsExactly("c", "d");
    }

    @Test
    void recordsAFarewellOnce() {
        Ledger ledger =
                Ledger.EMPTY
                        .terminating(List.of(farewell("a")))
                        .terminating(List.of(farewell("a"), farewell("b")));

        assertThat(ledger.terminations()).hasSize(2);
    }

    @Test
    void recordsAReleaseOnce() {
        Ledger ledger =
                Ledger.EMPTY
                        .releasing(List.of(farewell("a")))
                        .releasing(List.of(farewell("a"), farewell("b")));

        assertThat(ledger.releases()).extracting(Farewell::instanceId).containsExactly("a", "b");
    }

    @Test
    void takesBackTheFarewellsThatItIsAskedFor() {
        Ledger ledger =
                Ledger.EMPTY
                        .terminating(List.of(farewell("a"), farewell("b")))
                        .releasing(List.of(farewell("c"), farewell("d")))
                        .withoutFarewells(List.of("b", "c")::contains);

        assertThat(ledger.terminations()).extracting(Farewell::instanceId).containsExactly("a");
        assertThat(ledger.releases()).extracting(Farewell::instanceId).containsExactly("d");
    }
}
