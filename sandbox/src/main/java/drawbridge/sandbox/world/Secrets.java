package drawbridge.sandbox.world;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/// Tokens made and compared.
public final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /// Compares in a time that does not depend on where the two differ.
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /// A fresh token of 24 random bytes.
    public static String token() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(24));
    }

    /// A fresh secret for Standard Webhooks.
    public static String webhookSecret() {
        return "whsec_" + Base64.getEncoder().encodeToString(bytes(24));
    }

    /// The beginning of a secret's hash: tells one from another and gives none away.
    static String fingerprint(String secret) {
        try {
            var hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this Java has no SHA-256", missing);
        }
    }

    private static byte[] bytes(int count) {
        var bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
