package drawbridge.check;

import drawbridge.platform.StartFailure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// The folder that is checked.
///
/// @param path where it lies
/// @param shown as people know it: what stands before the name of each file
record MappingsFolder(Path path, Path shown) {

    private static final Path USUAL = Path.of("mappings");
    private static final String SYSTEMS = "systems";

    /// The one that was named, else that of the program.
    ///
    /// @param home of the program
    /// @param here where it was started
    static MappingsFolder of(Optional<Path> named, Path home, Path here) {
        if (named.isPresent()) {
            return new MappingsFolder(here.resolve(named.get()), named.get());
        }
        Path usual = home.resolve(USUAL);
        boolean atHome =
                home.toAbsolutePath().normalize().equals(here.toAbsolutePath().normalize());
        return new MappingsFolder(usual, atHome ? USUAL : usual);
    }

    /// The name of a file of it, so that an editor opens it.
    String name(String file) {
        return shown.resolve(file).toString();
    }

    /// @throws StartFailure when there is nothing to check, with what was probably meant
    void mustHoldMappings() throws StartFailure {
        if (Files.notExists(path)) {
            throw new StartFailure(
                    "There is no folder '%s'. Name the folder that holds systems, flows and tenants; without a name, that of the program is checked."
                            .formatted(shown));
        }
        if (!Files.isDirectory(path)) {
            throw new StartFailure(
                    "'%s' is a file, and a mapping is checked with all that it names. Name its folder%s."
                            .formatted(
                                    shown,
                                    around().map(folder -> ": ./drawbridge check " + folder)
                                            .orElse(", which holds systems, flows and tenants")));
        }
        if (isEmpty(path)) {
            throw new StartFailure(
                    "The folder '%s' is empty. It is to hold the folders systems, flows and tenants."
                            .formatted(shown));
        }
        Path systems = path.resolve(SYSTEMS);
        if (!Files.isDirectory(systems)) {
            throw new StartFailure(
                    "The folder '%s' has no folder 'systems', so that it holds no mappings%s."
                            .formatted(shown, meant()));
        }
        if (isEmpty(systems)) {
            throw new StartFailure(
                    "The folder '%s' is empty. It is to hold a file for each API, such as acme.yaml."
                            .formatted(shown.resolve(SYSTEMS)));
        }
    }

    /// The mappings that a file lies in.
    private Optional<Path> around() {
        Path told = shown.getParent();
        Path above = path.getParent();
        while (told != null && above != null && !Files.isDirectory(above.resolve(SYSTEMS))) {
            told = told.getParent();
            above = above.getParent();
        }
        return Optional.ofNullable(above == null ? null : told);
    }

    /// One that lies inside, or around it.
    private String meant() {
        Path inside = shown.resolve(USUAL);
        if (Files.isDirectory(path.resolve(USUAL).resolve(SYSTEMS))) {
            return "; did you mean '" + inside + "'?";
        }
        return around().map(folder -> "; did you mean '" + folder + "'?").orElse("");
    }

    private static boolean isEmpty(Path folder) throws StartFailure {
        try (Stream<Path> files = Files.list(folder)) {
            return files.allMatch(file -> file.getFileName().toString().startsWith("."));
        } catch (IOException unreadable) {
            throw new StartFailure("The folder '%s' cannot be read.".formatted(folder));
        }
    }
}
