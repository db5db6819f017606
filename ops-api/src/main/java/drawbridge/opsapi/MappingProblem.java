package drawbridge.opsapi;

import java.util.Objects;

/// One mistake in the mappings folder.
///
/// @param file within the folder
/// @param line from 1
/// @param column from 1
/// @param sentence what is wrong and how to mend it
public record MappingProblem(String file, int line, int column, String sentence) {

    public MappingProblem {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(sentence, "sentence");
    }
}
