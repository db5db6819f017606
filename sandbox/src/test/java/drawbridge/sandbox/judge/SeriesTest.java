package drawbridge.sandbox.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.repeats.AppForm;
import drawbridge.sandbox.repeats.Occurrences;

import org.junit.jupiter.api.Test;

/// The judge compares series by their occurrences, as the ledgers hold them and as the systems
/// state them.
class SeriesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Agreement agreement = new Agreement();

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    private static ObjectNode appointment(String exceptions) {
        return json(
                """
                {"id": "apt_1", "starts_at": "2026-10-14T10:00:00", "duration_minutes": 60,
                 "time_zone": "Europe/Berlin", "all_day_on": null, "exceptions": %s,
                 "repeats": {"unit": "week", "weekdays": ["wednesday"], "until": "2026-11-04"}}
                """
                        .formatted(exceptions));
    }

    private static ObjectNode event(String exdates) {
        return json(
                """
                {"id": 1, "start": "2026-10-14T08:00:00Z", "end": "2026-10-14T09:00:00Z",
                 "zone": "Europe/Berlin", "allDay": false, "recurrence": "FREQ=WEEKLY;COUNT=4",
                 "exdates": %s, "overrides": []}
                """
                        .formatted(exdates));
    }

    private String told(Side side, ObjectNode record) {
        return String.valueOf(
                Native.values(agreement, new People(), "north", side, record).get(Group.TIME));
    }

    @Test
    void oneSeriesIsTheSameHoweverItIsWritten() {
        assertThat(told(Side.APP, event("[]"))).isEqualTo(told(Side.ACME, appointment("[]")));
        assertThat(told(Side.APP, event("[\"2026-10-28T09:00:00Z\"]")))
                .isEqualTo(
                        told(
                                Side.ACME,
                                appointment(
                                        """
                                        [{"original": "2026-10-28T10:00:00", "cancelled": true}]
                                        """)));
    }

    @Test
    void oneOccurrenceMoreIsNoticed() {
        assertThat(told(Side.APP, event("[\"2026-10-28T09:00:00Z\"]")))
                .isNotEqualTo(told(Side.ACME, appointment("[]")));
    }

    @Test
    void aSeriesIsNotItsFirstOccurrence() {
        var once = event("[]");
        once.putNull("recurrence").putNull("exdates").putNull("overrides");

        assertThat(told(Side.APP, once)).isNotEqualTo(told(Side.APP, event("[]")));
    }

    @Test
    void whatASystemStatesIsWhatItsLedgerSays() {
        var event = event("[\"2026-10-28T09:00:00Z\"]");
        var fact =
                json(
                        """
                        {"id": "1", "deleted": false, "sequence": 7, "allDay": false,
                         "startsAt": "2026-10-14T08:00:00Z", "minutes": 60, "zone": "Europe/Berlin"}
                        """);
        fact.set("occurrences", Occurrences.of(AppForm.read(event)));

        assertThat(Fact.read(agreement, "north", Side.APP, fact).value(Group.TIME))
                .isEqualTo(told(Side.APP, event));
    }
}
