package io.spotkeeper.operator;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.spotkeeper.testing.ControlPlane;
import io.spotkeeper.testing.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A release of the chart, in a namespace of its own. */
final class Release {
    /** What the Downward API would tell. */
    static final String POD_NAME = "pod-1";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ControlPlane plane;
    private final Helm helm;
    private final String name;
    private final Path folder;
    private final Replica first = new Replica(POD_NAME, freePort());

    private Release(ControlPlane plane, Helm helm, String name, Path folder) {
        this.plane = plane;
        this.helm = helm;
        this.name = name;
        this.folder = folder;
    }

    /** {@code helm install} with these values, and a port of probes that is free. */
    static Release install(ControlPlane plane, Helm helm, String name, Path folder, String values) {
        Release release = new Release(plane, helm, name, folder);
        release.apply("install", values, "--create-namespace");
        return release;
    }

    /** {@code helm upgrade}. */
    void upgrade(String values) {
        apply("upgrade", values, "--reset-values");
    }

    private void apply(String verb, String values, String option) {
        try {
            Path file = folder.resolve(name + ".yaml");
            Files.writeString(file, values + "httpPort: " + first.port() + "\n");
            helm.run(
                    verb,
                    name,
                    Helm.CHART.toString(),
                    "--namespace=" + namespace(),
                    "--values=" + file,
                    option);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String namespace() {
        return name + "-system";
    }

    /** The periods of {@link OperatorProcess#SHORT_PERIODS} as values. */
    static String shortPeriods() {
        StringBuilder values = new StringBuilder("periods:\n");
        for (String flag : OperatorProcess.SHORT_PERIODS) {
            String[] parts = flag.substring(2).split("=", 2);
            StringBuilder key = new StringBuilder();
            for (String word : parts[0].split("-")) {
                key.append(
                        key.isEmpty()
                                ? word
                                : Character.toUpperCase(word.charAt(0)) + word.substring(1));
            }
            values.append("  ").append(key).append(": ").append(parts[1]).append('\n');
        }
        return values.toString();
    }

    // ---- what a kubelet would do ----

    /** The Deployment of the operator, or with {@code -emulator} of the emulator. */
    Deployment deployment(String suffix) {
        return Objects.requireNonNull(
                plane.client()
                        .apps()
                        .deployments()
                        .inNamespace(namespace())
                        .withName(name + "-spotkeeper" + suffix)
                        .get());
    }

    /** A token of the account that the pods run as. */
    String token() {
        return token(plane, namespace(), account());
    }

    /** A token of an account, good for an hour. */
    static String token(ControlPlane plane, String namespace, String account) {
        return plane.client()
                .serviceAccounts()
                .inNamespace(namespace)
                .withName(account)
                .tokenRequest(
                        new TokenRequestBuilder()
                                .withNewSpec()
                                .withExpirationSeconds(3600L)
                                .endSpec()
                                .build())
                .getStatus()
                .getToken();
    }

    /** Name of the account that the pods run as. */
    String account() {
        return deployment("").getSpec().getTemplate().getSpec().getServiceAccountName();
    }

    /** Starts the first replica as the Deployment says. */
    OperatorProcess start(String log) {
        return first.start(log);
    }

    /** What the first replica answers: status code and body. */
    String probe(String path) {
        return first.probe(path);
    }

    /** Another replica; on one machine it needs another port. */
    Replica replica() {
        return new Replica("pod-2", freePort());
    }

    final class Replica {
        private final String pod;
        private final int port;

        private Replica(String pod, int port) {
            this.pod = pod;
            this.port = port;
        }

        private int port() {
            return port;
        }

        OperatorProcess start(String log) {
            Container container =
                    deployment("").getSpec().getTemplate().getSpec().getContainers().getFirst();
            Map<String, String> environment = environment(container, pod, namespace());
            environment.put("KUBECONFIG", plane.kubeconfigFile(token()).toString());
            List<String> arguments = new ArrayList<>(container.getArgs());
            arguments.replaceAll(a -> a.startsWith("--http-port=") ? "--http-port=" + port : a);
            return OperatorProcess.start(log, arguments, environment);
        }

        String probe(String path) {
            return get(port, path);
        }
    }

    /** The environment of a container, the Downward API's part included. */
    static Map<String, String> environment(Container container, String pod, String namespace) {
        Map<String, String> environment = new HashMap<>();
        for (EnvVar variable : container.getEnv()) {
            environment.put(variable.getName(), value(variable, pod, namespace));
        }
        return environment;
    }

    private static String value(EnvVar variable, String pod, String namespace) {
        if (variable.getValueFrom() == null) {
            return variable.getValue();
        }
        String field = variable.getValueFrom().getFieldRef().getFieldPath();
        return switch (field) {
            case "metadata.name" -> pod;
            case "metadata.namespace" -> namespace;
            default -> throw new AssertionError("unknown field " + field);
        };
    }

    /** The command line of the jar. */
    static List<String> java(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-jar", Path.of("target", "spotkeeper.jar").toString()));
        command.addAll(arguments);
        return command;
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Status code and body of a page on this machine. */
    static String get(int port, String path) {
        try {
            HttpResponse<String> answer =
                    HTTP.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:" + port + "/" + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + "\n" + answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
