package drawbridge.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Tells whoever started this process that it is ready, by a file that is never seen half written.
final class Ready {

    private Ready() {}

    static void announce(Path file, String url) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        var text = "{\"url\":\"%s\",\"pid\":%d}%n".formatted(url, ProcessHandle.current().pid());
        Files.writeString(fresh, text);
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
