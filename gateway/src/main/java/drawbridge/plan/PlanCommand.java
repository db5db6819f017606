package drawbridge.plan;

import drawbridge.platform.PlainCommand;
import drawbridge.platform.Release;
import drawbridge.platform.StartFailure;
import drawbridge.trial.Chosen;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

/// Tells what would happen to a customer's real data: `drawbridge plan west`.
///
/// | exit code | meaning |
/// | --- | --- |
/// | 0 | everything would cross |
/// | 1 | something would wait for a person, or could not cross |
/// | 2 | nothing can be planned |
@Command(
        name = "drawbridge plan",
        description = {
            "Reads both systems of a customer that is not in use yet, and tells what would be linked,"
                    + " created, changed and held if it were. Nothing is written to any system."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Release.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 all would cross, 1 something would not, 2 nothing can be planned."
        })
public final class PlanCommand implements Callable<Integer> {

    private static final int NOT_ALL = 1;
    private static final String MAPPINGS = "mappings";

    private final Path home;
    private final Path here;
    private final Map<String, String> environment;
    private final boolean terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "TENANT",
            description = "A customer of mappings/examples that is not in use yet.")
    private String tenant = "";

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "3",
            description = "Records that are shown of each kind. Default: ${DEFAULT-VALUE}")
    private int samples;

    @Option(
            names = "--mappings",
            paramLabel = "DIR",
            description = "The folder that holds systems, flows and tenants. Default: mappings")
    private @Nullable Path dir;

    @Option(names = "--json", description = "Print the whole plan as JSON.")
    private boolean json;

    PlanCommand(Path home, Path here, Map<String, String> environment, boolean terminal) {
        this.home = home;
        this.here = here;
        this.environment = Map.copyOf(environment);
        this.terminal = terminal;
    }

    /// Plans and ends.
    public static void main(String[] args) {
        Path home = Path.of(System.getenv().getOrDefault("DRAWBRIDGE_HOME", ""));
        System.exit(
                commandLine(home, Path.of(""), System.getenv(), PlainCommand.isTerminal())
                        .execute(args));
    }

    static CommandLine commandLine(
            Path home, Path here, Map<String, String> environment, boolean terminal) {
        return PlainCommand.of(new PlanCommand(home, here, environment, terminal));
    }

    /// Where plans are kept.
    static PlanFile kept(Path home) {
        return new PlanFile(home.resolve(".drawbridge").resolve("plans"));
    }

    static Path folder(Path home, Path here, @Nullable Path dir) {
        return dir == null ? home.resolve(MAPPINGS) : here.resolve(dir);
    }

    @Override
    public Integer call() throws StartFailure {
        Path folder = folder(home, here, dir);
        if (Chosen.tenant(folder, environment, tenant).active()) {
            throw new StartFailure(
                    "%s is in use, and its links are known to its gateway. What does not agree there, and what a repair would do about it: drawbridge audit --tenant %s --plan"
                            .formatted(tenant, tenant));
        }
        Plan plan = Surveyed.plan(folder, environment, tenant);
        kept(home).keep(plan);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(PlanJson.of(plan));
        } else {
            new PlanText(
                            terminal && Ansi.AUTO.enabled(),
                            PlainCommand.width(spec, terminal),
                            samples)
                    .of(plan)
                    .forEach(out::println);
            out.println();
            out.printf(
                    "Plan %s. To do exactly this: ./drawbridge apply %s%s%n",
                    plan.hash(),
                    plan.hash(),
                    // The same folder once more.
                    dir == null ? "" : " --mappings " + dir);
        }
        out.flush();
        return plan.steps().stream().anyMatch(step -> step.kind().isTrouble()) ? NOT_ALL : 0;
    }
}
