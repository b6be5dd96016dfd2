package io.spotkeeper.simulation.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EditTest {
    private static final String SOURCE = "if (a\n        && b) {\n}\nif (c) {\n}\n";

    @Test
    void replacesItsTextHoweverItIsFormatted() {
        Edit edit = new Edit("x/Y.java", "if (a && b)", "if (a)");

        assertThat(edit.apply(SOURCE)).isEqualTo("if (a) {\n}\nif (c) {\n}\n");
    }

    @Test
    void isStaleWhenItsTextIsNotThere() {
        Edit edit = new Edit("x/Y.java", "if (d)", "");

        assertThatThrownBy(() -> edit.apply(SOURCE))
                .isInstanceOf(Edit.StaleException.class)
                .hasMessageContaining("x/Y.java does not contain");
    }

    @Test
    void isStaleWhenItsTextIsThereTwice() {
        Edit edit = new Edit("x/Y.java", "{ }", "");

        assertThatThrownBy(() -> edit.apply(SOURCE))
                .isInstanceOf(Edit.StaleException.class)
                .hasMessageContaining("more than once");
    }
}
