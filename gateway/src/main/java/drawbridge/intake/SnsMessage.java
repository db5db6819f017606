package drawbridge.intake;

import drawbridge.mapping.JsonText;
import drawbridge.mapping.Value;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A message of Amazon SNS over HTTP, with what of it is signed.
record SnsMessage(Map<String, Value> members) {

    private static final List<String> NOTIFICATION =
            List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
    private static final List<String> CONFIRMATION =
            List.of(
                    "Message",
                    "MessageId",
                    "SubscribeURL",
                    "Timestamp",
                    "Token",
                    "TopicArn",
                    "Type");

    /// Empty where the body is none.
    static Optional<SnsMessage> of(byte[] body) {
        try {
            return JsonText.parse(body) instanceof Value.Obj(Map<String, Value> members)
                    ? Optional.of(new SnsMessage(members))
                    : Optional.empty();
        } catch (JsonText.Malformed noJson) {
            return Optional.empty();
        }
    }

    String text(String name) {
        return members.get(name) instanceof Value.Text(String text) ? text : "";
    }

    boolean isNotification() {
        return text("Type").equals("Notification");
    }

    boolean asksToConfirm() {
        return text("Type").equals("SubscriptionConfirmation");
    }

    Optional<Instant> time() {
        try {
            return Optional.of(Instant.parse(text("Timestamp")));
        } catch (java.time.DateTimeException noTime) {
            return Optional.empty();
        }
    }

    /// Version 1 is signed with SHA-1, version 2 with SHA-256.
    Optional<String> algorithm() {
        return switch (text("SignatureVersion")) {
            case "1" -> Optional.of("SHA1withRSA");
            case "2" -> Optional.of("SHA256withRSA");
            default -> Optional.empty();
        };
    }

    /// @param pem the certificate of the one who signed
    /// @param now by which the certificate is valid or not
    boolean isSignedBy(byte[] pem, Instant now) {
        try {
            X509Certificate certificate =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(new ByteArrayInputStream(pem));
            certificate.checkValidity(Date.from(now));
            Signature signature = Signature.getInstance(algorithm().orElseThrow());
            signature.initVerify(certificate.getPublicKey());
            signature.update(signed());
            return signature.verify(Base64.getDecoder().decode(text("Signature")));
        } catch (GeneralSecurityException
                | IllegalArgumentException
                | ClassCastException
                | java.util.NoSuchElementException notGenuine) {
            return false;
        }
    }

    private byte[] signed() {
        StringBuilder text = new StringBuilder();
        for (String name : isNotification() ? NOTIFICATION : CONFIRMATION) {
            if (members.get(name) instanceof Value.Text(String value)) {
                text.append(name).append('\n').append(value).append('\n');
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
