package drawbridge.check;

import drawbridge.mapping.JsonText;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.check.Finding;
import drawbridge.mapping.check.KnownRecords;
import drawbridge.mapping.check.MappingCheck;
import drawbridge.mapping.check.document.ApiDocument;
import drawbridge.mapping.check.document.DocumentReader;
import drawbridge.mapping.check.propose.FlowProposal;
import drawbridge.mapping.check.propose.SystemProposal;
import drawbridge.mapping.file.Inspected;
import drawbridge.mapping.file.MappingLoader;
import drawbridge.mapping.file.Nearest;
import drawbridge.mapping.file.Problems;
import drawbridge.platform.PlainCommand;
import drawbridge.platform.Release;
import drawbridge.platform.StartFailure;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Proposes a file of a mapping: `drawbridge new system --from crm.yaml`, `drawbridge new flow
/// crm.appointment app.event`.
///
/// | exit code | meaning |
/// | --- | --- |
/// | 0 | proposed |
/// | 1 | proposed, but something must be decided before it can be used |
/// | 2 | nothing can be proposed, or it was started wrongly |
@Command(
        name = "drawbridge new",
        description = {
            "Proposes a system's file from the OpenAPI document of its API, or a flow between two"
                    + " resources by the names and types of their members. Each guess is marked with"
                    + " its reason."
        },
        customSynopsis = {
            "drawbridge new system --from OPENAPI.{yaml,json} [--name N] [--into DIR]",
            "       drawbridge new flow A.RESOURCE B.RESOURCE [--name N] [--mappings DIR] [--into DIR]"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Release.class,
        sortOptions = false,
        footer = {
            "",
            "Without --into the file goes to standard output, and what must be decided to standard",
            "error. A file that is there already is never overwritten.",
            "Exit codes: 0 proposed, 1 something must be decided, 2 nothing can be proposed."
        })
public final class NewCommand implements Callable<Integer> {

    private static final int DECIDE = 1;
    private static final String MAPPINGS = "mappings";

    private final Path home;
    private final Path here;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "1..3", hidden = true)
    private List<String> words = List.of();

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "The OpenAPI document (3.0 or 3.1) of the API.")
    private @Nullable Path from;

    @Option(
            names = "--name",
            paramLabel = "N",
            description = "Of the system or flow. Default: by the title, or by the resource")
    private @Nullable String name;

    @Option(
            names = "--into",
            paramLabel = "DIR",
            description =
                    "A folder of mappings, into which the file is put and where it is checked.")
    private @Nullable Path into;

    @Option(
            names = "--mappings",
            paramLabel = "DIR",
            description = "Where the systems of a flow are. Default: that of --into, or mappings")
    private @Nullable Path mappings;

    @Option(names = "--json", description = "Print {name, file, text, decide} instead.")
    private boolean json;

    NewCommand(Path home, Path here) {
        this.home = home;
        this.here = here;
    }

    /// Proposes and ends.
    public static void main(String[] args) {
        Path home = Path.of(System.getenv().getOrDefault("DRAWBRIDGE_HOME", ""));
        System.exit(commandLine(home, Path.of("")).execute(args));
    }

    static CommandLine commandLine(Path home, Path here) {
        return PlainCommand.of(new NewCommand(home, here));
    }

    @Override
    public Integer call() throws StartFailure {
        if (name != null && !name.matches("[a-z][a-z0-9-]*")) {
            throw new StartFailure(
                    "'%s' is no name of small letters, digits and dashes.".formatted(name));
        }
        return switch (words.getFirst()) {
            case "system" -> system();
            case "flow" -> flow();
            default ->
                    throw new StartFailure(
                            "There is no new '%s'. There are: system, flow."
                                    .formatted(words.getFirst()));
        };
    }

    // ---- A system

    private int system() throws StartFailure {
        if (from == null || words.size() > 1) {
            throw new StartFailure(
                    "Name the document of the API: drawbridge new system --from OPENAPI.yaml");
        }
        Path file = here.resolve(from);
        byte[] bytes = bytes(file);
        ApiDocument document;
        try {
            document = DocumentReader.read(file);
        } catch (DocumentReader.Unreadable wrong) {
            throw new StartFailure("'%s' %s.".formatted(from, wrong.placed()));
        }
        String called = name == null ? SystemProposal.named(document) : name;
        String copy = "openapi/" + called + (isJson(file) ? ".json" : ".yaml");
        SystemProposal.Proposed proposed = SystemProposal.of(document, Optional.of(called), copy);
        Map<String, byte[]> files = new LinkedHashMap<>();
        String own = "systems/" + called + ".yaml";
        files.put(own, proposed.text().getBytes(StandardCharsets.UTF_8));
        files.put("systems/" + copy, bytes);
        return tell(
                called,
                own,
                proposed.text(),
                proposed.open(),
                files,
                "%d resources".formatted(proposed.resources()));
    }

    private static boolean isJson(Path file) {
        return file.toString().endsWith(".json");
    }

    private byte[] bytes(Path file) throws StartFailure {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new StartFailure("The file '%s' cannot be read.".formatted(from));
        }
        String start =
                new String(bytes, 0, Math.min(bytes.length, 4_096), StandardCharsets.UTF_8).strip();
        if (start.startsWith("<")) {
            boolean wsdl = start.contains("definitions") || start.contains("wsdl");
            throw new StartFailure(
                    "'%s' is %s. Only OpenAPI documents are read here; describe this system by hand: docs/writing-a-mapping.md."
                            .formatted(
                                    from,
                                    wsdl
                                            ? "a WSDL document, and calls in SOAP cannot be described yet"
                                            : "XML"));
        }
        return bytes;
    }

    // ---- A flow

    private int flow() throws StartFailure {
        if (words.size() != 3 || from != null) {
            throw new StartFailure(
                    "Name two resources: drawbridge new flow crm.appointment app.event");
        }
        Path folder = systems();
        Problems problems = new Problems();
        Inspected read = MappingLoader.inspect(folder, problems);
        KnownRecords known = KnownRecords.of(folder, read);
        FlowProposal.Proposed proposed =
                FlowProposal.of(
                        end(read, known, words.get(1)),
                        end(read, known, words.get(2)),
                        Optional.ofNullable(name));
        String own = "flows/" + proposed.name() + ".yaml";
        return tell(
                proposed.name(),
                own,
                proposed.text(),
                proposed.open(),
                Map.of(own, proposed.text().getBytes(StandardCharsets.UTF_8)),
                "%d fields".formatted(proposed.fields()));
    }

    private Path systems() throws StartFailure {
        Path folder =
                mappings != null
                        ? here.resolve(mappings)
                        : into != null ? here.resolve(into) : home.resolve(MAPPINGS);
        MappingsFolder named = new MappingsFolder(folder, folder);
        named.mustHoldMappings();
        return folder;
    }

    private static FlowProposal.End end(Inspected read, KnownRecords known, String text)
            throws StartFailure {
        int dot = text.indexOf('.');
        if (dot < 1 || dot == text.length() - 1) {
            throw new StartFailure(
                    "'%s' is no resource; write it as system.resource.".formatted(text));
        }
        ResourceName resource = new ResourceName(text.substring(0, dot), text.substring(dot + 1));
        Inspected.Laid<SystemSpec> system = read.systems().get(resource.system());
        if (system == null) {
            throw new StartFailure(
                    "There is no system '%s' whose file can be read%s."
                            .formatted(
                                    resource.system(),
                                    Nearest.hint(resource.system(), read.systems().keySet())
                                            .replaceAll("\\?$", "")));
        }
        Optional<ResourceSpec> spec = system.made().resource(resource.resource());
        if (spec.isEmpty()) {
            List<String> names = system.made().resourceNames();
            throw new StartFailure(
                    "%s has no resource '%s'. %s"
                            .formatted(
                                    resource.system(),
                                    resource.resource(),
                                    names.isEmpty()
                                            ? "None of those in systems/%s.yaml can be read: drawbridge check"
                                                    .formatted(resource.system())
                                            : "There are: " + String.join(", ", names) + "."));
        }
        return FlowProposal.End.of(spec.get(), known)
                .orElseThrow(
                        () ->
                                new StartFailure(
                                        "Of the records of %s nothing is known: name the document of its API with 'openapi', or its members with 'fields', in systems/%s.yaml."
                                                .formatted(resource, resource.system())));
    }

    // ---- Telling

    private int tell(
            String called,
            String own,
            String text,
            List<String> decide,
            Map<String, byte[]> files,
            String how)
            throws StartFailure {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        List<Mappings.Problem> wrong = List.of();
        if (into != null) {
            Path folder = here.resolve(into);
            Proposing.put(folder, files);
            wrong =
                    MappingCheck.of(folder).findings().stream()
                            .filter(finding -> finding.severity() == Finding.Severity.PROBLEM)
                            .map(Finding::problem)
                            .filter(problem -> problem.file().equals(own))
                            .toList();
        }
        if (json) {
            out.println(json(called, own, text, decide, wrong));
        } else if (into == null) {
            out.print(text);
        } else {
            files.keySet().stream()
                    .sorted()
                    .forEach(file -> out.println("Wrote " + into.resolve(file) + "."));
            out.println("%s: %s.".formatted(called, how));
        }
        out.flush();
        if (!json) {
            decide.forEach(what -> err.println("Decide: " + what + "."));
            for (Mappings.Problem problem : wrong) {
                err.println((into == null ? Path.of("") : into).resolve(problem.toString()));
            }
            if (into == null && words.getFirst().equals("system")) {
                err.println(
                        "The document of the API belongs beside it; --into DIR puts both in their"
                                + " place and checks them.");
            }
            err.flush();
        }
        return decide.isEmpty() && wrong.isEmpty() ? 0 : DECIDE;
    }

    private static String json(
            String called,
            String own,
            String text,
            List<String> decide,
            List<Mappings.Problem> wrong) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("name", Value.of(called));
        members.put("file", Value.of(own));
        members.put("text", Value.of(text));
        members.put("decide", texts(decide));
        members.put("problems", texts(wrong.stream().map(Mappings.Problem::toString).toList()));
        return new String(JsonText.write(new Value.Obj(members)), StandardCharsets.UTF_8);
    }

    private static Value texts(List<String> texts) {
        return new Value.Arr(texts.stream().<Value>map(Value::of).toList());
    }
}
