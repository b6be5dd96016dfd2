package io.spotkeeper.testing;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The real helm, built with the control plane. */
public final class Helm {
    /** Older than any that Kubernetes still supports: Helm by itself would assume 1.20. */
    public static final String KUBE_VERSION = "--kube-version=1.30.0";

    /** The chart. */
    public static final Path CHART = Path.of("helm", "spotkeeper").toAbsolutePath();

    private static final Path SCRIPTS = Path.of("hack").toAbsolutePath();

    private final @Nullable Path kubeconfig;

    /** What came of a call. */
    public record Result(int code, String output, String errors) {}

    private Helm(@Nullable Path kubeconfig) {
        this.kubeconfig = kubeconfig;
    }

    /** For what needs no cluster. Skipped, or failed in CI, where helm is not built. */
    public static Helm offline() {
        return checked(new Helm(null));
    }

    /** As the administrator of a control plane. */
    public static Helm on(ControlPlane plane) {
        return checked(new Helm(plane.kubeconfigFile()));
    }

    private static Helm checked(Helm helm) {
        try {
            String folder =
                    call(List.of(SCRIPTS.resolve("controlplane/build").toString(), "--print"), null)
                            .output()
                            .strip();
            if (!Files.isExecutable(Path.of(folder, "helm"))) {
                String missing = "helm is not built; run: hack/controlplane/build";
                if ("true".equals(System.getenv("CI"))) {
                    throw new IllegalStateException(missing);
                }
                return abort(missing);
            }
            return helm;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it, and returns what it wrote to standard output. */
    public String run(String... arguments) {
        Result result = attempt(arguments);
        if (result.code() != 0) {
            throw new AssertionError(
                    "helm " + String.join(" ", arguments) + " ended with " + result);
        }
        return result.output();
    }

    /** Runs it, whatever comes of it. */
    public Result attempt(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(SCRIPTS.resolve("helm").toString());
        command.addAll(List.of(arguments));
        try {
            return call(command, kubeconfig);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Result call(List<String> command, @Nullable Path kubeconfig) throws IOException {
        Path errors = Files.createTempFile("helm", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
            if (kubeconfig != null) {
                builder.environment().put("KUBECONFIG", kubeconfig.toString());
            }
            Process process = builder.start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output, Files.readString(errors));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            Files.delete(errors);
        }
    }
}
