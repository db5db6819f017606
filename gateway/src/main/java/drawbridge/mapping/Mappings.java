package drawbridge.mapping;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that was read from one mappings folder: complete, or refused as a whole.
///
/// @param version a hash over all files
public record Mappings(
        String version, Map<String, SystemSpec> systems, Map<String, TenantSpec> tenants) {

    public Mappings {
        systems = Map.copyOf(systems);
        tenants = Map.copyOf(tenants);
    }

    public Optional<TenantSpec> tenant(String name) {
        return Optional.ofNullable(tenants.get(name));
    }

    /// One mistake in a mapping.
    ///
    /// @param file relative to the folder
    /// @param line from 1
    /// @param column from 1
    /// @param sentence what is wrong and how to mend it
    public record Problem(String file, int line, int column, String sentence)
            implements Comparable<Problem> {

        @Override
        public int compareTo(Problem other) {
            int byFile = file.compareTo(other.file);
            int byLine = byFile != 0 ? byFile : Integer.compare(line, other.line);
            return byLine != 0 ? byLine : Integer.compare(column, other.column);
        }

        @Override
        public String toString() {
            return file + ":" + line + ":" + column + ": " + sentence;
        }
    }

    /// All mistakes of a folder at once, in the order of files and lines.
    public static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;
        private final transient List<Problem> problems;

        public Refused(List<Problem> problems) {
            super(problems.size() + " problems in the mappings", null, false, false);
            this.problems = problems.stream().sorted().toList();
        }

        public List<Problem> problems() {
            return problems;
        }
    }
}
