package io.spotkeeper.simulation.mutants;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole program with some of its source files changed, and the campaigns on it. It shares no
 * class of ours with the program that runs: what goes in and out are names of runs.
 */
public final class Variant implements AutoCloseable {
    private static final String OURS = "io.spotkeeper.";

    private final Path directory;
    private final OwnFirst loader;

    private Variant(Path directory, OwnFirst loader) {
        this.directory = directory;
        this.loader = loader;
    }

    /**
     * Compiles the changed files, and nothing else.
     *
     * @throws IllegalArgumentException when they do not compile
     */
    public static Variant of(List<Edit> edits) throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        for (Edit edit : edits) {
            String before = sources.get(edit.className());
            sources.put(edit.className(), edit.apply(before == null ? edit.source() : before));
        }
        Path directory = Files.createTempDirectory("variant");
        if (!sources.isEmpty()) {
            Compilation.compile(sources, directory);
        }
        List<URL> urls = new ArrayList<>();
        urls.add(directory.toUri().toURL());
        urls.add(home("io.spotkeeper.simulation.Simulation"));
        urls.add(Variant.class.getProtectionDomain().getCodeSource().getLocation());
        return new Variant(directory, new OwnFirst(urls.toArray(URL[]::new)));
    }

    private static URL home(String name) {
        try {
            return Class.forName(name).getProtectionDomain().getCodeSource().getLocation();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Calls a static method of a class of this variant. */
    public Object call(String className, String method, Object... arguments) {
        try {
            Class<?> type = loader.loadClass(className);
            for (Method candidate : type.getMethods()) {
                if (candidate.getName().equals(method)) {
                    return candidate.invoke(null, arguments);
                }
            }
            throw new IllegalArgumentException(className + " has no " + method);
        } catch (InvocationTargetException e) {
            throw new VariantException(e.getCause() == null ? e : e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a run of this variant broke; empty when nothing. */
    public String run(String name) {
        return (String) call("io.spotkeeper.simulation.Trials", "run", name);
    }

    @Override
    public void close() throws IOException {
        loader.close();
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** A run of a variant ended with what no oracle said: that proves nothing about it. */
    public static final class VariantException extends RuntimeException {
        private static final long serialVersionUID = 1;

        VariantException(Throwable cause) {
            super(cause.toString(), cause);
        }
    }

    private static final class OwnFirst extends URLClassLoader {
        OwnFirst(URL[] urls) {
            super(urls, Variant.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(OURS)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known != null ? known : findClass(name);
            }
        }
    }

    static List<Path> classPath() {
        String path =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        List<Path> entries = new ArrayList<>();
        for (String entry : path.split(java.io.File.pathSeparator, -1)) {
            entries.add(Path.of(entry));
        }
        for (String name :
                List.of("io.spotkeeper.simulation.Simulation", Variant.class.getName())) {
            try {
                entries.add(Path.of(home(name).toURI()));
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }
        return entries;
    }
}
