package drawbridge.ops;

import drawbridge.opsapi.Role;
import drawbridge.tenant.Worth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The tokens of the ops API, read from a file with one line each: `name role token
/// [tenant,tenant]`. Empty lines and lines that begin with `#` do not count. Only hashes stay in
/// memory.
public final class Tokens {

    private static final int SHORTEST = 24;
    private final List<Known> known;

    private Tokens(List<Known> known) {
        this.known = List.copyOf(known);
    }

    /// @throws IOException if the file cannot be read
    /// @throws IllegalArgumentException naming the line that is wrong, never the token
    public static Tokens read(Path file) throws IOException {
        List<Known> known = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                known.add(parse(file + ":" + number, line.trim().split("\\s+")));
            }
        }
        if (known.isEmpty()) {
            throw new IllegalArgumentException(file + " holds no token: nobody could log in");
        }
        return new Tokens(known);
    }

    private static Known parse(String place, String[] words) {
        if (words.length < 3 || words.length > 4) {
            throw new IllegalArgumentException(
                    place + ": a line is `name role token [tenant,tenant]`");
        }
        Role role =
                Arrays.stream(Role.values())
                        .filter(each -> each.word().equals(words[1]))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                place
                                                        + ": no role is called \""
                                                        + words[1]
                                                        + "\"; there are viewer, operator, admin"));
        if (words[2].length() < SHORTEST) {
            throw new IllegalArgumentException(
                    place + ": a token has at least " + SHORTEST + " characters");
        }
        Optional<String> guessable = Worth.guessable(words[2]);
        if (guessable.isPresent()) {
            throw new IllegalArgumentException(place + ": the token " + guessable.get());
        }
        Set<String> tenants = words.length == 4 ? Set.of(words[3].split(",")) : Set.of();
        return new Known(hash(words[2]), new Operator(words[0], role, tenants));
    }

    /// Whom the value of an `Authorization` header speaks for. Every known token is compared, each
    /// in constant time, so that an answer does not tell how close a guess was.
    Optional<Operator> of(String authorization) {
        if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Optional.empty();
        }
        byte[] shown = hash(authorization.substring(7).trim());
        Optional<Operator> found = Optional.empty();
        for (Known each : known) {
            if (MessageDigest.isEqual(each.hash, shown)) {
                found = Optional.of(each.operator);
            }
        }
        return found;
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static final class Known {
        private final byte[] hash;
        private final Operator operator;

        private Known(byte[] hash, Operator operator) {
            this.hash = hash;
            this.operator = operator;
        }
    }
}
