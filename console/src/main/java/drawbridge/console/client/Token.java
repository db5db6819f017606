package drawbridge.console.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A bearer token. It never shows itself, so that it cannot slip into a log or a title.
public record Token(String secret) {

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

    /// Reads the token that stands alone in a file.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws IllegalArgumentException if there is no token in it
    public static Token from(Path file) throws IOException {
        return new Token(Files.readString(file));
    }

    String header() {
        return "Bearer " + secret;
    }

    @Override
    public String toString() {
        return "Token[•••]";
    }
}
