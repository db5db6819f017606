package drawbridge.intake;

import drawbridge.intake.IntakeMeters.Refused;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Value;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request that is not taken, and the problem document (RFC 9457) that its sender gets.
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// What is wrong with one field.
    ///
    /// @param pointer the field, as a JSON pointer
    record BadField(String pointer, String detail) {}

    private final transient Refused reason;
    private final int status;
    private final String title;
    private final transient List<BadField> fields;

    private Refusal(
            Refused reason, int status, String title, String detail, List<BadField> fields) {
        super(detail, null, false, false);
        this.reason = reason;
        this.status = status;
        this.title = title;
        this.fields = List.copyOf(fields);
    }

    /// The same to the last byte, whatever the reason was.
    static Refusal unauthorized(Refused reason) {
        return new Refusal(
                reason,
                401,
                "Unauthorized",
                "No tenant here trusts this request: check address, secret and clock.",
                List.of());
    }

    static Refusal malformed(String detail) {
        return new Refusal(Refused.MALFORMED, 400, "Bad request", detail, List.of());
    }

    static Refusal fields(List<BadField> fields) {
        BadField first = fields.getFirst();
        return new Refusal(
                Refused.MALFORMED,
                400,
                "Bad record",
                first.pointer() + " " + first.detail(),
                fields);
    }

    static Refusal unknownResource(String resource, List<String> known) {
        return new Refusal(
                Refused.UNKNOWN_RESOURCE,
                404,
                "Unknown resource",
                "There is no resource '"
                        + resource
                        + "' here; there are: "
                        + String.join(", ", known)
                        + ".",
                List.of());
    }

    static Refusal tooLarge() {
        return new Refusal(
                Refused.TOO_LARGE,
                413,
                "Too large",
                "The body is larger than "
                        + PublicServer.BODY_BYTES
                        + " bytes. Nothing was stored.",
                List.of());
    }

    static Refusal tooSlow() {
        return new Refusal(
                Refused.TOO_SLOW,
                408,
                "Too slow",
                "The body did not arrive in time. Nothing was stored.",
                List.of());
    }

    static Refusal encoded() {
        return new Refusal(
                Refused.ENCODED,
                415,
                "Compressed",
                "Send the body as it is, without Content-Encoding.",
                List.of());
    }

    static Refusal later(Refused reason, String why) {
        return new Refusal(
                reason, 503, "Not now", why + " Nothing was stored: send it again.", List.of());
    }

    Refused reason() {
        return reason;
    }

    int status() {
        return status;
    }

    byte[] document() {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("type", Value.of("about:blank"));
        members.put("title", Value.of(title));
        members.put("status", Value.of(status));
        members.put("detail", Value.of(Optional.ofNullable(getMessage()).orElse(title)));
        if (!fields.isEmpty()) {
            members.put("field", Value.of(fields.getFirst().pointer()));
            members.put(
                    "errors",
                    new Value.Arr(
                            fields.stream()
                                    .<Value>map(
                                            bad ->
                                                    new Value.Obj(
                                                            Map.of(
                                                                    "pointer",
                                                                    Value.of(bad.pointer()),
                                                                    "detail",
                                                                    Value.of(bad.detail()))))
                                    .toList()));
        }
        return JsonText.write(new Value.Obj(members));
    }
}
