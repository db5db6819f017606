package drawbridge.opsapi;

import java.util.Objects;

/// Names a record of a system.
///
/// @param resource the kind of record, such as `acme.appointment`
/// @param id the system's own id of it
public record RecordId(String resource, String id) {

    public RecordId {
        Objects.requireNonNull(resource, "resource");
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String toString() {
        return resource + " " + id;
    }
}
