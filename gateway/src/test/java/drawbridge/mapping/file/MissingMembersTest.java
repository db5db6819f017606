package drawbridge.mapping.file;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.Flow;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a record lacks, told by the names that its own system uses.
class MissingMembersTest {

    private static final Flow FLOW = Shipped.flow("north", "appointments");
    private static final Value.Obj EVENT =
            record(
                    """
                    {"id":17,"memberId":3,"title":"Call","allDay":false,
                    "start":"2026-03-01T09:00:00Z","end":"2026-03-01T09:30:00Z",
                    "zone":"Europe/Berlin","state":"open","place":null}""");

    @Test
    void areNoneInAWholeRecord() {
        assertThat(FLOW.missing(Side.APP, EVENT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"memberId", "title", "allDay", "start", "end", "state", "place"})
    void areNamedAsTheSystemNamesThem(String member) {
        assertThat(FLOW.missing(Side.APP, without(EVENT, member)))
                .containsExactly(Pointer.parse("/" + member));
    }

    @Test
    void areNoneOfWhatCrossesTheOtherWayAlone() {
        assertThat(EVENT.members()).doesNotContainKey("customer");
        assertThat(FLOW.missing(Side.APP, EVENT)).isEmpty();
    }

    @Test
    void areNoneOfWhatStandsInAFurtherRecord() {
        Value.Obj appointment =
                record(
                        """
                        {"id":"a","owner_id":"u","contact_id":null,"subject":"Call",
                        "starts_at":null,"duration_minutes":null,"time_zone":null,
                        "all_day_on":"2026-03-01","status":"Planned","location":null}""");

        assertThat(FLOW.missing(Side.ACME, appointment)).isEmpty();
        assertThat(FLOW.missing(Side.ACME, without(appointment, "subject")))
                .containsExactly(Pointer.parse("/subject"));
    }

    private static Value.Obj without(Value.Obj record, String member) {
        Map<String, Value> members = new LinkedHashMap<>(record.members());
        members.remove(member);
        return new Value.Obj(members);
    }

    private static Value.Obj record(String json) {
        try {
            return (Value.Obj) JsonText.parse(json.getBytes(StandardCharsets.UTF_8));
        } catch (JsonText.Malformed e) {
            throw new AssertionError(e);
        }
    }
}
