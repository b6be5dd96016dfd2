package io.spotkeeper.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.testing.BuiltTool;
import io.spotkeeper.testing.Command;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * A client that shares nothing with the operator, Huawei Cloud's SDK for Go, against the emulator:
 * it signs other headers than the Java SDK, ends bodies with a newline and reads only integers as
 * capacities.
 */
final class ForeignClientIT {
    private static final Path SEED =
            Path.of("src", "test", "resources", "convert", "huawei-seed", "in.json");

    @Test
    void servesTheGoSdkOfHuaweiCloud() {
        try (RunningEmulator emulator = RunningEmulator.start("lags: {shutdown: PT1S}")) {
            Command.Result result =
                    BuiltTool.named("huawei-client")
                            .attempt(emulator.address().toString(), SEED.toString());

            assertThat(result.code()).as(result.output()).isZero();
            assertThat(result.output())
                    .contains("ok: auto launch group, word for word")
                    .endsWith("the SDK found everything as documented\n");
        }
    }
}
