package drawbridge.sandbox.demo;

import drawbridge.sandbox.command.PlainCommand;
import drawbridge.sandbox.command.Release;
import drawbridge.sandbox.command.ReportFile;
import drawbridge.sandbox.parts.Launcher;

import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `drawbridge demo`: the command line. What happens is in [Performance].
@Command(
        name = "drawbridge demo",
        description = {
            "Lets people work in Acme and in the app at once, with Drawbridge between them, through an",
            "outage, lost answers and a crash; then a judge reads the ledgers of both systems.",
            "Ends with 0 if the run is clean, 1 if a promise was broken, 2 if it could not be run."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        versionProvider = Release.class)
public final class Demo implements Callable<Integer> {

    private static final int ABORTED = 130;
    private static final int FAILED = 2;
    private static final Duration USUAL = Duration.ofSeconds(60);

    /// Runs of some 70 MB each.
    private static final int KEPT = 3;

    @Option(
            names = "--for",
            paramLabel = "60s",
            converter = Length.class,
            description = {
                "How long people work; then it ends by itself.",
                "Without it, on a terminal, it goes on until Ctrl-C; elsewhere it is 60s."
            })
    private @Nullable Duration length;

    @Option(names = "--seed", description = "Decides what people do. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    @Option(
            names = "--rate",
            description = "What people do a second, in both systems. Default: ${DEFAULT-VALUE}")
    private double rate = 12;

    @Option(
            names = "--deletes",
            description =
                    "How many records of each account people delete at most, besides the scripted"
                            + " one. Default: ${DEFAULT-VALUE}")
    private int deletes = 6;

    @Option(
            names = "--with",
            paramLabel = "nasty",
            converter = Further.Word.class,
            description =
                    "A further customer, east, whom the gateway reaches by an unpleasant API: XML,"
                            + " bare ids, no reference kept.")
    private @Nullable Further further;

    @Option(names = "--report", paramLabel = "F", description = "Writes the report as JSON, too.")
    private @Nullable Path report;

    @Option(
            names = "--appointments",
            paramLabel = "CSV",
            description =
                    "Appointments to load into Acme for the first customer: appointment_id,"
                            + " contact_id, booked_at, starts_on (a whole day), location.")
    private @Nullable Path appointments;

    @Option(
            names = "--emails",
            paramLabel = "CSV",
            description =
                    "E-mails to load likewise, packed (.gz) or not: sender, recipient, seconds since"
                            + " 2016-01-01T00:00Z. Each counts on the sender's dashboard.")
    private @Nullable Path emails;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = {
                "Folder for all that the run leaves. Default: .drawbridge/demo/<time>",
                "Of the runs there the last three are kept."
            })
    private @Nullable Path data;

    @Spec private CommandSpec spec = CommandSpec.create();

    /// The program.
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return PlainCommand.of(new Demo(), "The demo could not be run: ", FAILED);
    }

    @Override
    public Integer call() throws IOException, SQLException {
        ReportFile.readable(spec.commandLine(), "--appointments", appointments);
        ReportFile.readable(spec.commandLine(), "--emails", emails);
        ReportFile.writable(spec.commandLine(), "--report", report);
        atLeast(0, rate, "--rate");
        atLeast(0, deletes, "--deletes");
        var clock = InstantSource.system();
        var launcher = new Launcher(System.getenv());
        var folder = RunFolder.begin(data == null ? usual(launcher, clock) : data);
        if (data == null) {
            new PastRuns(usual(launcher)).keep(KEPT);
        }
        var out = spec.commandLine().getOut();
        try (var terminal = terminal()) {
            var bell = new Bell();
            var live = !terminal.getType().startsWith(Terminal.TYPE_DUMB);
            var plan =
                    new Plan(
                            seed,
                            rate,
                            deletes,
                            length == null ? USUAL : length,
                            live && length == null,
                            further == Further.NASTY,
                            Optional.ofNullable(report),
                            Optional.ofNullable(appointments),
                            Optional.ofNullable(emails));
            var screen = live ? new LiveScreen(terminal, () -> end(bell)) : new PlainScreen(out);
            var performance =
                    new Performance(
                            launcher, folder, plan, clock, bell, spec.commandLine().getErr());
            var judgement = performance.give(screen);
            return performance.tell(judgement, out(terminal, live, out), live);
        }
    }

    private void atLeast(double least, double given, String option) {
        if (given < least) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " is " + given + "; it is " + least + " at least.");
        }
    }

    private static PrintWriter out(Terminal terminal, boolean live, PrintWriter out) {
        return live ? terminal.writer() : out;
    }

    /// The first Ctrl-C leads to the verdict, the second ends it all.
    private static void end(Bell bell) {
        if (bell.hasRung()) {
            Runtime.getRuntime().exit(ABORTED);
        }
        bell.ring();
    }

    private static Path usual(Launcher launcher, InstantSource clock) {
        var time =
                DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss")
                        .withZone(ZoneId.systemDefault())
                        .format(clock.instant());
        return usual(launcher).resolve(time);
    }

    private static Path usual(Launcher launcher) {
        return launcher.home().resolve(".drawbridge").resolve("demo");
    }

    private static Terminal terminal() throws IOException {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
                ? TerminalBuilder.builder().system(true).dumb(true).nativeSignals(true).build()
                : TerminalBuilder.builder()
                        .dumb(true)
                        .type(Terminal.TYPE_DUMB)
                        .system(false)
                        .streams(
                                java.io.InputStream.nullInputStream(),
                                java.io.OutputStream.nullOutputStream())
                        .build();
    }
}
