package io.spotkeeper.testing;

import static org.junit.jupiter.api.Assumptions.abort;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real etcd and kube-apiserver with RBAC on, one for all tests of the JVM. It is started by
 * {@code hack/controlplane/start}, as the demo's is, when a test first asks for it, and ends with
 * the JVM. Tests share it: each takes a {@link #newNamespace() namespace} of its own.
 */
public final class ControlPlane {
    private static final Path SCRIPTS = Path.of("hack", "controlplane").toAbsolutePath();
    private static final Path CRDS = Path.of("crds").toAbsolutePath();
    private static final String HOW_TO_BUILD = "run: hack/controlplane/build";

    private static @Nullable ControlPlane shared;

    private final Path programs;
    private final Path folder;
    private final KubernetesClient client;

    private ControlPlane(Path programs, Path folder) throws IOException {
        this.programs = programs;
        this.folder = folder;
        Config config = Config.fromKubeconfig(Files.readString(kubeconfigFile()));
        // The client repeats what failed with 5xx for 20 s; a test wants the first answer.
        config.setRequestRetryBackoffLimit(0);
        this.client = new KubernetesClientBuilder().withConfig(config).build();
    }

    /**
     * The control plane of this JVM, started now if it was not. Where its programs are not built,
     * the test fails in CI and is skipped on a developer's machine.
     */
    public static synchronized ControlPlane get() {
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    /**
     * Another one, with nothing in it; it ends with the JVM too. For tests of what is installed:
     * definitions and cluster-wide roles are not in any namespace.
     */
    public static ControlPlane fresh() {
        return start();
    }

    private static ControlPlane start() {
        Path programs = built();
        for (String name : List.of("etcd", "kube-apiserver", "kubectl")) {
            if (!Files.isExecutable(programs.resolve(name))) {
                String missing = name + " is not built; " + HOW_TO_BUILD;
                if ("true".equals(System.getenv("CI"))) {
                    throw new IllegalStateException(missing);
                }
                System.err.println("Skipping tests that need Kubernetes: " + missing);
                return abort(missing);
            }
        }
        try {
            Path folder = Files.createTempDirectory("spotkeeper-controlplane-");
            Command.run(
                    List.of(
                            SCRIPTS.resolve("start").toString(),
                            folder.toString(),
                            Long.toString(ProcessHandle.current().pid())));
            List<ProcessHandle> processes = processes(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(folder, processes)));
            return new ControlPlane(programs, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path built() {
        String assets = System.getenv("KUBEBUILDER_ASSETS");
        if (assets != null && !assets.isEmpty()) {
            return Path.of(assets);
        }
        return Path.of(
                Command.run(List.of(SCRIPTS.resolve("build").toString(), "--print")).strip());
    }

    private static List<ProcessHandle> processes(Path folder) throws IOException {
        var handles = new ArrayList<ProcessHandle>();
        for (String line : Files.readAllLines(folder.resolve("pids"))) {
            long pid = Long.parseLong(line.substring(line.indexOf(' ') + 1));
            ProcessHandle.of(pid).ifPresent(handles::add);
        }
        return handles;
    }

    private static void stop(Path folder, List<ProcessHandle> processes) {
        try {
            Command.run(List.of(SCRIPTS.resolve("stop").toString(), folder.toString()));
        } finally {
            processes.forEach(ProcessHandle::destroyForcibly);
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where kubectl and helm are. */
    public Path programs() {
        return programs;
    }

    /** The administrator's client. Its owner is this class: do not close it. */
    public KubernetesClient client() {
        return client;
    }

    /** The administrator's kubeconfig. */
    public Path kubeconfigFile() {
        return folder.resolve("kubeconfig");
    }

    /** The certificate that clients verify the API server by. */
    public Path certificateFile() {
        return folder.resolve("certificates", "apiserver.crt");
    }

    /** The administrator's kubeconfig as text. */
    public String kubeconfig() {
        try {
            return Files.readString(kubeconfigFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The kubeconfig of whoever bears this token. */
    public Path kubeconfigFile(String token) {
        try {
            Path file = Files.createTempFile(folder, "kubeconfig-", ".yaml");
            return Files.writeString(
                    file, kubeconfig().replaceAll("(?m)^    token: .*$", "    token: " + token));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client of whoever bears this token. */
    public KubernetesClient client(String token) {
        try {
            Config config = Config.fromKubeconfig(Files.readString(kubeconfigFile(token)));
            config.setRequestRetryBackoffLimit(0);
            return new KubernetesClientBuilder().withConfig(config).build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Installs what is in {@code crds/} and waits until it is served. */
    public ControlPlane installCrds() {
        try (var files = Files.list(CRDS)) {
            for (Path file : files.toList()) {
                CustomResourceDefinition crd =
                        client.getKubernetesSerialization()
                                .unmarshal(Files.readString(file), CustomResourceDefinition.class);
                client.resource(crd).forceConflicts().serverSideApply();
                client.resource(crd)
                        .waitUntilCondition(ControlPlane::established, 30, TimeUnit.SECONDS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private static boolean established(@Nullable CustomResourceDefinition crd) {
        // Both are absent for the first moments.
        if (crd == null || crd.getStatus() == null || crd.getStatus().getConditions() == null) {
            return false;
        }
        return crd.getStatus().getConditions().stream()
                .anyMatch(condition ->
                        condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }

    /** Creates a namespace that no other test uses. */
    public String newNamespace() {
        String name = "test-" + UUID.randomUUID();
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .endMetadata()
                                .build())
                .create();
        return name;
    }

    /**
     * Runs kubectl as administrator.
     *
     * @return what it wrote to either output
     * @throws AssertionError if it failed
     */
    public String kubectl(String... arguments) {
        var command = new ArrayList<String>();
        command.add(programs.resolve("kubectl").toString());
        command.add("--kubeconfig=" + kubeconfigFile());
        command.addAll(List.of(arguments));
        return Command.run(command);
    }
}
