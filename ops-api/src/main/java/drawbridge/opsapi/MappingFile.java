package drawbridge.opsapi;

import java.util.Objects;

/// One file of a mappings folder, as text.
///
/// @param path within the folder, such as `flows/appointments.yaml`
public record MappingFile(String path, String text) {

    public MappingFile {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(text, "text");
    }
}
