package drawbridge.console.client;

import drawbridge.opsapi.Role;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/// A bearer token. It never shows itself, so that it cannot slip into a log or a title.
public record Token(String secret) {

    private static final Set<String> ROLES =
            Arrays.stream(Role.values()).map(Role::word).collect(Collectors.toUnmodifiableSet());

    public Token {
        secret = secret.strip();
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("The token is empty.");
        }
        if (!secret.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(
                    "A token has no spaces and no letters outside ASCII; was it copied whole?");
        }
    }

    /// Reads the token that stands alone in a file, or the first one of a file as the gateway makes
    /// and reads it: `name role token [tenants]`.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws IllegalArgumentException if there is no token in it
    public static Token from(Path file) throws IOException {
        String text = Files.readString(file);
        return text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length >= 3 && ROLES.contains(words[1]))
                .findFirst()
                .map(words -> new Token(words[2]))
                .orElseGet(() -> new Token(text));
    }

    String header() {
        return "Bearer " + secret;
    }

    @Override
    public String toString() {
        return "Token[•••]";
    }
}
