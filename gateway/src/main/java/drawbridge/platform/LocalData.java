package drawbridge.platform;

import java.io.IOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The files of a PostgreSQL of our own: whether this program's server can work on them, and what
/// they tell of a start that failed.
record LocalData(Path folder) {

    /// The version whose files our server reads. A test holds it to what is brought along.
    static final String MAJOR = "18";

    static LocalData of(Path folder) {
        return new LocalData(folder);
    }

    private Path data() {
        return folder.resolve("data");
    }

    /// @throws StartFailure when there are files that must not be started on
    void check() throws StartFailure, IOException {
        if (!Files.exists(folder.resolve("set-up"))) {
            return;
        }
        Path version = data().resolve("PG_VERSION");
        if (!Files.exists(version)) {
            throw new StartFailure(
                    "The database folder "
                            + folder
                            + " was set up, but its data is gone: there is no "
                            + version
                            + ". Bring it back from a backup, or name another folder with --data.");
        }
        String found = Files.readString(version).strip();
        if (!found.equals(MAJOR)) {
            throw new StartFailure(
                    "The database in "
                            + folder
                            + " was made by PostgreSQL "
                            + found
                            + ", and this program brings along PostgreSQL "
                            + MAJOR
                            + ". Move the data by pg_dump and pg_restore, or name another folder"
                            + " with --data. Nothing was changed.");
        }
        if (!Files.exists(folder.resolve("passwords.json"))) {
            throw new StartFailure(
                    "The passwords of the database are gone: there is no "
                            + folder.resolve("passwords.json")
                            + ". Bring it back from a backup, or name another folder with --data.");
        }
    }

    /// The server's own last words where it left any.
    String whyItDidNotStart(int port, Exception failure) {
        String said = fatal().orElseGet(() -> firstLine(failure));
        return failure instanceof BindException
                        || said.contains("Address already in use")
                        || said.contains("could not create any TCP/IP")
                ? "The database in "
                        + folder
                        + " did not start: its port "
                        + port
                        + " is taken by another program. End that, or name another with --port (0"
                        + " takes a free one)."
                : "The database in "
                        + folder
                        + " did not start: "
                        + said
                        + ". More is said in "
                        + data().resolve("log")
                        + ".";
    }

    private static String firstLine(Exception failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .findFirst()
                .orElse("no reason is known");
    }

    private Optional<String> fatal() {
        try (Stream<Path> logs = Files.list(data().resolve("log"))) {
            Optional<Path> newest =
                    logs.max(
                            java.util.Comparator.comparingLong(log -> log.toFile().lastModified()));
            if (newest.isEmpty()) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(newest.get(), StandardCharsets.UTF_8);
            return lines.reversed().stream()
                    .filter(line -> line.contains("FATAL: ") || line.contains("could not bind"))
                    .map(line -> line.substring(line.indexOf(": ") + 1).strip())
                    .findFirst();
        } catch (IOException none) {
            return Optional.empty();
        }
    }
}
