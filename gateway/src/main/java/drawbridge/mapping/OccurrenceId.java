package drawbridge.mapping;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// The id of one occurrence of a series, where each crosses as a record of its own: the series' id
/// and the day, in the series' zone, on which its rule has the occurrence, whatever became of it. A
/// series of ours has one occurrence a day at most, and the day stays when its time of day moves.
///
/// @param series the id of the series in its system
public record OccurrenceId(String series, LocalDate day) {

    private static final char BETWEEN = '@';
    private static final int DAY = "2026-03-01".length();

    /// The id as text; [#of] reads it back.
    public String text() {
        return series + BETWEEN + day;
    }

    /// Empty when `id` is no id of an occurrence.
    public static Optional<OccurrenceId> of(String id) {
        int cut = id.length() - DAY - 1;
        if (cut < 1 || id.charAt(cut) != BETWEEN) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new OccurrenceId(id.substring(0, cut), LocalDate.parse(id.substring(cut + 1))));
        } catch (DateTimeParseException noDay) {
            return Optional.empty();
        }
    }
}
