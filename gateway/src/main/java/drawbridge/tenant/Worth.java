package drawbridge.tenant;

import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Whether what was given as a secret can be one. What everybody could guess is refused at the
/// start, before it is ever shown to a system or compared with what a stranger shows.
public final class Worth {

    /// The other system makes it, so that its length is not ours to choose.
    private static final int SHORTEST = 8;

    /// We choose it.
    private static final int SHORTEST_PUSH = 16;

    /// Standard Webhooks, §Signature scheme.
    private static final int SHORTEST_KEY_BYTES = 24;

    private static final int FEWEST_CHARACTERS = 4;

    /// Several may stand in a row while they are being changed.
    private static final Set<Secrets.Purpose> WORDS_ALLOWED =
            Set.of(Secrets.Purpose.WEBHOOK, Secrets.Purpose.PUSH);

    private static final Pattern WORDS = Pattern.compile("\\s+");
    private static final Pattern NOISE = Pattern.compile("[^a-z]");
    private static final Pattern FORM =
            Pattern.compile("<.*>|\\$\\{.*}|\\{\\{.*}}|\\[.*]|.*\\.\\.\\.");
    private static final Set<String> PLACEHOLDERS =
            Set.of(
                    "changeme",
                    "changethis",
                    "changeit",
                    "replaceme",
                    "replacethis",
                    "fixme",
                    "todo",
                    "secret",
                    "mysecret",
                    "thesecret",
                    "password",
                    "passwd",
                    "token",
                    "mytoken",
                    "apikey",
                    "key",
                    "yourkey",
                    "yourapikey",
                    "yoursecret",
                    "yourtoken",
                    "yourpassword",
                    "yoursecrethere",
                    "yourtokenhere",
                    "yourkeyhere",
                    "example",
                    "placeholder",
                    "dummy",
                    "default",
                    "test",
                    "testtest",
                    "none",
                    "null",
                    "admin",
                    "letmein",
                    "notasecret",
                    "insecure",
                    "sample",
                    "qwerty");

    private Worth() {}

    /// What is wrong with it, to go on after "it …"; never the value itself.
    static Optional<String> objection(Secrets.Purpose purpose, String secret) {
        if (purpose == Secrets.Purpose.CLIENT_ID) {
            return broken(secret);
        }
        if (purpose == Secrets.Purpose.STREAM) {
            int colon = secret.indexOf(':');
            return colon <= 0
                    ? Optional.of("holds no name and password, written as name:password")
                    : objection(Secrets.Purpose.CREDENTIAL, secret.substring(colon + 1));
        }
        String[] words = WORDS_ALLOWED.contains(purpose) ? words(secret) : new String[] {secret};
        for (String word : words) {
            Optional<String> wrong =
                    guessable(word)
                            .or(
                                    () ->
                                            purpose == Secrets.Purpose.WEBHOOK
                                                    ? key(word)
                                                    : length(purpose, word));
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    /// Several secrets in a row.
    static String[] words(String secret) {
        return WORDS.split(secret.strip(), 0);
    }

    /// Whether everybody could guess it.
    public static Optional<String> guessable(String secret) {
        Optional<String> broken = broken(secret);
        if (broken.isPresent()) {
            return broken;
        }
        String letters = NOISE.matcher(secret.toLowerCase(Locale.ROOT)).replaceAll("");
        if (PLACEHOLDERS.contains(letters) || FORM.matcher(secret).matches()) {
            return Optional.of("holds a placeholder and no secret");
        }
        return secret.chars().distinct().count() < FEWEST_CHARACTERS
                ? Optional.of("holds the same few characters over and over")
                : Optional.empty();
    }

    private static Optional<String> broken(String secret) {
        return secret.chars().anyMatch(Character::isISOControl)
                ? Optional.of("holds a line break or another control character")
                : Optional.empty();
    }

    private static Optional<String> length(Secrets.Purpose purpose, String secret) {
        int least = purpose == Secrets.Purpose.PUSH ? SHORTEST_PUSH : SHORTEST;
        return secret.length() < least
                ? Optional.of(
                        "holds " + secret.length() + " characters; there must be at least " + least)
                : Optional.empty();
    }

    private static Optional<String> key(String word) {
        try {
            byte[] key = Base64.getDecoder().decode(word.replaceFirst("^whsec_", ""));
            return key.length < SHORTEST_KEY_BYTES
                    ? Optional.of(
                            "holds a key of "
                                    + key.length
                                    + " bytes; there must be at least "
                                    + SHORTEST_KEY_BYTES)
                    : Optional.empty();
        } catch (IllegalArgumentException notOne) {
            return Optional.of("holds no key: one is written as whsec_ and base64");
        }
    }
}
