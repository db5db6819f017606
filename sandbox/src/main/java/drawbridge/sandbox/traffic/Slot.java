package drawbridge.sandbox.traffic;

import java.time.LocalDateTime;
import java.time.ZoneId;

/// When something takes place: at a wall time in a zone for some minutes, or for whole days.
///
/// @param minutes 0 for whole days
record Slot(LocalDateTime start, int minutes, ZoneId zone, int days) {

    static Slot timed(LocalDateTime start, int minutes, ZoneId zone) {
        return new Slot(start, minutes, zone, 0);
    }

    static Slot allDay(LocalDateTime start, int days) {
        return new Slot(start, 0, ZoneId.of("UTC"), days);
    }

    boolean allDay() {
        return days > 0;
    }
}
