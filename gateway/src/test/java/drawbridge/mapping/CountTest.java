package drawbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.SystemSpec.TimeFormat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where an activity counts: whose figure, on which day of the tenant, of which kind.
class CountTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    # kind, user, at,                      zone,              counts
                    email,  u1,   2026-03-02T10:00:00Z,     UTC,               u1/2026-03-02/mails
                    call,   u1,   2026-03-02T10:00:00Z,     UTC,               u1/2026-03-02/calls
                    email,  u1,   2026-03-02T23:30:00Z,     Europe/Berlin,     u1/2026-03-03/mails
                    email,  u1,   2026-03-02T23:30:00+01:00,Europe/Berlin,     u1/2026-03-02/mails
                    email,  u1,   2026-03-29T00:59:59.999Z, Europe/Berlin,     u1/2026-03-29/mails
                    email,  u1,   2026-03-28T23:00:00Z,     Europe/Berlin,     u1/2026-03-29/mails
                    email,  u1,   2026-10-25T22:59:59Z,     Europe/Berlin,     u1/2026-10-25/mails
                    email,  u1,   2026-10-25T23:00:00Z,     Europe/Berlin,     u1/2026-10-26/mails
                    email,  u1,   2026-03-02T02:00:00Z,     America/St_Johns,  u1/2026-03-01/mails
                    email,  a/b,  2026-03-02T10:00:00Z,     UTC,               a/b/2026-03-02/mails
                    letter, u1,   2026-03-02T10:00:00Z,     UTC,               nowhere
                    letter, -,    -,                        UTC,               nowhere
                    -,      u1,   2026-03-02T10:00:00Z,     UTC,               bad /kind
                    email,  -,    2026-03-02T10:00:00Z,     UTC,               bad /user_id
                    email,  u1,   -,                        UTC,               bad /occurred_at
                    email,  u1,   2026-02-31T10:00:00Z,     UTC,               bad /occurred_at
                    email,  u1,   2026-03-02,               UTC,               bad /occurred_at
                    email,  u1,   +12026-03-02T10:00:00Z,   UTC,               bad /occurred_at
                    """)
    void countsWhereItBelongs(String kind, String user, String at, String zone, String counts) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("kind", kind == null ? Value.NULL : Value.of(kind));
        members.put("user_id", user == null ? Value.NULL : Value.of(user));
        members.put("occurred_at", at == null ? Value.NULL : Value.of(at));

        assertThat(say(count(zone).place(new Value.Obj(members)))).isEqualTo(counts);
    }

    private static String say(Count.Place place) {
        return switch (place) {
            case Count.Place.In(Bucket bucket, var _) -> {
                assertThat(Bucket.parse(bucket.id())).isEqualTo(bucket);
                yield bucket.id();
            }
            case Count.Place.Nowhere() -> "nowhere";
            case Count.Place.Bad(Pointer pointer, String _) -> "bad " + pointer;
        };
    }

    private static Count count(String zone) {
        return new Count(
                new FlowName("touchpoints"),
                "1",
                Side.ACME,
                new ResourceName("acme", "activity"),
                new ResourceName("app", "touchpoint"),
                Pointer.parse("/user_id"),
                new FlowName("users"),
                new ResourceName("acme", "user"),
                Pointer.parse("/occurred_at"),
                TimeFormat.ISO_INSTANT,
                ZoneId.of(zone),
                Pointer.parse("/kind"),
                Map.of("email", "mails", "call", "calls"));
    }
}
