package drawbridge.tenant;

import drawbridge.mapping.Mappings;
import drawbridge.mapping.TenantSpec.Secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where secrets come from: the environment, or files outside the mappings.
public final class SecretSource {

    private final Map<String, String> environment;

    public SecretSource(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /// Empty when it is not there. White space around it is not part of it.
    public Optional<String> read(Secret secret) {
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

    /// The files from which the secrets of these mappings come.
    static List<Path> files(Mappings mappings) {
        return mappings.tenants().values().stream()
                .flatMap(tenant -> tenant.connections().values().stream())
                .flatMap(connection -> connection.secrets().stream())
                .flatMap(
                        secret ->
                                secret instanceof Secret.File(String path)
                                        ? Stream.of(Path.of(path))
                                        : Stream.empty())
                .distinct()
                .toList();
    }

    /// For people: where it was looked for.
    public static String place(Secret secret) {
        return switch (secret) {
            case Secret.Environment(String variable) -> "the environment variable " + variable;
            case Secret.File(String path) -> "the file " + path;
        };
    }

    private static Optional<String> text(@org.jspecify.annotations.Nullable String value) {
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }
}
