package drawbridge.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// Files that only their owner may read, because they hold secrets. A reader sees the old content
/// or the new one, never a part.
public final class PrivateFile {

    private PrivateFile() {}

    /// Finds out whether the file could be written, and leaves no trace.
    static void tryOut(Path file) throws StartFailure {
        try {
            if (Files.isDirectory(file)) {
                throw new StartFailure(file + " of --ready is a folder; name a file in it.");
            }
            Files.delete(
                    Files.createTempFile(
                            file.toAbsolutePath().getParent(), "." + file.getFileName(), ".draft"));
        } catch (IOException unwritable) {
            throw new StartFailure(
                    "The file "
                            + file
                            + " of --ready cannot be written; its folder must be there and ours to"
                            + " write to.");
        }
    }

    public static void write(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path draft =
                Files.createTempFile(
                        folder,
                        "." + file.getFileName(),
                        ".draft",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(draft, text, StandardCharsets.UTF_8);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
