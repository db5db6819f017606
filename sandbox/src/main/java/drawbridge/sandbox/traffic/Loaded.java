package drawbridge.sandbox.traffic;

import java.util.List;

/// What came of a load.
///
/// @param recordsPerSecond appointments and e-mails, counted from the first batch to the last
///   answer
public record Loaded(
        String account,
        int users,
        int contacts,
        Count appointments,
        Count emails,
        List<Rejected> rejected,
        double seconds,
        long recordsPerSecond) {

    /// The rows of one file.
    public record Count(int rows, int accepted, int rejected) {}

    /// @param line of the file
    /// @param why in Acme's words
    public record Rejected(String file, long line, String why) {}
}
