package drawbridge.bench.load;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs as [Standard Webhooks](https://www.standardwebhooks.com) asks: HMAC-SHA256 over
/// `id.timestamp.body`. Used by one thread only.
public final class Signature {

    private final Mac mac;

    /// @param secret 24 to 64 bytes in base64, with `whsec_` before it
    public Signature(String secret) {
        try {
            byte[] key = Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""));
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The bytes that stand, in base64, behind `v1,`.
    public byte[] of(String id, String timestamp, byte[] body) {
        mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        return mac.doFinal(body);
    }

    String header(String id, String timestamp, byte[] body) {
        return "v1," + Base64.getEncoder().encodeToString(of(id, timestamp, body));
    }
}
