package drawbridge.trial;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.check.Departures;
import drawbridge.mapping.file.Inspected;
import drawbridge.mapping.file.Inspected.Laid;
import drawbridge.mapping.file.MappingLoader;
import drawbridge.mapping.file.Nearest;
import drawbridge.mapping.file.Problems;
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

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
    private static final List<String> ACTIONS =
            List.of("read", "list", "create", "update", "delete");

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
        boolean terminal =
                Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        Path home = Path.of(System.getenv().getOrDefault("DRAWBRIDGE_HOME", ""));
        System.exit(commandLine(home, Path.of(""), System.getenv(), terminal).execute(args));
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
                                            String.join(", ", ACTIONS)));
        }
        ResourceSpec resource = chosen.resource(words.get(1));
        List<String> arguments = words.subList(3, words.size());
        Asked asked = asked(words.get(2), arguments);
        if (asked.writes() && chosen.active()) {
            warn(chosen);
        }
        try (Trials trials = new Trials(chosen, environment)) {
            List<Attempt> attempts =
                    asked instanceof Asked.Rows
                            ? pages(trials, resource)
                            : List.of(made(trials, resource, asked));
            tell(chosen, trials, attempts);
            return attempts.stream().allMatch(Attempt::good) ? 0 : NOT_WELL;
        }
    }

    private sealed interface Asked {

        record One(String id) implements Asked {}

        record Rows() implements Asked {}

        record Make(Value.Obj body) implements Asked {}

        record Change(String id, Value.Obj patch) implements Asked {}

        record Take(String id) implements Asked {}

        default boolean writes() {
            return switch (this) {
                case One _, Rows _ -> false;
                case Make _, Change _, Take _ -> true;
            };
        }
    }

    private Asked asked(String action, List<String> arguments) throws StartFailure {
        List<String> wanted =
                switch (action) {
                    case "read", "delete" -> List.of("ID");
                    case "list" -> List.of();
                    case "create" -> List.of("FILE");
                    case "update" -> List.of("ID", "FILE");
                    default ->
                            throw new StartFailure(
                                    "'%s' is nothing that can be done with a resource%s There are: %s."
                                            .formatted(
                                                    action,
                                                    Chosen.end(Nearest.hint(action, ACTIONS)),
                                                    String.join(", ", ACTIONS)));
                };
        if (arguments.size() != wanted.size()) {
            throw new StartFailure(
                    "%s takes %s: drawbridge try %s %s %s"
                            .formatted(
                                    action,
                                    wanted.isEmpty() ? "nothing" : String.join(" and ", wanted),
                                    words.get(0),
                                    words.get(1),
                                    String.join(
                                            " ",
                                            java.util.stream.Stream.concat(
                                                            java.util.stream.Stream.of(action),
                                                            wanted.stream())
                                                    .toList())));
        }
        return switch (action) {
            case "read" -> new Asked.One(arguments.getFirst());
            case "list" -> new Asked.Rows();
            case "create" -> new Asked.Make(body(arguments.getFirst()));
            case "update" -> new Asked.Change(arguments.getFirst(), body(arguments.get(1)));
            default -> new Asked.Take(arguments.getFirst());
        };
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

    private Value.Obj body(String file) throws StartFailure {
        byte[] bytes;
        try {
            bytes =
                    file.equals("-")
                            ? System.in.readAllBytes()
                            : Files.readAllBytes(here.resolve(file));
        } catch (IOException unreadable) {
            throw new StartFailure(
                    "The file '%s' cannot be read. It is to hold the record as JSON."
                            .formatted(file));
        }
        try {
            if (JsonText.parse(bytes) instanceof Value.Obj object) {
                return object;
            }
        } catch (JsonText.Malformed wrong) {
            throw new StartFailure("%s: %s".formatted(file, wrong.getMessage()));
        }
        throw new StartFailure("%s holds JSON, but no object: a record is one.".formatted(file));
    }

    private void warn(Chosen chosen) {
        PrintWriter err = spec.commandLine().getErr();
        err.printf(
                "Careful: %s is in use. This changes real data of %s, and a gateway that runs takes it"
                        + " for a change and carries it across.%n",
                chosen.tenant().name(), chosen.spec().name());
        err.flush();
    }

    private void tell(Chosen chosen, Trials trials, List<Attempt> attempts) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            TrialJson form = new TrialJson(trials.masks());
            print(out, new Value.Arr(attempts.stream().<Value>map(form::of).toList()));
        } else {
            attempts.forEach(
                    attempt ->
                            text(trials)
                                    .of(attempt, file(chosen), trials.departures().isKnown())
                                    .forEach(out::println));
        }
        out.flush();
    }

    private static String file(Chosen chosen) {
        return "systems/" + chosen.spec().name() + ".yaml";
    }

    private static void print(PrintWriter out, Value value) {
        out.println(new String(JsonText.write(value), StandardCharsets.UTF_8));
    }

    private TrialText text(Trials trials) {
        return new TrialText(trials.masks(), terminal && Ansi.AUTO.enabled(), width(), lines);
    }

    /// Nothing is broken up for a program that reads it.
    private int width() {
        return terminal ? spec.usageMessage().autoWidth(true).width() : Integer.MAX_VALUE;
    }

    // ---- All of them

    private int all(Chosen chosen) throws StartFailure {
        if (write && chosen.active()) {
            warn(chosen);
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Trials trials = new Trials(chosen, environment)) {
            TrialText text = text(trials);
            int names = AllTrials.longestName(chosen);
            List<Result> results =
                    new AllTrials(
                                    chosen,
                                    trials,
                                    write,
                                    result -> {
                                        if (!json) {
                                            lines(text, names, result).forEach(out::println);
                                            out.flush();
                                        }
                                    })
                            .run();
            if (json) {
                TrialJson form = new TrialJson(trials.masks());
                print(
                        out,
                        new Value.Arr(
                                results.stream()
                                        .<Value>map(
                                                result ->
                                                        switch (result) {
                                                            case Result.Tried(Attempt attempt) ->
                                                                    form.of(attempt);
                                                            case Result.Untried(
                                                                            String name,
                                                                            String why) ->
                                                                    TrialJson.untried(name, why);
                                                        })
                                        .toList()));
            }
            Path file = chosen.folder().resolve(file(chosen));
            VerifiedMark.write(
                    file,
                    LocalDate.ofInstant(trials.now(), ZoneOffset.UTC),
                    chosen.tenant().name(),
                    mock,
                    results);
            if (!json) {
                out.println();
                out.println("'verified' of %s says so from today on.".formatted(file(chosen)));
            }
            out.flush();
            boolean good =
                    results.stream()
                            .allMatch(
                                    result ->
                                            !(result instanceof Result.Tried(Attempt attempt))
                                                    || attempt.good());
            return good ? 0 : NOT_WELL;
        }
    }

    private static List<String> lines(TrialText text, int names, Result result) {
        return switch (result) {
            case Result.Tried(Attempt attempt) -> text.lineOf(attempt, names);
            case Result.Untried(String name, String why) -> List.of(text.untried(name, why, names));
        };
    }

    // ---- Files for other tools

    private int files() throws StartFailure {
        if (words.size() != 1 || all) {
            throw new StartFailure(
                    "--http and --postman write all calls of one system: drawbridge try SYSTEM --http FILE");
        }
        Path folder = folder();
        Problems problems = new Problems();
        Inspected read = MappingLoader.inspect(folder, environment, problems);
        Laid<SystemSpec> system = Chosen.system(read, problems, words.getFirst());
        String endpoint =
                tenant == null
                        ? ""
                        : Chosen.of(folder, environment, words.getFirst(), Optional.of(tenant))
                                .connection()
                                .endpoint();
        List<DescribedCalls.Described> calls =
                new DescribedCalls(system, Departures.of(folder, system)).all();
        if (http != null) {
            put(http, HttpFile.of(system.made(), calls, endpoint));
        }
        if (postman != null) {
            put(postman, PostmanFile.of(system.made(), calls, endpoint));
        }
        return 0;
    }

    private void put(String file, String text) throws StartFailure {
        PrintWriter out = spec.commandLine().getOut();
        if (file.equals("-")) {
            out.print(text);
            out.flush();
            return;
        }
        Path path = here.resolve(file);
        if (Files.exists(path)) {
            throw new StartFailure("'%s' is there already; it is not overwritten.".formatted(file));
        }
        try {
            Files.writeString(path, text);
        } catch (IOException unwritable) {
            throw new StartFailure("'%s' cannot be written.".formatted(file));
        }
        out.println("Wrote " + file + ".");
        out.flush();
    }
}
