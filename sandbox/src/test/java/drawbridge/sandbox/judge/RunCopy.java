package drawbridge.sandbox.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A copy of a run's files, made to be falsified.
record RunCopy(Path folder) {

    /// Copies what the judge reads, without the database.
    static RunCopy of(Path run, Path folder) throws IOException {
        try (var files = Files.walk(run, 2)) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                if (Files.isRegularFile(file)
                        && (name.endsWith(".jsonl")
                                || name.endsWith(".json")
                                || name.endsWith(".log"))) {
                    var target = folder.resolve(run.relativize(file));
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
        return new RunCopy(folder);
    }

    private Path ledger(Side side) {
        return folder.resolve(side.toString()).resolve("ledger.jsonl");
    }

    List<ObjectNode> lines(Side side) {
        try {
            var lines = new ArrayList<ObjectNode>();
            Json.lines(ledger(side)).forEach(line -> lines.add((ObjectNode) line));
            return lines;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// Strikes every line of the ledger that says so.
    void strike(Side side, Predicate<JsonNode> unwanted) {
        write(ledger(side), lines(side).stream().filter(unwanted.negate()).toList());
    }

    /// Adds a line to the ledger that was not there.
    long add(Side side, ObjectNode line) {
        var lines = lines(side);
        long n = lines.getLast().path("n").asLong() + 1;
        line.put("n", n).put("at", last());
        lines.add(line);
        write(ledger(side), lines);
        return n;
    }

    /// When the last thing happened that either ledger tells of.
    private String last() {
        var acme = lines(Side.ACME).getLast().path("at").asText();
        var app = lines(Side.APP).getLast().path("at").asText();
        return acme.compareTo(app) > 0 ? acme : app;
    }

    /// Changes lines of a file of JSON lines.
    void mend(String file, Predicate<ObjectNode> which, Consumer<ObjectNode> how) {
        try {
            var lines = new ArrayList<ObjectNode>();
            for (var node : Json.lines(folder.resolve(file))) {
                var line = (ObjectNode) node;
                if (which.test(line)) {
                    how.accept(line);
                }
                lines.add(line);
            }
            write(folder.resolve(file), lines);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// Changes what a system states of its records at the end; the list may be changed, too.
    void restate(RecordKey key, Consumer<List<ObjectNode>> how) {
        var file =
                folder.resolve(key.side().toString()).resolve("facts-" + key.account() + ".json");
        try {
            var facts = new ArrayList<ObjectNode>();
            Json.read(Files.readString(file)).forEach(fact -> facts.add((ObjectNode) fact));
            how.accept(facts);
            Files.writeString(file, facts.toString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// Changes one state.
    void restateOne(RecordKey key, Consumer<ObjectNode> how) {
        restate(
                key,
                facts ->
                        facts.stream()
                                .filter(fact -> fact.path("id").asText().equals(key.id()))
                                .forEach(how));
    }

    private static void write(Path file, List<ObjectNode> lines) {
        try {
            Files.write(file, lines.stream().map(ObjectNode::toString).toList());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
