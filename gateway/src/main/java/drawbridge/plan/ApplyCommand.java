package drawbridge.plan;

import drawbridge.platform.PlainCommand;
import drawbridge.platform.Release;
import drawbridge.platform.StartFailure;
import drawbridge.trial.Chosen;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// Puts a customer into use, if what would become of its data is still what a plan said.
///
/// | exit code | meaning |
/// | --- | --- |
/// | 0 | the customer is in use |
/// | 1 | the world moved since, or the plan does more than was allowed; nothing was done |
/// | 2 | it was started wrongly; nothing was done |
@Command(
        name = "drawbridge apply",
        description = {
            "Makes the plan once more; if nothing moved since, puts the customer into use by copying"
                    + " its file from examples to tenants, which a gateway that runs takes up."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Release.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 in use, 1 the world moved or a limit is passed, 2 started wrongly."
        })
public final class ApplyCommand implements Callable<Integer> {

    private static final int REFUSED = 1;
    private static final int SHOWN = 10;

    private final Path home;
    private final Path here;
    private final Map<String, String> environment;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "HASH", description = "As drawbridge plan printed it.")
    private String hash = "";

    @Option(
            names = "--at-most-creates",
            paramLabel = "N",
            description = "Refuse if more records would be created.")
    private @Nullable Integer creates;

    @Option(
            names = "--at-most-changes",
            paramLabel = "N",
            description = "Refuse if more records would be changed.")
    private @Nullable Integer changes;

    @Option(
            names = "--at-most-held",
            paramLabel = "N",
            description = "Refuse if more records would wait for a person, or could not cross.")
    private @Nullable Integer held;

    @Option(
            names = "--mappings",
            paramLabel = "DIR",
            description = "The folder that holds systems, flows and tenants. Default: mappings")
    private @Nullable Path dir;

    @Option(names = "--json", description = "Print JSON instead of sentences.")
    private boolean json;

    ApplyCommand(Path home, Path here, Map<String, String> environment) {
        this.home = home;
        this.here = here;
        this.environment = Map.copyOf(environment);
    }

    /// Applies and ends.
    public static void main(String[] args) {
        Path home = Path.of(System.getenv().getOrDefault("DRAWBRIDGE_HOME", ""));
        System.exit(commandLine(home, Path.of(""), System.getenv()).execute(args));
    }

    static CommandLine commandLine(Path home, Path here, Map<String, String> environment) {
        return PlainCommand.of(new ApplyCommand(home, here, environment));
    }

    @Override
    public Integer call() throws StartFailure {
        Path folder = PlanCommand.folder(home, here, dir);
        Plan before = PlanCommand.kept(home).find(hash);
        Chosen.Tenant tenant = Chosen.tenant(folder, environment, before.tenant());
        if (tenant.active()) {
            throw new StartFailure("%s is in use already.".formatted(before.tenant()));
        }
        Plan now = Surveyed.plan(folder, environment, before.tenant());
        boolean isSame = now.hash().equals(hash);
        List<String> refusals = isSame ? beyond(now) : List.of("the world moved since that plan.");
        if (refusals.isEmpty()) {
            put(tenant.file(), folder.resolve("tenants"));
        }
        if (json) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(PlanJson.applied(now, refusals, isSame ? List.of() : moved(before, now)));
            out.flush();
        } else {
            tell(before, now, refusals);
        }
        return refusals.isEmpty() ? 0 : REFUSED;
    }

    private void tell(Plan before, Plan now, List<String> refusals) {
        if (refusals.isEmpty()) {
            PrintWriter out = spec.commandLine().getOut();
            out.printf(
                    "%s is in use. A gateway that runs takes it up within two seconds: %,d are"
                            + " linked, %,d changed and %,d created.%n",
                    before.tenant(),
                    now.count(Step.Kind.LINK) + now.count(Step.Kind.MERGE),
                    now.count(Step.Kind.MERGE),
                    now.count(Step.Kind.CREATE));
            out.flush();
            return;
        }
        PrintWriter err = spec.commandLine().getErr();
        refusals.forEach(refusal -> err.println("Nothing was done: " + refusal));
        if (!now.hash().equals(hash)) {
            List<String> moved = moved(before, now);
            moved.stream().limit(SHOWN).forEach(line -> err.println("  " + line));
            if (moved.size() > SHOWN) {
                err.printf("  and %,d more%n", moved.size() - SHOWN);
            }
            err.printf(
                    "Make a new one: drawbridge plan %s%s%n",
                    before.tenant(), dir == null ? "" : " --mappings " + dir);
        }
        err.flush();
    }

    private static List<String> moved(Plan before, Plan now) {
        List<String> moved = new ArrayList<>();
        if (!before.mappings().equals(now.mappings())) {
            moved.add("the mappings changed");
        }
        moved.addAll(before.movedTo(now));
        return moved;
    }

    /// All that is beyond its limit, and not the first alone.
    private List<String> beyond(Plan plan) {
        long waiting = plan.steps().stream().filter(step -> step.kind().isTrouble()).count();
        return Stream.of(
                        beyond("creates", plan.count(Step.Kind.CREATE), creates),
                        uncounted(plan.count(Step.Kind.EXPAND)),
                        beyond("changes", plan.count(Step.Kind.MERGE), changes),
                        beyond("held", waiting, held))
                .flatMap(Optional::stream)
                .toList();
    }

    /// How many records a series becomes is known once it is read: no limit can be held to that.
    private Optional<String> uncounted(long series) {
        return creates == null || series == 0
                ? Optional.empty()
                : Optional.of(
                        ("the plan has %,d series that become one record for each occurrence, and how"
                                        + " many these are is not known beforehand, so that"
                                        + " --at-most-creates cannot be held. Leave it out if they"
                                        + " may cross.")
                                .formatted(series));
    }

    private static Optional<String> beyond(String what, long planned, @Nullable Integer most) {
        return most == null || planned <= most
                ? Optional.empty()
                : Optional.of(
                        "the plan has %,d %s, and --at-most-%s is %,d."
                                .formatted(planned, what, what, most));
    }

    private static void put(Path file, Path tenants) throws StartFailure {
        Path to = tenants.resolve(file.getFileName());
        // Written beside and moved, so that nobody reads half of it.
        Path beside = tenants.resolve("." + file.getFileName() + ".new");
        try {
            if (Files.exists(to)) {
                throw new FileAlreadyExistsException(to.toString());
            }
            Files.createDirectories(tenants);
            Files.write(beside, Files.readAllBytes(file));
            var _ = Files.move(beside, to);
        } catch (IOException unwritable) {
            throw new StartFailure(
                    "%s cannot be put into use: '%s' cannot be written."
                            .formatted(file.getFileName(), to));
        }
    }
}
