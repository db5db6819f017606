package drawbridge.system;

import drawbridge.mapping.SystemSpec.Auth.Signature;
import drawbridge.mapping.WebhookSpec;

import io.vertx.core.buffer.Buffer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs a request by an HMAC over a template (RFC 2104): the secret itself is never sent.
final class Signing {

    private static final Pattern PLACE =
            Pattern.compile(
                    Signature.PLACES.stream().collect(Collectors.joining("|", "\\{(", ")}")));

    private Signing() {}

    /// A request as it is sent.
    ///
    /// @param address the whole address
    /// @param path its path and query
    record Request(String method, String address, String path, Buffer body) {}

    /// @param credential the secret, or `name:secret` where the key has a name
    static Map<String, String> headers(
            Signature how, String credential, Request request, Instant now) {
        Map<String, String> headers = new HashMap<>();
        String name = how.name().isPresent() ? name(credential) : "";
        String time = how.time().map(stamp -> stamp.format().write(now)).orElse("");
        how.name().ifPresent(header -> headers.put(header, name));
        how.time().ifPresent(stamp -> headers.put(stamp.header(), time));
        byte[] made = hmac(how, secret(how, credential), over(how, request, name, time));
        headers.put(
                how.header(),
                how.prefix()
                        + (how.as() == WebhookSpec.Encoding.BASE64
                                ? Base64.getEncoder().encodeToString(made)
                                : HexFormat.of().formatHex(made)));
        return headers;
    }

    /// The part of a credential that nobody may see.
    static String secret(Signature how, String credential) {
        int colon = credential.indexOf(':');
        return how.name().isEmpty() || colon < 0 ? credential : credential.substring(colon + 1);
    }

    private static String name(String credential) {
        int colon = credential.indexOf(':');
        return colon < 0 ? "" : credential.substring(0, colon);
    }

    private static byte[] over(Signature how, Request request, String name, String time) {
        ByteArrayOutputStream over = new ByteArrayOutputStream();
        Matcher place = PLACE.matcher(how.over());
        int from = 0;
        while (place.find()) {
            over.writeBytes(bytes(how.over().substring(from, place.start())));
            over.writeBytes(
                    switch (place.group(1)) {
                        case "method" -> bytes(request.method());
                        case "uri" -> bytes(request.address());
                        case "path" -> bytes(request.path());
                        case "body" -> request.body().getBytes();
                        case "time" -> bytes(time);
                        default -> bytes(name);
                    });
            from = place.end();
        }
        over.writeBytes(bytes(how.over().substring(from)));
        return over.toByteArray();
    }

    private static byte[] hmac(Signature how, String secret, byte[] over) {
        String algorithm = "Hmac" + how.hash().name();
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(
                    new SecretKeySpec(
                            switch (how.secret()) {
                                case TEXT -> bytes(secret);
                                case BASE64 -> Base64.getDecoder().decode(secret);
                                case HEX -> HexFormat.of().parseHex(secret);
                            },
                            algorithm));
            return mac.doFinal(over);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
