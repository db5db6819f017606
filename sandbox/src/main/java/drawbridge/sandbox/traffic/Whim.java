package drawbridge.sandbox.traffic;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;

/// What people come up with: titles, places and times, by dice alone.
final class Whim {

    private static final List<String> OCCASIONS =
            List.of("Check-in", "Demo", "Review", "Planning", "Call", "Visit", "Training", "Offer");
    private static final List<String> PLACES =
            List.of("Head office", "Branch 2", "Video call", "Meeting room 4", "At the customer's");
    private static final List<ZoneId> ZONES =
            List.of(
                    ZoneId.of("Europe/Berlin"),
                    ZoneId.of("Europe/Berlin"),
                    ZoneId.of("Europe/Berlin"),
                    ZoneId.of("America/New_York"),
                    ZoneId.of("Asia/Kolkata"));

    private final Random dice;
    private final LocalDate monday;
    private final int weeks;

    Whim(Random dice, LocalDate monday, int weeks) {
        this.dice = dice;
        this.monday = monday;
        this.weeks = weeks;
    }

    int below(int bound) {
        return dice.nextInt(bound);
    }

    <T> T one(List<T> many) {
        return many.get(dice.nextInt(many.size()));
    }

    String title(int number) {
        return one(OCCASIONS) + " " + (1 + dice.nextInt(99)) + " #" + number;
    }

    /// A title of a hundred characters.
    String longTitle(int number) {
        var end = " #" + number;
        var text = "Everything that was ever said about this customer, and some more, ".repeat(2);
        return text.substring(0, 100 - end.length()) + end;
    }

    String place() {
        return one(PLACES);
    }

    /// A place of seventy characters.
    String longPlace() {
        return "Behind the second door on the left, past the kitchen, up the long stairs."
                .substring(0, 70);
    }

    Slot slot() {
        return Slot.timed(
                day().atTime(8 + dice.nextInt(10), 15 * dice.nextInt(4)),
                15 * (1 + dice.nextInt(6)),
                one(ZONES));
    }

    Slot allDay(int days) {
        return Slot.allDay(day().atTime(9, 0), days);
    }

    Slot moved(Slot slot) {
        var start =
                slot.start().plusDays(dice.nextInt(3) - 1).plusMinutes(15L * dice.nextInt(1, 8));
        return slot.allDay()
                ? Slot.allDay(slot.start().plusDays(1 + dice.nextInt(3)), slot.days())
                : Slot.timed(inOfficeHours(start), slot.minutes(), slot.zone());
    }

    Slot longer(Slot slot) {
        return slot.allDay()
                ? moved(slot)
                : Slot.timed(
                        slot.start(),
                        5 + slot.minutes() % 180 + 10 * dice.nextInt(1, 4),
                        slot.zone());
    }

    private static LocalDateTime inOfficeHours(LocalDateTime time) {
        int hour = time.getHour();
        return hour >= 8 && hour < 19 ? time : time.withHour(10);
    }

    /// Some time in the two weeks before, at any hour: also where a day ends in one zone and not in
    /// another.
    Instant moment() {
        return monday.minusDays(1 + dice.nextInt(14))
                .atTime(dice.nextInt(24), dice.nextInt(60))
                .toInstant(ZoneOffset.UTC);
    }

    private LocalDate day() {
        return monday.plusWeeks(dice.nextInt(weeks)).plusDays(dice.nextInt(5));
    }
}
