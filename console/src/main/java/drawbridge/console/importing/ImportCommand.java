package drawbridge.console.importing;

import drawbridge.console.client.GatewayTrouble;
import drawbridge.console.client.HttpLine;
import drawbridge.console.client.Line;
import drawbridge.console.command.GatewayOption;
import drawbridge.console.command.PlainCommand;
import drawbridge.console.command.Release;
import drawbridge.opsapi.ImportPlan;
import drawbridge.opsapi.ImportSheet;
import drawbridge.opsapi.ImportState;
import drawbridge.opsapi.OpsJson;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Imports the records of a file of CSV, JSON or XML: `drawbridge import FILE --tenant T --resource
/// acme.appointment`.
@Command(
        name = "drawbridge import",
        description = "Hands the records of a file to a gateway; each becomes a change.",
        mixinStandardHelpOptions = true,
        versionProvider = Release.class,
        sortOptions = false,
        footer = {
            "",
            "The same file again goes on where it ended, and doubles nothing.",
            "Exit codes: 0 all rows taken, 1 the gateway cannot be asked, 2 asked wrongly or the",
            "file cannot be read, 3 some rows were refused."
        })
public final class ImportCommand implements Callable<Integer> {

    private static final int TROUBLE = 1;
    private static final int WRONG = 2;
    private static final int REFUSED = 3;

    /// Refused rows that are shown; all of them are in the file of `--rejects`.
    private static final int SHOWN = 1_000;

    private static final long PLAIN_EVERY = 10_000;

    private final Line.Dialer dialer;
    private final ImportRun.Pause pause;
    private final boolean terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FILE",
            description =
                    "The file: CSV whose first row names the columns, JSON (an array, or an object a"
                            + " line) or XML.")
    private Path path = Path.of("");

    @Option(names = "--tenant", required = true, paramLabel = "T", description = "The customer.")
    private String tenant = "";

    @Option(
            names = "--resource",
            required = true,
            paramLabel = "R",
            description = "What each row is, such as acme.appointment.")
    private String resource = "";

    @Option(
            names = "--format",
            paramLabel = "F",
            description =
                    "csv, json or xml. Default: by the file's ending (.json, .ndjson, .jsonl,"
                            + " .xml), else csv")
    private @Nullable String format;

    @Option(
            names = "--record",
            paramLabel = "ELEMENT",
            description = "With XML: the element that is a record, such as appointment.")
    private @Nullable String element;

    @Option(
            names = "--column",
            paramLabel = "NAME=FIELD",
            description =
                    "A column or member that is called otherwise than its field; may be repeated.")
    private Map<String, String> renamed = new TreeMap<>();

    @Option(
            names = "--rejects",
            paramLabel = "FILE",
            description = "Where refused rows go, to be mended and imported.")
    private @Nullable Path rejects;

    @Option(
            names = "--separator",
            paramLabel = "C",
            description = "Between cells: one character, or tab. Default: found by the first row")
    private @Nullable String separator;

    @Option(
            names = "--charset",
            paramLabel = "C",
            defaultValue = "UTF-8",
            description = "Of the file. Default: ${DEFAULT-VALUE}")
    private Charset charset = StandardCharsets.UTF_8;

    @Option(names = "--json", description = "Print JSON instead of sentences.")
    private boolean json;

    @Mixin private GatewayOption gateway = new GatewayOption();

    ImportCommand(Line.Dialer dialer, ImportRun.Pause pause, boolean terminal) {
        this.dialer = dialer;
        this.pause = pause;
        this.terminal = terminal;
    }

    /// Imports and ends.
    public static void main(String[] args) {
        System.exit(
                commandLine(HttpLine::new, ImportCommand::aSecond, PlainCommand.isTerminal())
                        .execute(args));
    }

    static CommandLine commandLine(Line.Dialer dialer, ImportRun.Pause pause, boolean terminal) {
        return PlainCommand.of(new ImportCommand(dialer, pause, terminal));
    }

    private static void aSecond() throws InterruptedException {
        boolean _ = new CountDownLatch(1).await(1, TimeUnit.SECONDS);
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        try {
            if (rejects != null && rejects.toAbsolutePath().equals(path.toAbsolutePath())) {
                throw new BadFile("--rejects must name another file than the one to import.");
            }
            SourceFile file = file();
            try (Line line = gateway.dial(dialer)) {
                return run(line, file);
            }
        } catch (BadFile bad) {
            err.println(bad.sentence());
            return WRONG;
        } catch (IllegalArgumentException wrong) {
            err.println(wrong.getMessage());
            return WRONG;
        } catch (IOException unreadable) {
            err.println(gateway.sentence(unreadable));
            return TROUBLE;
        } catch (GatewayTrouble.Refused refused) {
            err.println(refused.sentence());
            return refused.problem().status() >= 500 ? goesOn(err) : WRONG;
        } catch (GatewayTrouble trouble) {
            err.println(trouble.sentence());
            return goesOn(err);
        }
    }

    private static int goesOn(PrintWriter err) {
        err.println("What was taken is stored; the same command goes on from there.");
        return TROUBLE;
    }

    private SourceFile file() throws BadFile {
        String form = Optional.ofNullable(format).orElseGet(() -> SourceFile.format(path));
        if (element != null && !form.equals("xml")) {
            throw new BadFile("--record is for XML; the file is read as " + form + ".");
        }
        return switch (form) {
            case "csv" -> CsvFile.open(path, charset, between(), renamed);
            case "json" -> JsonFile.open(path, renamed);
            case "xml" ->
                    XmlFile.open(
                            path,
                            Optional.ofNullable(element)
                                    .orElseThrow(
                                            () ->
                                                    new BadFile(
                                                            "Say which element is a record:"
                                                                    + " --record NAME.")),
                            renamed);
            default -> throw new BadFile("--format is csv, json or xml, and not " + form + ".");
        };
    }

    private Optional<Character> between() throws BadFile {
        if (separator == null) {
            return Optional.empty();
        }
        if (separator.equals("tab")) {
            return Optional.of('\t');
        }
        if (separator.length() != 1) {
            throw new BadFile("--separator is one character, or tab.");
        }
        return Optional.of(separator.charAt(0));
    }

    private int run(Line line, SourceFile file) throws IOException, InterruptedException {
        ImportSheet sheet = new ImportSheet(resource, file.digest(), file.columns());
        ImportPlan plan = line.ops().importPlan(tenant, sheet);
        List<String> left = ImportEnd.leftOut(plan, file.columns());
        ImportState begun = plan.state();
        if (!json) {
            tell(left, plan.untold(), begun);
        }
        List<ImportEnd.Refusal> shown = new ArrayList<>();
        ImportState ended =
                begun.ended() ? begun : taken(line, file, sheet, new Begun(begun, shown));
        boolean kept = rejects != null && !begun.ended() && ended.refused() > 0;
        if (json) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(
                    OpsJson.write(
                            new ImportEnd(
                                    path.toString(),
                                    tenant,
                                    resource,
                                    begun.ended(),
                                    ended,
                                    left,
                                    plan.untold(),
                                    shown,
                                    kept ? String.valueOf(rejects) : null)));
            out.flush();
        } else if (!begun.ended()) {
            tell(ended, shown, kept);
        }
        return ended.refused() == 0 ? 0 : REFUSED;
    }

    /// @param shown gets the first of the refused rows
    private record Begun(ImportState state, List<ImportEnd.Refusal> shown) {}

    private ImportState taken(Line line, SourceFile file, ImportSheet sheet, Begun begun)
            throws IOException, InterruptedException {
        try (Progress progress =
                        terminal && !json
                                ? Progress.bar(String.valueOf(path.getFileName()), file.lines())
                                : Progress.lines(spec.commandLine().getErr(), PLAIN_EVERY);
                Sink sink =
                        new Sink(begun.shown(), progress, opened(file, begun.state().rows() > 0))) {
            return new ImportRun(line.ops(), tenant, sheet, file, sink, pause).from(begun.state());
        }
    }

    private Optional<SourceFile.Rejected> opened(SourceFile file, boolean goesOn)
            throws IOException {
        return rejects == null ? Optional.empty() : Optional.of(file.rejects(rejects, goesOn));
    }

    private void tell(List<String> left, List<String> untold, ImportState begun) {
        PrintWriter out = spec.commandLine().getOut();
        if (!left.isEmpty()) {
            out.printf("Left out, because no flow reads them: %s.%n", String.join(", ", left));
        }
        if (!untold.isEmpty()) {
            out.printf(
                    "The file does not say %s; the gateway reads each record from its system for"
                            + " that.%n",
                    String.join(", ", untold));
        }
        if (begun.ended()) {
            out.printf("%s was imported before: %s.%n", path, summary(begun));
        } else if (begun.rows() > 0) {
            out.printf("Goes on after row %,d.%n", begun.rows());
        }
        out.flush();
    }

    private void tell(ImportState ended, List<ImportEnd.Refusal> shown, boolean kept) {
        PrintWriter out = spec.commandLine().getOut();
        shown.forEach(out::println);
        if (ended.refused() > shown.size()) {
            out.printf("… and %,d more that are not shown here.%n", ended.refused() - shown.size());
        }
        out.printf("%s: %s.%n", path, summary(ended));
        if (kept) {
            out.printf("Refused rows are in %s.%n", rejects);
        }
        out.flush();
    }

    private static String summary(ImportState state) {
        return "%,d rows, %,d taken, %,d refused"
                .formatted(state.rows(), state.taken(), state.refused());
    }

    /// Where refused rows and the progress go.
    private record Sink(
            List<ImportEnd.Refusal> shown, Progress progress, Optional<SourceFile.Rejected> rejects)
            implements ImportRun.Told, AutoCloseable {

        @Override
        public void refused(CsvRow row, String words) throws IOException {
            if (shown.size() < SHOWN) {
                shown.add(new ImportEnd.Refusal(row.line(), words));
            }
            if (rejects.isPresent()) {
                rejects.get().add(row, words);
            }
        }

        @Override
        public void at(long line, ImportState state) {
            progress.at(line, state.rows(), state.refused());
        }

        @Override
        public void close() throws IOException {
            if (rejects.isPresent()) {
                rejects.get().close();
            }
        }
    }
}
