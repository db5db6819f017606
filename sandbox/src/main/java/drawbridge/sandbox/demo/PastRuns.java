package drawbridge.sandbox.demo;

import drawbridge.sandbox.judge.RunDatabase;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/// The runs that are kept in a folder, each under the time at which it began.
///
/// @param folder of nothing but what demos leave; other names in it are left alone
record PastRuns(Path folder) {

    private static final Pattern TIME = Pattern.compile("[0-9]{8}-[0-9]{6}");

    /// Deletes the older ones, but for those whose database somebody still has in hand. What cannot
    /// be deleted stays: that is no reason to begin no new run.
    void keep(int newest) throws IOException {
        List<Path> runs;
        try (var all = Files.list(folder)) {
            runs =
                    all.filter(Files::isDirectory)
                            .filter(run -> TIME.matcher(run.getFileName().toString()).matches())
                            .sorted(Comparator.reverseOrder())
                            .toList();
        }
        for (var run : runs.subList(Math.min(newest, runs.size()), runs.size())) {
            try {
                if (!RunDatabase.isHeld(run)) {
                    delete(run);
                }
            } catch (IOException | UncheckedIOException _) {
                // It is tried again with the next run.
            }
        }
    }

    private static void delete(Path run) throws IOException {
        List<Path> files;
        try (var all = Files.walk(run)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (var file : files) {
            Files.delete(file);
        }
    }
}
