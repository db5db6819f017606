package drawbridge.trial;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.Value;
import drawbridge.platform.PlainCommand;
import drawbridge.platform.Release;
import drawbridge.platform.StartFailure;
import drawbridge.system.Listing.Page;
import drawbridge.system.PageGuard;
import drawbridge.trial.AllTrials.Result;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Makes real calls of a system: `drawbridge try acme appointment read apt_17 --tenant north`.
///
/// | exit code | meaning |
/// | --- | --- |
/// | 0 | it works, and the answers are as the document of the API says |
/// | 1 | it does not work, or an answer departs from the document |
/// | 2 | it was started wrongly; no call was made |
@Command(
        name = "drawbridge try",
        description = {
            "Makes a real call of a system as its descriptor says, with a tenant's own connection,"
                    + " and shows what was sent and answered, how the descriptor reads it, and where"
                    + " it departs from the document of the API. Secrets are masked."
        },
        customSynopsis = {
            "drawbridge try SYSTEM RESOURCE read ID       [--tenant T]",
            "       drawbridge try SYSTEM RESOURCE list          [--tenant T] [--since TIME] [--pages N]",
            "       drawbridge try SYSTEM RESOURCE create FILE   [--tenant T]",
            "       drawbridge try SYSTEM RESOURCE update ID FILE [--tenant T] [--if-version V]",
            "       drawbridge try SYSTEM RESOURCE delete ID     [--tenant T] [--if-version V]",
            "       drawbridge try --all SYSTEM [--write] [--mock] [--tenant T]",
            "       drawbridge try SYSTEM --http FILE | --postman FILE"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Release.class,
        sortOptions = false,
        footer = {
            "",
            "create, update and delete change real data. FILE holds the record as JSON; - is standard",
            "input.",
            "Exit codes: 0 it works, 1 it does not or departs from the document, 2 started wrongly."
        })
public final class TryCommand implements Callable<Integer> {

    private static final int NOT_WELL = 1;

    /// As many as the gateway reads of a list.
    private static final int MOST_PAGES = 10_000;

    private static final Path USUAL = Path.of("mappings");

    private final Path home;
    private final Path here;
    private final Map<String, String> environment;
    private final boolean terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "1..5", hidden = true)
    private List<String> words = List.of();

    @Option(
            names = "--tenant",
            paramLabel = "T",
            description =
                    "Whose connection, of tenants/ or examples/. Default: the only tenant that has one")
    private @Nullable String tenant;

    @Option(
            names = "--all",
            description = {
                "Try each operation that the system's file describes and that changes nothing, and"
                        + " write under 'verified' which of them work."
            })
    private boolean all;

    @Option(
            names = "--write",
            description =
                    "With --all: also make a copy of a record, change it and delete it, where the"
                            + " system can delete.")
    private boolean write;

    @Option(
            names = "--mock",
            description =
                    "With --all: what answers is a mock of the API's document, and not the system;"
                            + " 'verified' says so.")
    private boolean mock;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "What changed since then, such as 2026-03-01T00:00Z. Default: 30 days ago")
    private @Nullable String since;

    @Option(
            names = "--pages",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many pages of a list. Default: ${DEFAULT-VALUE}")
    private int pages;

    @Option(
            names = "--if-version",
            paramLabel = "V",
            description = "Only if the record still has this version.")
    private @Nullable String version;

    @Option(
            names = "--lines",
            paramLabel = "N",
            defaultValue = "40",
            description = "How much of a body is shown. Default: ${DEFAULT-VALUE} lines")
    private int lines;

    @Option(
            names = "--http",
            paramLabel = "FILE",
            description = "Write all calls into a .http file; - is standard output.")
    private @Nullable String http;

    @Option(
            names = "--postman",
            paramLabel = "FILE",
            description = "Write all calls into a Postman collection (2.1); - is standard output.")
    private @Nullable String postman;

    @Option(
            names = "--mappings",
            paramLabel = "DIR",
            description = "The folder that holds systems and tenants. Default: mappings")
    private @Nullable Path dir;

    @Option(names = "--json", description = "Print JSON instead.")
    private boolean json;

    TryCommand(Path home, Path here, Map<String, String> environment, boolean terminal) {
        this.home = home;
        this.here = here;
        this.environment = Map.copyOf(environment);
        this.terminal = terminal;
    }

    /// Tries and ends.
    public static void main(String[] args) {
        Path home = Path.of(System.getenv().getOrDefault("DRAWBRIDGE_HOME", ""));
        System.exit(
                commandLine(home, Path.of(""), System.getenv(), PlainCommand.isTerminal())
                        .execute(args));
    }

    static CommandLine commandLine(
            Path home, Path here, Map<String, String> environment, boolean terminal) {
        return PlainCommand.of(new TryCommand(home, here, environment, terminal));
    }

    private Path folder() throws StartFailure {
        Path folder = dir == null ? home.resolve(USUAL) : here.resolve(dir);
        if (!Files.isDirectory(folder.resolve("systems"))) {
            throw new StartFailure(
                    "'%s' holds no folder 'systems'. Name a folder of mappings with --mappings."
                            .formatted(dir == null ? folder : dir));
        }
        return folder;
    }

    @Override
    public Integer call() throws StartFailure {
        if (http != null || postman != null) {
            return files();
        }
        if (all && words.size() != 1) {
            throw new StartFailure("--all tries a whole system: drawbridge try --all SYSTEM");
        }
        if (mock && !all) {
            throw new StartFailure(
                    "--mock belongs to --all: it says what 'verified' of the system's file rests on.");
        }
        if (write && !all) {
            throw new StartFailure(
                    "--write belongs to --all. A single write is asked for by its name: create,"
                            + " update or delete.");
        }
        Chosen chosen =
                Chosen.of(folder(), environment, words.getFirst(), Optional.ofNullable(tenant));
        return all ? all(chosen) : one(chosen);
    }

    // ---- One operation

    private int one(Chosen chosen) throws StartFailure {
        if (words.size() < 3) {
            throw new StartFailure(
                    words.size() < 2
                            ? "Which resource of %s? It has: %s. Or try them all: drawbridge try --all %s"
                                    .formatted(
                                            chosen.spec().name(),
                                            String.join(", ", chosen.spec().resourceNames()),
                                            chosen.spec().name())
                            : "What is to be done with %s? One of: %s."
                                    .formatted(
                                            chosen.resource(words.get(1)).name(),
                                            String.join(", ", Asked.ACTIONS)));
        }
        ResourceSpec resource = chosen.resource(words.get(1));
        Asked asked = Asked.of(words, here);
        if (asked.writes() && chosen.active()) {
            warn(chosen);
        }
        try (Trials trials = new Trials(chosen, environment)) {
            List<Attempt> attempts =
                    asked instanceof Asked.Rows
                            ? pages(trials, resource)
                            : List.of(made(trials, resource, asked));
            print().whole(chosen, trials, attempts);
            return attempts.stream().allMatch(Attempt::good) ? 0 : NOT_WELL;
        }
    }

    private Attempt made(Trials trials, ResourceSpec resource, Asked asked) throws StartFailure {
        Optional<String> held = Optional.ofNullable(version);
        return switch (asked) {
            case Asked.One(String id) -> trials.read(resource, id);
            case Asked.Rows _ -> trials.list(resource, since(trials), Optional.empty(), _ -> {});
            case Asked.Make(Value.Obj body) -> trials.create(resource, body);
            case Asked.Change(String id, Value.Obj patch) ->
                    trials.update(resource, id, patch, held);
            case Asked.Take(String id) -> trials.delete(resource, id, held);
        };
    }

    private List<Attempt> pages(Trials trials, ResourceSpec resource) throws StartFailure {
        List<Attempt> attempts = new ArrayList<>();
        Instant from = since(trials);
        Optional<String> cursor = Optional.empty();
        PageGuard guard = new PageGuard(resource.name(), "list", MOST_PAGES);
        for (int page = 0; page < Math.max(1, pages); page++) {
            List<Page> got = new ArrayList<>();
            attempts.add(trials.list(resource, from, cursor, got::add));
            cursor = got.stream().flatMap(answer -> answer.next().stream()).findFirst();
            if (cursor.isEmpty()) {
                break;
            }
            try {
                guard.turn(got.getFirst());
            } catch (CrossingFailure endless) {
                attempts.add(trials.ended(attempts.removeLast(), endless));
                break;
            }
        }
        return attempts;
    }

    private Instant since(Trials trials) throws StartFailure {
        if (since == null) {
            return trials.now().minus(Duration.ofDays(30));
        }
        try {
            return since.length() == 10
                    ? LocalDate.parse(since).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(since).toInstant();
        } catch (DateTimeParseException wrong) {
            throw new StartFailure(
                    "'%s' is no time such as 2026-03-01T00:00Z or 2026-03-01.".formatted(since));
        }
    }

    private void warn(Chosen chosen) {
        PrintWriter err = spec.commandLine().getErr();
        err.printf(
                "Careful: %s is in use. This changes real data of %s, and a gateway that runs takes it"
                        + " for a change and carries it across.%n",
                chosen.tenant().name(), chosen.spec().name());
        err.flush();
    }

    private TrialPrint print() {
        return new TrialPrint(
                spec.commandLine().getOut(),
                json,
                terminal && Ansi.AUTO.enabled(),
                PlainCommand.width(spec, terminal),
                lines);
    }

    // ---- All of them

    private int all(Chosen chosen) throws StartFailure {
        if (write && chosen.active()) {
            warn(chosen);
        }
        TrialPrint print = print();
        try (Trials trials = new Trials(chosen, environment)) {
            int names = AllTrials.longestName(chosen);
            List<Result> results =
                    new AllTrials(
                                    chosen,
                                    trials,
                                    write,
                                    result -> print.line(trials, names, result))
                            .run();
            print.all(trials, results);
            VerifiedMark.write(
                    chosen.folder().resolve(chosen.systemFile()),
                    LocalDate.ofInstant(trials.now(), ZoneOffset.UTC),
                    chosen.tenant().name(),
                    mock,
                    results);
            print.sentence(
                    "'verified' of %s says so from today on.".formatted(chosen.systemFile()));
            boolean good =
                    results.stream()
                            .allMatch(
                                    result ->
                                            !(result instanceof Result.Tried(Attempt attempt))
                                                    || attempt.good());
            return good ? 0 : NOT_WELL;
        }
    }

    // ---- Files for other tools

    private int files() throws StartFailure {
        if (words.size() != 1 || all) {
            throw new StartFailure(
                    "--http and --postman write all calls of one system: drawbridge try SYSTEM --http FILE");
        }
        new CallFiles(folder(), here, environment, spec.commandLine().getOut())
                .write(words.getFirst(), tenant, http, postman);
        return 0;
    }
}
