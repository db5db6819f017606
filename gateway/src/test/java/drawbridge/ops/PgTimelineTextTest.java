package drawbridge.ops;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.opsapi.EntryKind;
import drawbridge.opsapi.TimelineEntry;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

class PgTimelineTextTest {

    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void tellsAConflictOnce() {
        TimelineEntry decided = entry(AT, EntryKind.OUTCOME, "Both changed the title.");
        TimelineEntry parked = entry(AT, EntryKind.PARKED, "Both changed the title.");

        assertThat(PgTimelineText.once(List.of(decided, parked))).containsExactly(parked);
    }

    @Test
    void leavesOutNothingThatSaysSomethingElseOrAtAnotherTime() {
        List<TimelineEntry> entries =
                List.of(
                        entry(AT, EntryKind.OUTCOME, "The title crossed."),
                        entry(AT, EntryKind.OUTCOME, "Both changed the time."),
                        entry(AT, EntryKind.PARKED, "Both changed the title."),
                        entry(AT.plusSeconds(1), EntryKind.PARKED, "Both changed the time."));

        assertThat(PgTimelineText.once(entries)).isEqualTo(entries);
    }

    private static TimelineEntry entry(Instant at, EntryKind kind, String sentence) {
        return new TimelineEntry(
                at, kind, "appointments", null, "conflict", sentence, null, null, null, true);
    }
}
