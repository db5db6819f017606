package drawbridge.console.traffic;

import drawbridge.opsapi.MappingFile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The files of a mappings folder, as a gateway wants them handed in.
final class MappingFolder {

    private static final List<String> PARTS =
            List.of("systems", "flows", "counts", "tenants", "examples");

    private MappingFolder() {}

    /// In the order of their names; none where it is no such folder.
    ///
    /// @throws IOException when one cannot be read
    static List<MappingFile> read(Path folder) throws IOException {
        List<MappingFile> files = new ArrayList<>();
        for (String part : PARTS) {
            Path within = folder.resolve(part);
            if (Files.isDirectory(within)) {
                for (Path file : yaml(within)) {
                    files.add(
                            new MappingFile(
                                    part + "/" + file.getFileName(),
                                    Files.readString(file, StandardCharsets.UTF_8)));
                }
            }
        }
        return files;
    }

    private static List<Path> yaml(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }
}
