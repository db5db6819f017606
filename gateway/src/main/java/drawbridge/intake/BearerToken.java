package drawbridge.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/// The token of a push. Compared by hash and in constant time, so that neither its length nor its
/// beginning can be felt for.
final class BearerToken {

    private static final String SCHEME = "bearer ";

    private BearerToken() {}

    /// The token in an `Authorization` header; empty text where there is none.
    static String shown(Optional<String> authorization) {
        String header = authorization.orElse("");
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : "";
    }

    /// @param secret one token, or several with spaces between them; empty: nobody's
    static boolean matches(String shown, Optional<String> secret) {
        byte[] hash = sha256(shown);
        boolean found = false;
        for (String token : StandardWebhook.WORDS.split(secret.orElse("-").strip(), 0)) {
            found |= MessageDigest.isEqual(hash, sha256(token));
        }
        return found && secret.isPresent() && !shown.isEmpty();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
