package drawbridge.sandbox.world;

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
            var facts = world.product().facts(world.of(account)).toString();
            replace(folder.resolve("facts-" + account.account() + ".json"), facts);
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
