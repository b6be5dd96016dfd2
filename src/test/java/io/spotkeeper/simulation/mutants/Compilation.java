package io.spotkeeper.simulation.mutants;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Compiles sources from memory against the class path of this program. */
final class Compilation {
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    private Compilation() {}

    /**
     * Compiles sources, given by the name of their class, into a directory.
     *
     * @throws IllegalArgumentException when they do not compile, with what the compiler said
     */
    static void compile(Map<String, String> sources, Path directory) throws IOException {
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((name, text) -> units.add(new Source(name, text)));
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files =
                COMPILER.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(directory));
            files.setLocationFromPaths(StandardLocation.CLASS_PATH, Variant.classPath());
            List<String> options = List.of("-proc:none", "-nowarn", "-Xlint:none");
            if (!COMPILER.getTask(said, files, null, options, null, units).call()) {
                throw new IllegalArgumentException("does not compile: " + said);
            }
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("source:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
