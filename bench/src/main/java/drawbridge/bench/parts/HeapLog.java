package drawbridge.bench.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a JVM wrote about its collections (`-Xlog:gc`): how full its heap was at most. It costs the
/// JVM nothing, and cannot miss a peak between two looks.
public final class HeapLog {

    private static final Pattern PAUSE = Pattern.compile("Pause .* (\\d+)M->(\\d+)M\\((\\d+)M\\)");

    private final Path file;

    public HeapLog(Path file) {
        this.file = file;
    }

    /// The option that makes a JVM write this file.
    public String option() {
        return "-Xlog:gc:file=" + file + "::filecount=0";
    }

    /// @param usedMb before a collection, garbage included
    /// @param liveMb after a collection
    public record Peak(long usedMb, long liveMb) {}

    /// The largest of all collections so far; zeros before the first.
    public Peak peak() throws IOException {
        long used = 0;
        long live = 0;
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                Matcher pause = PAUSE.matcher(line);
                if (pause.find()) {
                    used = Math.max(used, Long.parseLong(pause.group(1)));
                    live = Math.max(live, Long.parseLong(pause.group(2)));
                }
            }
        }
        return new Peak(used, live);
    }
}
