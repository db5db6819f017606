package drawbridge.mapping.lens;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Rule;
import drawbridge.mapping.Value;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/// What a system adds to a calendar time when it repeats: a rule, and what became of single
/// occurrences. The time itself is the first occurrence.
///
/// A rule that does not produce its first occurrence is refused: RFC 5545 leaves open what is meant
/// then, and two calendars that show it differ by a meeting.
///
/// @param absentIsEmpty whether a record without these members is known not to repeat
public record SeriesLens(RuleForm rule, Exceptions exceptions, boolean absentIsEmpty) {

    // ---- Reading

    /// What `first`, read from the same record, is when all of the record is read.
    ///
    /// @param zone of a time that has none
    /// @throws Stop when a member is missing or wrong
    Neutral.When read(Value.Obj record, Neutral.Once first, Optional<ZoneId> zone) {
        Members members = new Members(record, absentIsEmpty);
        Neutral.Once begin = placed(first, zone);
        Optional<Rule> read = rule.read(members, begin);
        if (read.isEmpty()) {
            return first;
        }
        if (begin instanceof Neutral.Timed time && time.zone() instanceof ZoneOffset) {
            throw new Stop(rule.at(), "a series needs a time zone, and its first time has none");
        }
        Neutral.Series plain = new Neutral.Series(begin, read.get(), new TreeMap<>());
        producesItsStart(plain);
        return new Neutral.Series(begin, read.get(), exceptions.read(members, plain));
    }

    /// A series lives in a zone: an offset alone is not the same time in summer.
    private static Neutral.Once placed(Neutral.Once first, Optional<ZoneId> zone) {
        return first instanceof Neutral.Timed time
                        && time.zone() instanceof ZoneOffset
                        && zone.isPresent()
                ? CivilTime.at(CivilTime.instant(time), zone.get(), time.length())
                : first;
    }

    private void producesItsStart(Neutral.Series series) {
        LocalDate start = Occurrences.key(series.first()).toLocalDate();
        if (start.getYear() < 1 || start.getYear() > 9_999) {
            throw new Stop(rule.at(), "a series begins within the years 1 to 9999");
        }
        if (series.rule().end() instanceof Rule.Until(LocalDate last) && last.isBefore(start)) {
            throw new Stop(rule.at(), "the series ends on " + last + ", before it starts");
        }
        Iterator<LocalDate> days = Occurrences.days(series).iterator();
        Optional<LocalDate> produced = days.hasNext() ? Optional.of(days.next()) : Optional.empty();
        if (!produced.equals(Optional.of(start))) {
            throw new Stop(
                    rule.at(),
                    "the rule does not produce the start, %s; %s"
                            .formatted(
                                    named(start),
                                    produced.map(day -> "its first day is " + named(day))
                                            .orElse("it has no day at all")));
        }
    }

    private static String named(LocalDate day) {
        return day.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH) + " " + day;
    }

    // ---- Writing

    /// Adds the rule and the exceptions to what the first occurrence is written as.
    ///
    /// @throws Stop when this side cannot say them
    Draft write(Draft draft, Neutral.Series series) {
        Neutral.Series said = rule.sayable(series);
        return exceptions.write(rule.write(draft, said), said, rule.at());
    }

    /// Without any of the members.
    Draft clear(Draft draft) {
        Draft cleared = draft.with(rule.at(), Value.NULL);
        for (Pointer list : exceptions.lists()) {
            cleared = cleared.with(list, Value.NULL);
        }
        return cleared;
    }
}
