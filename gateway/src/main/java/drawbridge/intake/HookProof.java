package drawbridge.intake;

import drawbridge.intake.StandardWebhook.Verdict;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Value;
import drawbridge.mapping.WebhookSpec;
import drawbridge.mapping.WebhookSpec.Place;
import drawbridge.mapping.WebhookSpec.Proof;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Finds out whether a delivery is genuine, over the bytes that came. Whatever is wrong, the same
/// work is done: see [StandardWebhook].
final class HookProof {

    private static final String NOBODYS_SECRET = "\u0000 no secret holds a control character";
    private static final int SECRETS = 2;

    private HookProof() {}

    /// Of all ways but SNS, which has to fetch something.
    ///
    /// @param secret of the tenant for this system; empty where there is none
    static Verdict verify(
            WebhookSpec spec, HookRequest request, Optional<String> secret, Instant now) {
        return switch (spec.proof()) {
            case Proof.StandardWebhooks _ ->
                    StandardWebhook.verify(
                            new StandardWebhook.Headers(
                                    request.header("webhook-id"),
                                    request.header("webhook-timestamp"),
                                    request.header("webhook-signature")),
                            request.body(),
                            secret.map(StandardWebhook::keys).orElse(List.of()),
                            spec.tolerance(),
                            now);
            case Proof.Signature signature ->
                    HookSignature.verify(signature, request, words(secret), spec.tolerance(), now);
            case Proof.Token(Place at) -> token(spec, at, request, words(secret));
            case Proof.Basic _ -> basic(request, words(secret));
            case Proof.Unsigned _ -> Verdict.GENUINE;
            case Proof.Sns _ -> Verdict.SIGNATURE;
        };
    }

    /// Several secrets stand in a row while they are being changed.
    static List<String> words(Optional<String> secret) {
        return secret.map(text -> List.of(StandardWebhook.WORDS.split(text.strip(), 0)))
                .orElse(List.of());
    }

    private static Verdict token(
            WebhookSpec spec, Place at, HookRequest request, List<String> secrets) {
        if (at.isOutsideTheBody()) {
            return shown(request.outside(at), secrets);
        }
        Value whole;
        try {
            whole = JsonText.parse(request.body());
        } catch (JsonText.Malformed e) {
            return shown(Optional.empty(), secrets);
        }
        if (at instanceof Place.InBody(Pointer place)) {
            return shown(text(place.find(whole)), secrets);
        }
        List<Value> events =
                spec.events()
                        .find(whole)
                        .map(found -> found instanceof Value.Arr(var all) ? all : List.of(found))
                        .orElse(List.of());
        Verdict verdict = events.isEmpty() ? Verdict.HEADERS : Verdict.GENUINE;
        for (Value event : events) {
            Verdict one = shown(request.find(at, event, whole).flatMap(HookProof::text), secrets);
            verdict = verdict == Verdict.GENUINE ? one : verdict;
        }
        return verdict;
    }

    private static Optional<String> text(Optional<Value> value) {
        return value.flatMap(HookProof::text);
    }

    private static Optional<String> text(Value value) {
        return value instanceof Value.Text(String text) ? Optional.of(text) : Optional.empty();
    }

    private static Verdict basic(HookRequest request, List<String> secrets) {
        return shown(
                request.header("Authorization")
                        .flatMap(BasicAuthorization::of)
                        .map(shown -> shown.name() + ":" + shown.password()),
                secrets);
    }

    /// Whether it is one of the secrets; every one is compared.
    static Verdict shown(Optional<String> shown, List<String> secrets) {
        byte[] one = digest(shown.orElse(""));
        boolean found = false;
        for (int n = 0; n < Math.max(SECRETS, secrets.size()); n++) {
            boolean real = n < secrets.size();
            boolean same =
                    MessageDigest.isEqual(one, digest(real ? secrets.get(n) : NOBODYS_SECRET));
            found |= real && same;
        }
        return shown.filter(text -> !text.isEmpty()).isEmpty()
                ? Verdict.HEADERS
                : found ? Verdict.GENUINE : Verdict.SIGNATURE;
    }

    /// Of one length, whatever is compared.
    private static byte[] digest(String text) {
        return HookSignature.sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}
