package drawbridge.mapping.check;

import drawbridge.mapping.file.Nearest;
import drawbridge.mapping.file.Yaml.Place;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds folders and files beside the known ones: a misspelt folder would be passed over without a
/// word.
record StrayParts(Path folder, Findings findings) {

    private static final List<String> KNOWN =
            List.of("systems", "flows", "counts", "tenants", "examples", "schema");

    void run() {
        try (Stream<Path> parts = Files.list(folder)) {
            parts.sorted().forEach(this::part);
        } catch (IOException unreadable) {
            findings.problems().add(new Place("", 1, 1), "the folder cannot be read");
        }
    }

    private void part(Path part) {
        String name = part.getFileName().toString();
        boolean isRead = Files.isDirectory(part) || name.endsWith(".yaml");
        if (KNOWN.contains(name) || name.startsWith(".") || !isRead) {
            return;
        }
        Optional<String> near = Nearest.to(name, KNOWN);
        Place at = new Place(name, 1, 1);
        if (near.isPresent()) {
            findings.problems()
                    .add(at, "nothing is read from here; did you mean '" + near.get() + "'?");
        } else {
            findings.notes().add(at, "nothing is read from here");
        }
    }
}
