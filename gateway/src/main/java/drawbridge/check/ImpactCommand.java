package drawbridge.check;

import drawbridge.mapping.JsonText;
import drawbridge.mapping.Mappings.Problem;
import drawbridge.mapping.Value;
import drawbridge.mapping.check.Finding.Severity;
import drawbridge.mapping.check.ImpactCheck;
import drawbridge.mapping.check.ImpactCheck.Touch;
import drawbridge.mapping.check.document.ApiDocument;
import drawbridge.mapping.check.document.DocumentReader;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/// Tells what a changed document of an API touches: `drawbridge impact old.json new.json`.
///
/// | exit code | meaning |
/// | --- | --- |
/// | 0 | nothing breaks |
/// | 1 | something breaks |
/// | 2 | it was started wrongly, or a document cannot be read |
@Command(
        name = "drawbridge impact",
        description = {
            "Tells what a changed OpenAPI document of an API touches in a folder of mappings: fields,"
                    + " flows and tenants, each with its place. No system is called, and nothing is"
                    + " written."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Release.class,
        sortOptions = false,
        footer = {
            "",
            "A line is file:line:column: and what is otherwise from now on. A note breaks nothing.",
            "Exit codes: 0 nothing breaks, 1 something breaks, 2 started wrongly."
        })
public final class ImpactCommand implements Callable<Integer> {

    private static final int BREAKS = 1;

    private final Path home;
    private final Path here;
    private final boolean terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "OLD", description = "The document as it was.")
    private Path old = Path.of("");

    @Parameters(index = "1", paramLabel = "NEW", description = "The document as it is to be.")
    private Path next = Path.of("");

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "DIR",
            description = "The folder that holds systems, flows and tenants. Default: mappings")
    private @Nullable Path dir;

    @Option(
            names = "--system",
            paramLabel = "S",
            description = "Whose document it is, if neither its file nor its title tells.")
    private @Nullable String system;

    @Option(
            names = "--json",
            description =
                    "Print a list of {file, line, column, problem, severity, flows, tenants} instead.")
    private boolean json;

    ImpactCommand(Path home, Path here, boolean terminal) {
        this.home = home;
        this.here = here;
        this.terminal = terminal;
    }

    /// Tells and ends.
    public static void main(String[] args) {
        Path home = Path.of(System.getenv().getOrDefault("DRAWBRIDGE_HOME", ""));
        System.exit(commandLine(home, Path.of(""), PlainCommand.isTerminal()).execute(args));
    }

    static CommandLine commandLine(Path home, Path here, boolean terminal) {
        return PlainCommand.of(new ImpactCommand(home, here, terminal));
    }

    @Override
    public Integer call() throws StartFailure {
        MappingsFolder folder = MappingsFolder.of(Optional.ofNullable(dir), home, here);
        folder.mustHoldMappings();
        ApiDocument was = document(old);
        var _ = document(next);
        List<String> systems =
                system == null
                        ? ImpactCheck.systemsOf(folder.path(), was, here.resolve(old))
                        : List.of(system);
        if (systems.isEmpty()) {
            throw new StartFailure(
                    "No system of '%s' rests on '%s' or on a document of its title. Name one with --system."
                            .formatted(folder.shown(), old));
        }
        List<Touch> touches = new ArrayList<>();
        for (String each : systems) {
            touches.addAll(
                    ImpactCheck.of(folder.path(), each, here.resolve(old), here.resolve(next)));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(touches, folder));
        } else {
            CheckText text =
                    new CheckText(
                            folder,
                            terminal && Ansi.AUTO.enabled(),
                            PlainCommand.width(spec, terminal));
            touches.forEach(touch -> text.lines(touch.finding()).forEach(out::println));
            if (!touches.isEmpty()) {
                out.println();
            }
            out.println(sum(systems, touches));
        }
        out.flush();
        return ImpactCheck.isBroken(touches) ? BREAKS : 0;
    }

    private ApiDocument document(Path file) throws StartFailure {
        try {
            return DocumentReader.read(here.resolve(file));
        } catch (DocumentReader.Unreadable wrong) {
            throw new StartFailure("'%s' %s.".formatted(file, wrong.placed()));
        }
    }

    private static String sum(List<String> systems, List<Touch> touches) {
        String whose = String.join(", ", systems);
        if (touches.isEmpty()) {
            return "Nothing that the mappings name of %s is touched.".formatted(whose);
        }
        Set<String> flows = new TreeSet<>();
        Set<String> tenants = new TreeSet<>();
        long breaks = 0;
        for (Touch touch : touches) {
            flows.addAll(touch.flows());
            tenants.addAll(touch.tenants());
            breaks += touch.finding().severity() == Severity.PROBLEM ? 1 : 0;
        }
        return "%s of %s, of which %d break something. Flows: %s. Tenants: %s."
                .formatted(
                        touches.size() == 1 ? "1 change" : touches.size() + " changes",
                        whose,
                        breaks,
                        named(flows),
                        named(tenants));
    }

    private static String named(Set<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private static String json(List<Touch> touches, MappingsFolder folder) {
        Value list =
                new Value.Arr(touches.stream().<Value>map(touch -> json(touch, folder)).toList());
        return new String(JsonText.write(list), StandardCharsets.UTF_8);
    }

    private static Value.Obj json(Touch touch, MappingsFolder folder) {
        Problem problem = touch.finding().problem();
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("file", Value.of(folder.name(problem.file())));
        members.put("line", Value.of(problem.line()));
        members.put("column", Value.of(problem.column()));
        members.put("problem", Value.of(problem.sentence()));
        members.put(
                "severity", Value.of(touch.finding().severity().name().toLowerCase(Locale.ROOT)));
        members.put("flows", texts(touch.flows()));
        members.put("tenants", texts(touch.tenants()));
        return new Value.Obj(members);
    }

    private static Value texts(Set<String> texts) {
        return new Value.Arr(texts.stream().<Value>map(Value::of).toList());
    }
}
