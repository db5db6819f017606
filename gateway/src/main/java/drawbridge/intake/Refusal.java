package drawbridge.intake;

import drawbridge.crossing.engine.Once;
import drawbridge.intake.IntakeMeters.Refused;
import drawbridge.journal.PushReads.Held;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.RecordRef;
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
    private final transient Map<String, Value> more;

    private Refusal(
            Refused reason, int status, String title, String detail, List<BadField> fields) {
        this(reason, status, title, detail, fields, Map.of());
    }

    /// @param more what the problem document says beside the usual
    private Refusal(
            Refused reason,
            int status,
            String title,
            String detail,
            List<BadField> fields,
            Map<String, Value> more) {
        super(detail, null, false, false);
        this.reason = reason;
        this.status = status;
        this.title = title;
        this.fields = List.copyOf(fields);
        this.more = new LinkedHashMap<>(more);
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

    static Refusal tooMany(int items, int most) {
        return new Refusal(
                Refused.TOO_MANY,
                413,
                "Too many",
                "The batch has "
                        + items
                        + " items; at most "
                        + most
                        + " are taken at once. Nothing was stored.",
                List.of());
    }

    /// @param first the number of the item that names the record too, from 0
    static Refusal twice(String id, int first) {
        return new Refusal(
                Refused.TWICE,
                409,
                "Twice in one batch",
                "Item "
                        + first
                        + " names "
                        + id
                        + " too. Send a record once in a batch, as it is now.",
                List.of());
    }

    static Refusal keyUsed() {
        return new Refusal(
                Refused.KEY_USED,
                409,
                "Key used",
                "The Idempotency-Key named another request within the last "
                        + Once.KEPT.toHours()
                        + " hours. Send this one under a key of its own. Nothing was stored.",
                List.of());
    }

    /// @param named the version that the sender named
    /// @param version the version that is held, where it says one
    static Refusal newer(RecordRef record, String named, Optional<String> version, Held held) {
        Map<String, Value> known = new LinkedHashMap<>();
        known.put("version", version.map(Value::of).orElse(Value.NULL));
        known.put("deleted", Value.of(held.tombstone()));
        known.put("change", Value.of(held.change().toString()));
        known.put("acceptedAt", Value.of(held.at().toString()));
        String has =
                held.tombstone()
                        ? "is known to be gone; send it without If-Match if it is back"
                        : "is held in a newer version, "
                                + version.orElse("which it does not name")
                                + "; you named "
                                + named;
        return new Refusal(
                Refused.NEWER_HELD,
                412,
                "Newer held",
                record.resource().resource() + " " + record.id() + " " + has + ".",
                List.of(),
                Map.of("held", new Value.Obj(known)));
    }

    /// The same for a change that never was and for one that the sender may not see.
    static Refusal unknownChange() {
        return new Refusal(
                Refused.UNKNOWN_CHANGE,
                404,
                "Unknown change",
                "There is no such change here.",
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

    /// The same with another status, for a sender that understands no other.
    Refusal as(int other) {
        return other == status
                ? this
                : new Refusal(
                        reason,
                        other,
                        title,
                        Optional.ofNullable(getMessage()).orElse(title),
                        fields,
                        more);
    }

    int status() {
        return status;
    }

    byte[] document() {
        return JsonText.write(problem());
    }

    /// As RFC 9457 has it.
    Value.Obj problem() {
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
        members.putAll(more);
        return new Value.Obj(members);
    }
}
