package drawbridge.mapping.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// What a mappings folder holds at this moment, in a few letters: equal, nothing changed. Cheap
/// enough for every second. A file that cannot be read counts as one without content.
public final class FolderDigest {

    private static final List<String> PARTS = List.of("systems", "flows", "counts", "tenants");

    private FolderDigest() {}

    /// @param beside files outside the folder that it names, such as those of secrets
    public static String of(Path folder, Collection<Path> beside) {
        List<String> parts = new ArrayList<>();
        for (String part : PARTS) {
            for (Path file : files(folder.resolve(part))) {
                parts.add(part + "/" + file.getFileName());
                parts.add(content(file));
            }
        }
        for (Path file : beside.stream().sorted().toList()) {
            parts.add(file.toString());
            parts.add(content(file));
        }
        return Digest.of(parts.toArray(String[]::new));
    }

    private static List<Path> files(Path part) {
        try (Stream<Path> files = Files.list(part)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException absent) {
            return List.of();
        }
    }

    private static String content(Path file) {
        try {
            // Every byte is a letter here, so that no two contents look alike.
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            return "";
        }
    }
}
