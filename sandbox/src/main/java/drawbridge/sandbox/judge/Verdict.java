package drawbridge.sandbox.judge;

import drawbridge.sandbox.parts.Launcher;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;

/// `drawbridge verdict`: judges a finished run.
@Command(
        name = "verdict",
        description = {
            "Judges a finished run by the ledgers of the systems that it connected.",
            "Ends with 0 if the run is clean, 1 if a promise was broken, 2 if it cannot be judged."
        },
        mixinStandardHelpOptions = true,
        version = "drawbridge verdict 0.1.0")
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
        return new CommandLine(new Verdict())
                .setExecutionExceptionHandler(
                        (problem, line, _) -> {
                            line.getErr().println("The run cannot be judged: " + plainly(problem));
                            line.getErr().flush();
                            return CANNOT;
                        });
    }

    private static String plainly(Exception problem) {
        return switch (problem) {
            case NoSuchFileException missing -> missing.getFile() + " does not exist.";
            case SQLException sql -> "the database says: " + sql.getMessage();
            default -> problem.getMessage() == null ? problem.toString() : problem.getMessage();
        };
    }

    @Override
    public Integer call() throws IOException, SQLException {
        var run = folder.toAbsolutePath();
        var _ = RunFiles.of(run);
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
}
