package drawbridge.tenant;

import drawbridge.mapping.WebhookSpec.Proof;
import drawbridge.mapping.WebhookSpec.SecretAs;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whether what was given as the secret of webhooks can be one, by the way in which they show that
/// they are genuine.
final class WebhookWorth {

    private static final Pattern TOPIC =
            Pattern.compile("arn:[a-z-]+:sns:[a-z0-9-]*:[0-9]*:[A-Za-z0-9_.-]+");

    private final Proof proof;

    private WebhookWorth(Proof proof) {
        this.proof = proof;
    }

    /// What is wrong with it, to go on after "it …"; never the value itself.
    static Optional<String> objection(Proof proof, String secret) {
        if (proof instanceof Proof.StandardWebhooks) {
            return Worth.objection(Secrets.Purpose.WEBHOOK, secret);
        }
        WebhookWorth worth = new WebhookWorth(proof);
        for (String word : Worth.words(secret)) {
            Optional<String> wrong = worth.objection(word);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private Optional<String> objection(String word) {
        return switch (proof) {
            case Proof.StandardWebhooks _, Proof.Unsigned _ -> Optional.empty();
            case Proof.Sns _ ->
                    TOPIC.matcher(word).matches()
                            ? Optional.empty()
                            : Optional.of(
                                    "names no topic such as"
                                            + " arn:aws:sns:eu-central-1:123456789012:changes");
            case Proof.Signature signature -> key(signature, word);
            case Proof.Token _ -> Worth.objection(Secrets.Purpose.PUSH, word);
            case Proof.Basic _ -> {
                int colon = word.indexOf(':');
                yield colon <= 0
                        ? Optional.of("holds no name and password, written as name:password")
                        : Worth.objection(Secrets.Purpose.CREDENTIAL, word.substring(colon + 1));
            }
        };
    }

    private static Optional<String> key(Proof.Signature signature, String word) {
        int mark = word.indexOf('=');
        if (!signature.keyName().isEmpty() && mark <= 0) {
            return Optional.of("names no subscription: each is written as NAME=SECRET");
        }
        String secret = !signature.keyName().isEmpty() ? word.substring(mark + 1) : word;
        return Worth.objection(Secrets.Purpose.CREDENTIAL, secret)
                .or(
                        () ->
                                decodes(signature.secret(), secret)
                                        ? Optional.empty()
                                        : Optional.of(
                                                "is not written in "
                                                        + (signature.secret() == SecretAs.HEX
                                                                ? "hexadecimal digits"
                                                                : "base64")));
    }

    private static boolean decodes(SecretAs as, String secret) {
        try {
            return switch (as) {
                case TEXT -> true;
                case BASE64 -> Base64.getDecoder().decode(secret).length > 0;
                case HEX -> HexFormat.of().parseHex(secret).length > 0;
            };
        } catch (IllegalArgumentException notSo) {
            return false;
        }
    }
}
