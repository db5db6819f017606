package drawbridge.sandbox.demo;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The folder of a run: everything that was said and done is kept there for the verdict.
record RunFolder(Path path) {

    /// Makes the folder; it must not hold a run already.
    static RunFolder begin(Path path) throws IOException {
        var folder = path.toAbsolutePath().normalize();
        Files.createDirectories(folder);
        try (var files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new FileAlreadyExistsException(folder.toString());
            }
        }
        return new RunFolder(folder);
    }

    /// Copies a folder with all that is in it.
    Path copy(String name, Path from) throws IOException {
        var copy = file(name);
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = copy.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return copy;
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /// Writes a file that only we may read.
    Path secret(String name, String text) throws IOException {
        var file = file(name);
        var fresh = file(name + ".new");
        Files.deleteIfExists(fresh);
        var ours = PosixFilePermissions.fromString("rw-------");
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(Set.copyOf(ours)));
        Files.writeString(fresh, text);
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return file;
    }

    /// Writes a file so that nobody ever reads half of it.
    void replace(String name, String text) throws IOException {
        var fresh = file(name + ".new");
        Files.writeString(fresh, text);
        Files.move(
                fresh,
                file(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
