package drawbridge.sandbox.judge;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The folder of a run, as the demo leaves it.
///
/// @param run what `run.json` says
record RunFiles(Path folder, JsonNode run) {

    static RunFiles of(Path folder) throws IOException {
        var file = folder.resolve("run.json");
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return new RunFiles(folder, Json.read(Files.readString(file)));
    }

    long seed() {
        return run.path("seed").asLong();
    }

    List<String> tenants() {
        var tenants = new ArrayList<String>();
        run.path("tenants").forEach(tenant -> tenants.add(tenant.asText()));
        return tenants;
    }

    Evidence evidence(Rows rows) throws IOException {
        var agreement = new Agreement();
        return new Evidence(
                agreement,
                book(Side.ACME, agreement),
                book(Side.APP, agreement),
                facts(agreement),
                traffic(),
                rows,
                samples(),
                run.path("quiet").asBoolean());
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

    private List<JsonNode> samples() throws IOException {
        var file = folder.resolve("ops.jsonl");
        return Files.exists(file) ? Json.lines(file) : List.of();
    }
}
