package drawbridge.bench;

import drawbridge.bench.parts.HeapLog;
import drawbridge.bench.parts.Launcher;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `drawbridge bench`: how fast the gateway is, against what could be written by hand.
@Command(
        name = "drawbridge bench",
        description = {
            "Measures the gateway as it is shipped, over a real PostgreSQL, against two programs"
                    + " without any rules: an intake that commits each webhook by itself, and a"
                    + " pipeline that stores and delivers. This process plays both systems. What is"
                    + " compared alternates; figures are medians.",
            "Ends with 0 if it could measure, whatever came out; with 1 if a change was lost, a"
                    + " part ended, or a baseline was too slow to compare with; with 2 if it was"
                    + " started wrongly."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Bench.Release.class)
public final class Bench implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(Bench.class);
    private static final int WIDTH = 100;
    private static final int FAILED = 1;
    private static final int MILLION = 1_000_000;

    @Option(
            names = "--report",
            paramLabel = "F",
            description = "Writes what was found as JSON, too.")
    private @Nullable Path report;

    @Option(
            names = "--full",
            description = "Puts a million changes into the backlog, not a hundred thousand.")
    private boolean full;

    @Option(
            names = "--quick",
            description = "Two minutes: short windows, one round, small backlog. For development.")
    private boolean quick;

    @Option(
            names = "--smallest",
            description = "Seconds: whether the bench works. Its figures mean nothing.")
    private boolean smallest;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each measure alternates. Default: 3, with --quick 1.")
    private @Nullable Integer rounds;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "A folder that does not exist yet, on the disk to be measured; deleted at the"
                            + " end. Default: below .drawbridge/")
    private @Nullable Path data;

    @Option(
            names = "--profile",
            paramLabel = "F",
            description = "Has the gateway with one tenant record itself to this file (JFR).")
    private @Nullable Path profile;

    @Spec private CommandSpec spec = CommandSpec.create();

    /// The version that the launcher tells.
    static final class Release implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {
                "Drawbridge " + System.getProperty("drawbridge.version", "unreleased")
            };
        }
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Bench())
                .setUsageHelpWidth(WIDTH)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((wrong, _) -> misused(wrong));
    }

    private static int misused(ParameterException wrong) {
        PrintWriter told = wrong.getCommandLine().getErr();
        told.println(wrong.getMessage());
        boolean _ = UnmatchedArgumentException.printSuggestions(wrong, told);
        told.println("./drawbridge bench --help tells the options.");
        told.flush();
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public Integer call() throws IOException {
        BenchPlan plan = plan();
        Path folder = folder();
        PrintWriter told = spec.commandLine().getErr();
        long began = System.nanoTime();
        try (World world = world(folder)) {
            BenchRun run =
                    new BenchRun(
                            world,
                            plan,
                            line -> {
                                told.println(line);
                                told.flush();
                            });
            HeapLog.Peak peak = run.run(options());
            List<String> refusals = run.refusals();
            if (!refusals.isEmpty()) {
                refusals.forEach(told::println);
                return FAILED;
            }
            Report found = new Report(plan, run.results(), peak, (System.nanoTime() - began) / 1e9);
            new Table(spec.commandLine().getOut()).print(found);
            if (report != null) {
                var _ = Files.writeString(report, found.json().toPrettyString() + "\n");
            }
            return CommandLine.ExitCode.OK;
        } catch (IOException failure) {
            told.println(failure.getMessage());
            return FAILED;
        }
    }

    /// Ends with this process, too, when that is told to end.
    private static World world(Path folder) throws IOException {
        World world = new World(System.getenv(), folder);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    try {
                                        world.close();
                                    } catch (IOException left) {
                                        LOG.atWarn()
                                                .setCause(left)
                                                .log("The folder of the run stays");
                                    }
                                },
                                "stop"));
        return world;
    }

    private BenchPlan plan() {
        if ((full ? 1 : 0) + (quick ? 1 : 0) + (smallest ? 1 : 0) > 1) {
            throw wrong("--full, --quick and --smallest exclude each other.");
        }
        if (rounds != null && (rounds < 1 || rounds > 20)) {
            throw wrong("--rounds: 1 to 20, not " + rounds + ".");
        }
        if (report != null && Files.isDirectory(report)) {
            throw wrong("--report: '" + report + "' is a folder; name a file in it.");
        }
        BenchPlan plan =
                smallest ? BenchPlan.smallest() : quick ? BenchPlan.quick() : BenchPlan.usual();
        plan = full ? plan.withBacklog(MILLION) : plan;
        return rounds == null ? plan : plan.withRounds(rounds);
    }

    private Path folder() {
        Map<String, String> environment = System.getenv();
        Path folder =
                data != null
                        ? data.toAbsolutePath()
                        : Launcher.home(environment)
                                .resolve(".drawbridge")
                                .resolve("bench-" + ProcessHandle.current().pid());
        if (Files.exists(folder)) {
            throw wrong("--data: '" + folder + "' exists; name a folder that does not.");
        }
        return folder;
    }

    private List<String> options() {
        return profile == null
                ? List.of()
                : List.of(
                        "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
                                + profile.toAbsolutePath());
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
