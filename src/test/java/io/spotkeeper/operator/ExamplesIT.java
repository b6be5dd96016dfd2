package io.spotkeeper.operator;

import static io.spotkeeper.operator.Tenant.check;
import static io.spotkeeper.operator.Tenant.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.testing.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each example reaches its target with the emulator's default world, as the docs say. */
class ExamplesIT {
    private static final Path EXAMPLES = Path.of("examples");

    @RegisterExtension private static final Trial TRIAL = Trial.of("examples");

    private static final EmulatedCloud cloud = TRIAL.cloud();

    @ParameterizedTest
    @CsvSource({
        "account, compute-environment, cenv/batch, 6",
        "account, lowest-price, cenv/inference, 10",
        "account, two-regions, alg/rendering, 12",
        "huawei-account, auto-launch-group, alg/rendering, 20",
        "huawei-account, provider-group, alg/managed, 10",
    })
    void reachesItsTarget(String account, String example, String object, int target)
            throws IOException {
        // Given
        String namespace = ControlPlane.get().newNamespace();
        apply(account, namespace);

        // When
        apply(example, namespace);

        // Then
        eventually(() -> {
            String ready =
                    read(namespace, object, "{.status.conditions[?(@.type==\"Ready\")].reason}");
            check(ready.equals("AtTarget"), ready);
        });
        String wanted = object.startsWith("cenv") ? "desiredCount" : "targetCapacity";
        assertThat(read(namespace, object, "{.spec." + wanted + "}"))
                .isEqualTo(Integer.toString(target));
        assertThat(read(namespace, object, "{.status.counts.running}")).isNotEqualTo("0");
    }

    private static void apply(String example, String namespace) throws IOException {
        String text =
                Files.readString(EXAMPLES.resolve(example + ".yaml"))
                        .replace("http://127.0.0.1:18080", cloud.address().toString());
        Path file = Files.createTempFile(example, ".yaml");
        Files.writeString(file, text);
        ControlPlane.get().kubectl("apply", "-n", namespace, "-f", file.toString());
        Files.delete(file);
    }

    private static String read(String namespace, String object, String path) {
        return ControlPlane.get()
                .kubectl("get", object, "-n", namespace, "-o", "jsonpath=" + path)
                .strip();
    }
}
