package drawbridge.opsapi;

import java.util.List;
import java.util.Objects;

/// A file whose rows are to be imported.
///
/// @param resource what each row is, such as `acme.appointment`
/// @param digest a hash of the file's bytes; the same digest goes on where it ended
/// @param columns the names in its first row, in order; none: each row is a whole record
public record ImportSheet(String resource, String digest, List<String> columns) {

    public ImportSheet {
        Objects.requireNonNull(resource, "resource");
        Objects.requireNonNull(digest, "digest");
        columns = List.copyOf(columns);
    }
}
