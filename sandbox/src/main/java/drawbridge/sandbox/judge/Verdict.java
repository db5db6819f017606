package drawbridge.sandbox.judge;

import drawbridge.sandbox.command.PlainCommand;
import drawbridge.sandbox.command.Release;
import drawbridge.sandbox.command.ReportFile;
import drawbridge.sandbox.parts.Launcher;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;

/// `drawbridge verdict`: judges a finished run.
@Command(
        name = "drawbridge verdict",
        description = {
            "Judges a finished run by the ledgers of the systems that it connected.",
            "Ends with 0 if the run is clean, 1 if a promise was broken, 2 if it cannot be judged."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Release.class)
public final class Verdict implements Callable<Integer> {

    private static final int CANNOT = 2;

    @Parameters(paramLabel = "RUN_DIR", description = "Folder of the run, as the demo leaves it.")
    private Path folder = Path.of("");

    @Option(names = "--report", paramLabel = "F", description = "Writes the verdict as JSON, too.")
    private @Nullable Path report;

    @Spec private CommandSpec spec = CommandSpec.create();

    /// The program.
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return PlainCommand.of(new Verdict(), "The run cannot be judged: ", CANNOT);
    }

    @Override
    public Integer call() throws IOException, SQLException {
        ReportFile.writable(spec.commandLine(), "--report", report);
        var run = folder.toAbsolutePath();
        if (!Files.isRegularFile(run.resolve("run.json"))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "The run cannot be judged: "
                            + run
                            + " holds none (there is no run.json). The demo says at its end where"
                            + " its run is kept.");
        }
        var _ = RunFiles.of(run);
        if (isUnderWay(run)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "The run cannot be judged: "
                            + run
                            + " is still under way. End it with Ctrl-C in its terminal: the demo then"
                            + " judges it itself.");
        }
        Judgement judgement;
        try (var database = RunDatabase.open(run, new Launcher(System.getenv()))) {
            judgement = Judge.judge(run, database.connection());
        }
        var out = spec.commandLine().getOut();
        new Pronouncement(Ansi.AUTO.enabled()).lines(judgement).forEach(out::println);
        out.flush();
        if (report != null) {
            Files.writeString(report, judgement.inFull().toPrettyString() + "\n");
        }
        return judgement.clean() ? 0 : 1;
    }

    /// Whether it has no end yet, and somebody still holds its database.
    private static boolean isUnderWay(Path run) throws IOException {
        return !Json.read(Files.readString(run.resolve("run.json"))).has("ended")
                && RunDatabase.isHeld(run);
    }
}
