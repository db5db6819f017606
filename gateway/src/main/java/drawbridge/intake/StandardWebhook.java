package drawbridge.intake;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The signature scheme of [Standard Webhooks](https://www.standardwebhooks.com), version `v1`:
/// HMAC-SHA256 over `id.timestamp.body`, the body as the bytes that came.
///
/// Whatever is wrong, the same work is done: every signature is computed and compared in constant
/// time, against made-up keys where there are none, so that neither answer nor time tells a wrong
/// key from an unknown tenant.
final class StandardWebhook {

    enum Verdict {
        GENUINE,
        /// A header is missing or makes no sense.
        HEADERS,
        /// No key made this signature.
        SIGNATURE,
        /// Signed too long ago, or too far ahead.
        STAMP
    }

    /// @param id the sender's id of the delivery, the same at each try
    record Headers(Optional<String> id, Optional<String> timestamp, Optional<String> signature) {}

    private static final Pattern STAMP = Pattern.compile("[0-9]{1,12}");

    /// A key is 24 to 64 bytes (Standard Webhooks, §Signature scheme).
    private static final int SHORTEST = 24;

    private static final int LONGEST_ID = 256;
    private static final int MOST_SIGNATURES = 8;
    private static final int KEYS = 2;
    static final Pattern WORDS = Pattern.compile("\\s+");
    private static final String MARK = "whsec_";
    private static final byte[] NOBODYS_KEY = new byte[32];

    private StandardWebhook() {}

    /// The keys in a secret: `whsec_` and base64, several separated by white space. Keys that are
    /// too short or no base64 are left out: what they signed is refused.
    static List<byte[]> keys(String secret) {
        List<byte[]> keys = new ArrayList<>();
        for (String word : WORDS.split(secret.strip(), 0)) {
            String text = word.startsWith(MARK) ? word.substring(MARK.length()) : word;
            try {
                byte[] key = Base64.getDecoder().decode(text);
                if (key.length >= SHORTEST) {
                    keys.add(key);
                }
            } catch (IllegalArgumentException e) {
                // Not base64, so no key; a mistyped secret refuses its webhooks and is counted.
            }
        }
        return keys;
    }

    static Verdict verify(
            Headers headers, byte[] body, List<byte[]> keys, Duration tolerance, Instant now) {
        String id = headers.id().orElse("");
        String stamp = headers.timestamp().orElse("");
        String signatures = headers.signature().orElse("");
        boolean genuine = signed(id, stamp, body, signatures, keys);
        Optional<Instant> at = time(stamp);
        if (id.isEmpty() || id.length() > LONGEST_ID || at.isEmpty() || signatures.isEmpty()) {
            return Verdict.HEADERS;
        }
        if (!genuine) {
            return Verdict.SIGNATURE;
        }
        // Whole seconds, as the sender has them: 300 are within five minutes, 301 are not.
        long off = Math.abs(now.getEpochSecond() - at.get().getEpochSecond());
        return off <= tolerance.toSeconds() ? Verdict.GENUINE : Verdict.STAMP;
    }

    private static boolean signed(
            String id, String stamp, byte[] body, String signatures, List<byte[]> keys) {
        byte[] head = (id + "." + stamp + ".").getBytes(StandardCharsets.UTF_8);
        List<byte[]> shown = shown(signatures);
        boolean found = false;
        for (int n = 0; n < Math.max(KEYS, keys.size()); n++) {
            boolean real = n < keys.size();
            byte[] made = hmac(real ? keys.get(n) : NOBODYS_KEY, head, body);
            for (byte[] one : shown) {
                boolean same = MessageDigest.isEqual(made, one);
                found |= real && same;
            }
        }
        return found;
    }

    /// The signatures of our version in a header like `v1,abc= v1,def= v1a,…`; at least one, so
    /// that there is always something to compare.
    private static List<byte[]> shown(String signatures) {
        List<byte[]> shown = new ArrayList<>();
        for (String word : signatures.split(" ", MOST_SIGNATURES + 1)) {
            if (word.startsWith("v1,") && shown.size() < MOST_SIGNATURES) {
                try {
                    shown.add(Base64.getDecoder().decode(word.substring("v1,".length())));
                } catch (IllegalArgumentException e) {
                    shown.add(new byte[0]);
                }
            }
        }
        return shown.isEmpty() ? List.of(new byte[0]) : shown;
    }

    private static byte[] hmac(byte[] key, byte[] head, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(head);
            return mac.doFinal(body);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// When a genuine webhook was sent, by its sender's clock, in whole seconds.
    private static Optional<Instant> time(String stamp) {
        if (!STAMP.matcher(stamp).matches()) {
            return Optional.empty();
        }
        return Optional.of(Instant.ofEpochSecond(Long.parseLong(stamp)));
    }
}
