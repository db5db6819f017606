package drawbridge.sandbox.acme;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs a webhook: `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`.
public final class Signature {

    private Signature() {}

    /// @param secret `whsec_` and the key in base64
    public static String of(String secret, String id, long seconds, String body) {
        try {
            var key = Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""));
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            var text = id + "." + seconds + "." + body;
            var sum = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(sum);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no HmacSHA256", missing);
        }
    }
}
