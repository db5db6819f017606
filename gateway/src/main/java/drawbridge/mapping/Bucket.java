package drawbridge.mapping;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/// What one figure counts: the records of an owner, on a day, of a kind.
///
/// @param owner the id of the record's owner in its own system
/// @param day in the tenant's zone
/// @param kind the figure's word
public record Bucket(String owner, LocalDate day, String kind) {

    /// As one text, `owner/2026-03-02/kind`.
    public String id() {
        return owner + "/" + day + "/" + kind;
    }

    /// The bucket whose [#id] this is.
    ///
    /// @throws IllegalArgumentException when it is none
    public static Bucket parse(String id) {
        int kind = id.lastIndexOf('/');
        int day = kind < 0 ? -1 : id.lastIndexOf('/', kind - 1);
        if (day <= 0) {
            throw new IllegalArgumentException("no bucket: " + id);
        }
        try {
            return new Bucket(
                    id.substring(0, day),
                    LocalDate.parse(id.substring(day + 1, kind)),
                    id.substring(kind + 1));
        } catch (DateTimeParseException noDay) {
            throw new IllegalArgumentException("no bucket: " + id, noDay);
        }
    }
}
