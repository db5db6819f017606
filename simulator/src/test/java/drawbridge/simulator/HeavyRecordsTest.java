package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Value;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Records of half a megabyte each, of which many changes wait.
class HeavyRecordsTest extends SimStory {

    private static final String NOTES = "n".repeat(500_000);

    @Test
    void aBacklogOfHeavyRecordsCrossesInOrderAndNothingIsLost() {
        List<RecordRef> appointments = new ArrayList<>();
        for (int n = 0; n < 30; n++) {
            appointments.add(appointment("Title " + n));
        }
        world.postman.keep();
        for (int round = 1; round <= 5; round++) {
            for (RecordRef appointment : appointments) {
                change(acme(), appointment, "notes", NOTES + round);
                change(acme(), appointment, "subject", "Round " + round);
            }
        }
        world.postman.letAllGo();
        world.pass(Duration.ofMinutes(2));

        assertThat(appointments)
                .allSatisfy(
                        appointment ->
                                assertThat(member(app(), event(appointment), "title"))
                                        .isEqualTo(Value.of("Round 5")));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void aHeavyRecordThatIsEditedOnBothSidesKeepsBothEdits() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        change(acme(), appointment, "notes", NOTES);
        change(acme(), appointment, "subject", "Title 2");
        change(app(), event, "place", "Room 2");
        world.pass(Duration.ofMinutes(1));

        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Room 2"));
    }
}
