package drawbridge.bench.parts;

import java.util.Locale;

/// How often a statement ran, by PostgreSQL's own books (`pg_stat_statements`).
///
/// @param millis that all runs took together, planning apart
public record Statement(String text, long calls, double millis) {

    /// Whether it leases work: those alone pass over rows that others have locked.
    public boolean isClaim() {
        return text.toLowerCase(Locale.ROOT).contains("skip locked");
    }

    /// The beginning of its text in one line.
    public String shortly(int most) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= most ? line : line.substring(0, most - 1) + "…";
    }
}
