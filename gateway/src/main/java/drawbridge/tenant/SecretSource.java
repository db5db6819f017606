package drawbridge.tenant;

import drawbridge.mapping.TenantSpec.Secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where secrets come from: the environment, or files outside the mappings.
public final class SecretSource {

    private final Map<String, String> environment;

    public SecretSource(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /// Empty when it is not there. White space around it is not part of it.
    Optional<String> read(Secret secret) {
        return switch (secret) {
            case Secret.Environment(String variable) -> text(environment.get(variable));
            case Secret.File(String path) -> {
                try {
                    yield text(Files.readString(Path.of(path)));
                } catch (IOException absent) {
                    yield Optional.empty();
                }
            }
        };
    }

    /// For people: where it was looked for.
    static String place(Secret secret) {
        return switch (secret) {
            case Secret.Environment(String variable) -> "the environment variable " + variable;
            case Secret.File(String path) -> "the file " + path;
        };
    }

    private static Optional<String> text(@org.jspecify.annotations.Nullable String value) {
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }
}
