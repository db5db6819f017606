package drawbridge.sandbox.judge;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The folder of a run, as the demo leaves it.
///
/// @param run what `run.json` says
record RunFiles(Path folder, JsonNode run) {

    static RunFiles of(Path folder) throws IOException {
        var file = folder.resolve("run.json");
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        var run = Json.read(Files.readString(file));
        if (!run.path("tenants").isArray() || !run.path("parts").isObject()) {
            throw new IOException(
                    file + " tells of no run: a demo writes its tenants and its parts into it.");
        }
        return new RunFiles(folder, run);
    }

    long seed() {
        return run.path("seed").asLong();
    }

    List<String> tenants() {
        var tenants = new ArrayList<String>();
        run.path("tenants").forEach(tenant -> tenants.add(tenant.asText()));
        return tenants;
    }

    Evidence evidence(Connection database) throws IOException, SQLException {
        var secrets = Leaks.secrets(folder);
        var leaks = Leaks.inFiles(folder, secrets).and(Leaks.inJournal(database, secrets));
        return evidence(Database.read(database, tenants()), noted().withLeaks(leaks));
    }

    private Evidence evidence(Rows rows, Noted noted) throws IOException {
        var agreement = new Agreement();
        return new Evidence(
                agreement,
                book(Side.ACME, agreement),
                book(Side.APP, agreement),
                facts(agreement),
                traffic(),
                rows,
                noted);
    }

    private Noted noted() throws IOException {
        var kills = new ArrayList<Instant>();
        run.path("kills").forEach(kill -> kills.add(Instant.parse(kill.path("at").asText())));
        return new Noted(
                linesOf("ops.jsonl"),
                run.path("quiet").asBoolean(),
                run.path("open").asBoolean(),
                kills,
                Decision.read(linesOf("operator.jsonl")),
                dashboard(),
                credentials(),
                Leaks.NONE);
    }

    private List<Figure> dashboard() throws IOException {
        var figures = new ArrayList<Figure>();
        for (var account : tenants()) {
            var file = folder.resolve("app").resolve("touchpoints-" + account + ".json");
            for (var fact : Json.read(Files.readString(file))) {
                figures.add(Figure.read(account, fact));
            }
        }
        return figures;
    }

    private Map<String, String> credentials() throws IOException {
        var owners = new HashMap<String, String>();
        for (var side : Side.values()) {
            var file = folder.resolve(side + "-accounts.json");
            if (Files.exists(file)) {
                owners.putAll(Leaks.owners(Json.read(Files.readString(file))));
            }
        }
        return owners;
    }

    private Book book(Side side, Agreement agreement) throws IOException {
        var entries = new ArrayList<Entry>();
        for (var line : Json.lines(folder.resolve(side.toString()).resolve("ledger.jsonl"))) {
            entries.add(Entry.read(side, line));
        }
        return new Book(side, entries, agreement);
    }

    private List<Fact> facts(Agreement agreement) throws IOException {
        var facts = new ArrayList<Fact>();
        for (var side : Side.values()) {
            for (var account : tenants()) {
                var file = folder.resolve(side.toString()).resolve("facts-" + account + ".json");
                for (var fact : Json.read(Files.readString(file))) {
                    facts.add(Fact.read(agreement, account, side, fact));
                }
            }
        }
        return facts;
    }

    /// The traffic's ledger; a run that went on had more than one.
    private Traffic traffic() throws IOException {
        var ledgers = new ArrayList<List<JsonNode>>();
        try (var files = Files.newDirectoryStream(folder, "traffic*.jsonl")) {
            for (var file : files) {
                ledgers.add(Json.lines(file));
            }
        }
        return Traffic.read(ledgers);
    }

    private List<JsonNode> linesOf(String name) throws IOException {
        var file = folder.resolve(name);
        return Files.exists(file) ? Json.lines(file) : List.of();
    }
}
