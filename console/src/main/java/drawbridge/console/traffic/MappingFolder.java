package drawbridge.console.traffic;

import drawbridge.opsapi.MappingFile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The files of a mappings folder, as a gateway wants them handed in.
final class MappingFolder {

    private static final List<String> PARTS = List.of("systems", "flows", "counts");
    private static final List<String> CUSTOMERS = List.of("tenants", "examples");

    private MappingFolder() {}

    /// In the order of their names; none where it is no such folder. Of customers only this one's,
    /// because a folder may hold thousands.
    ///
    /// @throws IOException when one cannot be read
    static List<MappingFile> read(Path folder, String tenant) throws IOException {
        List<MappingFile> files = new ArrayList<>();
        for (String part : PARTS) {
            files.addAll(read(folder, part, _ -> true));
        }
        Pattern names =
                Pattern.compile(
                        "^tenant:\\s*[\"']?" + Pattern.quote(tenant) + "[\"']?\\s*(#.*)?$",
                        Pattern.MULTILINE);
        for (String part : CUSTOMERS) {
            files.addAll(read(folder, part, text -> names.matcher(text).find()));
        }
        return files;
    }

    private static List<MappingFile> read(Path folder, String part, Predicate<String> wanted)
            throws IOException {
        List<MappingFile> files = new ArrayList<>();
        Path within = folder.resolve(part);
        if (Files.isDirectory(within)) {
            for (Path file : yaml(within)) {
                String text = Files.readString(file, StandardCharsets.UTF_8);
                if (wanted.test(text)) {
                    files.add(new MappingFile(part + "/" + file.getFileName(), text));
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
