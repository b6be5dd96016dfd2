package io.spotkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class PeriodsTest {
    private final Periods periods = new Periods();

    @Test
    void readsWhatManifestsWrite() {
        assertThat(periods.convert("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(periods.convert("90s")).isEqualTo(Duration.ofSeconds(90));
        assertThat(periods.convert("10m")).isEqualTo(Duration.ofMinutes(10));
        assertThat(periods.convert("6h")).isEqualTo(Duration.ofHours(6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "PT10S", "-5s", "1.5s", "5 s", "1d", "9999999999s"})
    void saysHowToWriteWhatItCannotRead(String value) {
        assertThatThrownBy(() -> periods.convert(value))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("500ms, 90s, 10m or 6h");
    }
}
