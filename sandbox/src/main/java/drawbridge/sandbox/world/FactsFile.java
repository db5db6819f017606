package drawbridge.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Keeps the facts of each account on disk: written when a second has passed without an effect, and
/// at the end.
final class FactsFile {

    private final World world;
    private final Path folder;
    private long effects;
    private long seen;
    private long written;

    FactsFile(World world, Path folder) {
        this.world = world;
        this.folder = folder;
    }

    /// Called after each effect.
    void changed() {
        effects++;
    }

    /// Called once a second.
    void tick() {
        long now = effects;
        if (now == seen && now != written) {
            write();
        }
        seen = now;
    }

    void write() {
        written = effects;
        for (var account : world.accounts().all()) {
            var shelves = world.of(account);
            write("facts", account, world.product().facts(shelves));
            world.product()
                    .moreFacts(shelves)
                    .forEach((name, facts) -> write(name, account, facts));
        }
    }

    private void write(String name, Account account, JsonNode facts) {
        replace(folder.resolve(name + "-" + account.account() + ".json"), facts.toString());
    }

    /// Writes the facts of the crowded kind too: done once, at the end.
    void writeAll() {
        write();
        world.product()
                .crowded()
                .ifPresent(kind -> world.accounts().all().forEach(each -> writeLines(kind, each)));
    }

    private void writeLines(Kind kind, Account account) {
        var file = folder.resolve(kind.plural() + "-" + account.account() + ".jsonl");
        var shelves = world.of(account);
        try (var lines = Files.newBufferedWriter(file)) {
            for (var doc : shelves.of(kind).all().toList()) {
                if (!doc.deleted()) {
                    lines.write(world.product().fact(doc, shelves).toString());
                    lines.newLine();
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// Writes a file so that nobody ever reads half of it.
    static void replace(Path file, String text) {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(fresh, text);
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
