package drawbridge.check;

import drawbridge.mapping.JsonText;
import drawbridge.mapping.Mappings.Problem;
import drawbridge.mapping.Value;
import drawbridge.mapping.check.CheckReport;
import drawbridge.mapping.check.Finding;
import drawbridge.mapping.check.MappingCheck;
import drawbridge.platform.PlainCommand;
import drawbridge.platform.Release;
import drawbridge.platform.StartFailure;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Checks mappings: `drawbridge check mappings`.
///
/// | exit code | meaning |
/// | --- | --- |
/// | 0 | nothing must be mended |
/// | 1 | something must be mended |
/// | 2 | it was started wrongly, or there is nothing to check |
@Command(
        name = "drawbridge check",
        description = {
            "Checks a folder of mappings, and tells all mistakes at once, each with its place and"
                    + " what was probably meant. No system is called, and no variable of the"
                    + " environment need be set."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Release.class,
        sortOptions = false,
        footer = {
            "",
            "A line is file:line:column: and what is wrong there. A note is no mistake.",
            "Exit codes: 0 nothing must be mended, 1 something must be, 2 started wrongly."
        })
public final class CheckCommand implements Callable<Integer> {

    private static final int MEND = 1;
    private static final int WRONG = 2;

    private final Path home;
    private final Path here;
    private final boolean terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "The folder that holds systems, flows and tenants. Default: mappings")
    private @Nullable Path dir;

    @Option(
            names = "--json",
            description = "Print a list of {file, line, column, problem, severity} instead.")
    private boolean json;

    /// @param home of the program, whose mappings are checked if none are named
    /// @param here where it was started
    /// @param terminal whether a person reads it in a terminal
    CheckCommand(Path home, Path here, boolean terminal) {
        this.home = home;
        this.here = here;
        this.terminal = terminal;
    }

    /// Checks and ends.
    public static void main(String[] args) {
        Path here = Path.of("");
        Path home = Path.of(System.getenv().getOrDefault("DRAWBRIDGE_HOME", ""));
        System.exit(commandLine(home, here, PlainCommand.isTerminal()).execute(args));
    }

    static CommandLine commandLine(Path home, Path here, boolean terminal) {
        return PlainCommand.of(new CheckCommand(home, here, terminal));
    }

    @Override
    public Integer call() {
        long began = System.nanoTime();
        MappingsFolder folder = MappingsFolder.of(Optional.ofNullable(dir), home, here);
        PrintWriter out = spec.commandLine().getOut();
        try {
            folder.mustHoldMappings();
        } catch (StartFailure nothing) {
            spec.commandLine().getErr().println(nothing.getMessage());
            return WRONG;
        }
        CheckReport report = MappingCheck.of(folder.path());
        if (json) {
            out.println(json(report, folder));
        } else {
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            new CheckText(
                            folder,
                            terminal && Ansi.AUTO.enabled(),
                            PlainCommand.width(spec, terminal))
                    .lines(report, took)
                    .forEach(out::println);
        }
        out.flush();
        return report.good() ? 0 : MEND;
    }

    private static String json(CheckReport report, MappingsFolder folder) {
        Value list =
                new Value.Arr(
                        report.findings().stream()
                                .<Value>map(finding -> json(finding, folder))
                                .toList());
        return new String(JsonText.write(list), StandardCharsets.UTF_8);
    }

    private static Value.Obj json(Finding finding, MappingsFolder folder) {
        Problem problem = finding.problem();
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("file", Value.of(folder.name(problem.file())));
        members.put("line", Value.of(problem.line()));
        members.put("column", Value.of(problem.column()));
        members.put("problem", Value.of(problem.sentence()));
        members.put("severity", Value.of(finding.severity().name().toLowerCase(Locale.ROOT)));
        return new Value.Obj(members);
    }
}
