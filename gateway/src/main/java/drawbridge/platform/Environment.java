package drawbridge.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The variables that the gateway is told by, with secrets read from files: `DRAWBRIDGE_X_FILE`
/// names a file that holds the value of `DRAWBRIDGE_X`. So a container gets its passwords as files,
/// which no list of processes and no dump of its configuration shows.
public final class Environment {

    private static final String OURS = "DRAWBRIDGE_";
    private static final String FILE = "_FILE";

    private Environment() {}

    /// The variables as given, and each value that a file holds beside them. White space around
    /// such a value is not part of it.
    ///
    /// @param plain variables that end in `_FILE` and mean just what they say
    /// @throws StartFailure with every problem at once, never with a value
    static Map<String, String> read(Map<String, String> given, Set<String> plain)
            throws StartFailure {
        Map<String, String> all = new TreeMap<>(given);
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, String> each : given.entrySet()) {
            String variable = each.getKey();
            String file = each.getValue();
            if (!variable.startsWith(OURS)
                    || !variable.endsWith(FILE)
                    || plain.contains(variable)
                    || file.isBlank()) {
                continue;
            }
            String named = variable.substring(0, variable.length() - FILE.length());
            if (!given.getOrDefault(named, "").isBlank()) {
                problems.add(named + " and " + variable + " are both set. Take one of them away.");
                continue;
            }
            try {
                String value = Files.readString(Path.of(file)).strip();
                if (value.isEmpty()) {
                    problems.add("The file " + file + ", which " + variable + " names, is empty.");
                }
                all.put(named, value);
            } catch (IOException | RuntimeException unreadable) {
                problems.add(
                        "The file "
                                + file
                                + ", which "
                                + variable
                                + " names, cannot be read. It must be there, and the user of this"
                                + " process must have the right to read it.");
            }
        }
        if (!problems.isEmpty()) {
            throw new StartFailure(String.join(System.lineSeparator(), problems));
        }
        return all;
    }
}
