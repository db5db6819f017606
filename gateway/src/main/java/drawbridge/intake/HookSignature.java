package drawbridge.intake;

import drawbridge.intake.StandardWebhook.Verdict;
import drawbridge.mapping.Value;
import drawbridge.mapping.WebhookSpec.Hash;
import drawbridge.mapping.WebhookSpec.Piece;
import drawbridge.mapping.WebhookSpec.Place;
import drawbridge.mapping.WebhookSpec.Proof.Signature;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A signature as a descriptor says it: over which parts, in which order, by which hash.
final class HookSignature {

    private static final int MOST_SIGNATURES = 8;
    private static final int SECRETS = 2;
    private static final String NOBODYS_SECRET = "00000000000000000000000000000000";

    private final Signature spec;
    private final HookRequest request;

    private HookSignature(Signature spec, HookRequest request) {
        this.spec = spec;
        this.request = request;
    }

    /// @param secrets any of them may have signed
    static Verdict verify(
            Signature spec,
            HookRequest request,
            List<String> secrets,
            Duration tolerance,
            Instant now) {
        HookSignature signature = new HookSignature(spec, request);
        List<byte[]> shown = signature.shown();
        boolean genuine = signature.signed(shown, signature.named(secrets));
        Optional<Instant> time =
                spec.time()
                        .flatMap(
                                moment ->
                                        request.outside(moment.at())
                                                .map(Value::of)
                                                .flatMap(
                                                        text ->
                                                                Stamps.read(
                                                                        moment.format(), text)));
        if (shown.isEmpty() || time.isPresent() != spec.time().isPresent()) {
            return Verdict.HEADERS;
        }
        if (!genuine) {
            return Verdict.SIGNATURE;
        }
        // Whole seconds: 300 are within five minutes, 301 are not.
        boolean fresh =
                time.map(at -> Math.abs(now.getEpochSecond() - at.getEpochSecond()))
                        .map(off -> off <= tolerance.toSeconds())
                        .orElse(true);
        return fresh ? Verdict.GENUINE : Verdict.STAMP;
    }

    /// Those of the subscription that is named, where secrets have names.
    private List<String> named(List<String> secrets) {
        if (spec.keyName().isEmpty()) {
            return secrets;
        }
        String mark =
                spec.keyName().stream()
                        .map(place -> request.outside(place).orElse(""))
                        .collect(Collectors.joining(".", "", "="));
        return secrets.stream()
                .filter(secret -> secret.startsWith(mark))
                .map(secret -> secret.substring(mark.length()))
                .toList();
    }

    private boolean signed(List<byte[]> shown, List<String> secrets) {
        boolean found = false;
        for (int n = 0; n < Math.max(SECRETS, secrets.size()); n++) {
            Optional<byte[]> key = n < secrets.size() ? key(secrets.get(n)) : Optional.empty();
            byte[] made = made(key.orElseGet(() -> bytes(NOBODYS_SECRET)));
            for (byte[] one : shown.isEmpty() ? List.of(new byte[0]) : shown) {
                boolean same = MessageDigest.isEqual(made, one);
                found |= key.isPresent() && same;
            }
        }
        return found;
    }

    private byte[] made(byte[] secret) {
        ByteArrayOutputStream over = new ByteArrayOutputStream(request.body().length + 256);
        for (Piece piece : spec.over()) {
            over.writeBytes(
                    switch (piece) {
                        case Piece.Text(String text) -> bytes(text);
                        case Piece.Method _ -> bytes(request.method());
                        case Piece.Uri _ -> bytes(request.address());
                        case Piece.Path _ -> bytes(request.uri());
                        case Piece.Body _ -> request.body();
                        case Piece.Secret _ -> secret;
                        case Piece.From(Place place) -> bytes(request.outside(place).orElse(""));
                    });
        }
        try {
            if (!spec.keyed()) {
                return MessageDigest.getInstance(digest(spec.hash())).digest(over.toByteArray());
            }
            String name = "Hmac" + digest(spec.hash()).replace("-", "");
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(secret, name));
            return mac.doFinal(over.toByteArray());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The signatures that came, in their bytes; one that makes no sense is like none.
    private List<byte[]> shown() {
        List<String> texts =
                spec.at() instanceof Place.Header(String name, Optional<String> part)
                                && part.isPresent()
                        ? request.parts(name, part.get())
                        : request.outside(spec.at()).stream().toList();
        List<byte[]> shown = new ArrayList<>();
        for (String text : texts) {
            if (shown.size() < MOST_SIGNATURES && text.startsWith(spec.prefix())) {
                decoded(text.substring(spec.prefix().length())).ifPresent(shown::add);
            }
        }
        return shown;
    }

    private Optional<byte[]> decoded(String text) {
        Optional<byte[]> bytes =
                switch (spec.as()) {
                    case BASE64 -> base64(text);
                    case HEX -> hex(text);
                    case RAW -> Optional.of(text.getBytes(StandardCharsets.ISO_8859_1));
                };
        return bytes.filter(found -> found.length > 0);
    }

    private Optional<byte[]> key(String secret) {
        Optional<byte[]> key =
                switch (spec.secret()) {
                    case TEXT -> Optional.of(bytes(secret));
                    case BASE64 -> base64(secret);
                    case HEX -> hex(secret);
                };
        return key.filter(found -> found.length > 0);
    }

    private static Optional<byte[]> base64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> hex(String text) {
        try {
            return Optional.of(HexFormat.of().parseHex(text));
        } catch (IllegalArgumentException noHex) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String digest(Hash hash) {
        return switch (hash) {
            case SHA1 -> "SHA-1";
            case SHA256 -> "SHA-256";
            case SHA512 -> "SHA-512";
        };
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
