package io.spotkeeper.cli;

import io.spotkeeper.api.v1alpha1.Management;
import io.spotkeeper.convert.Choices;
import io.spotkeeper.convert.Conversion.Done;
import io.spotkeeper.convert.Conversion.Refused;
import io.spotkeeper.convert.Converter;
import io.spotkeeper.convert.InputKind;
import io.spotkeeper.convert.Note;
import io.spotkeeper.convert.Note.Weight;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Turns requests to clouds into manifests, and a group back into the body of a call. */
@Command(
        name = "convert",
        description =
                "Turns a request to a cloud into a manifest on standard output, and an"
                        + " AutoLaunchGroup into the body of Huawei Cloud's call. What has no"
                        + " equivalent is named on standard error.",
        mixinStandardHelpOptions = true)
final class ConvertCommand implements Callable<Integer> {
    private static final int LARGEST = 4 << 20;

    @Spec private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "KIND",
            description =
                    "What the input is: huawei-group, run-instances, compute-env, ec2-fleet or"
                            + " auto-launch-group. Found out where absent.")
    private @Nullable String first;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description = "Where it is. Standard input where absent, or -.")
    private @Nullable String second;

    @Option(
            names = "--account",
            paramLabel = "NAME",
            description = "CloudAccount to buy with (default: tencent or huawei).")
    private @Nullable String account;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "metadata.name (default: made from the name at the cloud).")
    private @Nullable String name;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "Region, where the input names none.")
    private @Nullable String region;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "Zone for EC2 overrides that name none; repeatable.")
    private List<String> zones = List.of();

    @Option(
            names = "--management",
            paramLabel = "WHO",
            description =
                    "Who allocates a group: ${COMPLETION-CANDIDATES} (default: Operator, or Provider"
                            + " where only the cloud's own group can do what is asked for).")
    private @Nullable Management management;

    @Option(
            names = "--strict",
            description =
                    "Write nothing and fail where anything of the input would be lost: unknown"
                            + " fields, and those without equivalent.")
    private boolean strict;

    @Override
    public Integer call() {
        Choices choices = new Choices(account, name, region, zones, management);
        choices.objection()
                .ifPresent(objection -> {
                    throw wrongUse(objection);
                });
        InputKind kind = kind();
        Optional<Path> file = file(kind);
        String called = file.map(Path::toString).orElse("standard input");
        return switch (Converter.convert(text(file, called), kind, choices)) {
            case Done done -> print(done);
            case Refused refused -> refuse(called, refused);
        };
    }

    // ---- what is read ----

    /** One word alone is a kind if it is the word for one, and a file otherwise. */
    private @Nullable InputKind kind() {
        Optional<InputKind> kind = Optional.ofNullable(first).flatMap(InputKind::of);
        if (kind.isEmpty() && second != null) {
            throw wrongUse("there is no kind " + first);
        }
        return kind.orElse(null);
    }

    /** Where the input is; nothing for standard input. */
    private Optional<Path> file(@Nullable InputKind kind) {
        String last = kind == null ? first : second;
        return last == null || last.equals("-") ? Optional.empty() : Optional.of(Path.of(last));
    }

    private String text(Optional<Path> file, String called) {
        try (InputStream input = file.isPresent() ? Files.newInputStream(file.get()) : System.in) {
            byte[] bytes = input.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw wrongUse(called + " is larger than 4 MiB, which no request is");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (NoSuchFileException e) {
            throw wrongUse("there is no file " + called);
        } catch (CharacterCodingException e) {
            throw wrongUse(called + " is not UTF-8");
        } catch (IOException e) {
            throw wrongUse("cannot read " + called + ": " + e.getMessage());
        }
    }

    private ParameterException wrongUse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    // ---- what is written ----

    /** The whole result at once, or nothing of it. */
    private int print(Done done) {
        PrintWriter err = spec.commandLine().getErr();
        for (Note note : done.notes()) {
            err.println("convert: " + note.text());
        }
        boolean lost = done.notes().stream().anyMatch(note -> note.weight() == Weight.LOST);
        if (strict && lost) {
            err.println("convert: nothing was written, because something would be lost (--strict)");
            err.flush();
            return CommandLine.ExitCode.SOFTWARE;
        }
        err.flush();
        PrintWriter out = spec.commandLine().getOut();
        out.print(done.text());
        out.flush();
        return out.checkError() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    private int refuse(String file, Refused refused) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(
                "convert: %s: line %d, column %d: %s%s"
                        .formatted(
                                file,
                                refused.line(),
                                refused.column(),
                                refused.path().isEmpty() ? "" : refused.path() + ": ",
                                refused.expected()));
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }
}
