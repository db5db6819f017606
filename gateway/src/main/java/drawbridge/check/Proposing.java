package drawbridge.check;

import drawbridge.platform.StartFailure;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Puts proposed files into a folder of mappings, and overwrites none.
final class Proposing {

    private Proposing() {}

    /// @param files their content by their names below `folder`
    /// @throws StartFailure when one is there already, and then none is written
    static void put(Path folder, Map<String, byte[]> files) throws StartFailure {
        Map<String, byte[]> missing = new TreeMap<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            if (!Files.exists(path)) {
                missing.put(file.getKey(), file.getValue());
            } else if (!isSame(path, file.getValue())) {
                throw new StartFailure(
                        "'%s' is there already; it is not overwritten. Name the new one otherwise with --name."
                                .formatted(path));
            }
        }
        for (Map.Entry<String, byte[]> file : missing.entrySet()) {
            Path path = folder.resolve(file.getKey());
            try {
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue(), java.nio.file.StandardOpenOption.CREATE_NEW);
            } catch (FileAlreadyExistsException quick) {
                throw new StartFailure(
                        "'%s' came into being meanwhile; it is not overwritten.".formatted(path));
            } catch (IOException unwritable) {
                throw new StartFailure("'%s' cannot be written.".formatted(path));
            }
        }
    }

    private static boolean isSame(Path path, byte[] content) throws StartFailure {
        try {
            return java.util.Arrays.equals(Files.readAllBytes(path), content);
        } catch (IOException unreadable) {
            throw new StartFailure("'%s' cannot be read.".formatted(path));
        }
    }
}
