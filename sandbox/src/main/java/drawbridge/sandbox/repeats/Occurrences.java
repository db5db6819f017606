package drawbridge.sandbox.repeats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// The occurrences of a series as JSON.
public final class Occurrences {

    private Occurrences() {}

    /// In neutral words, up to the horizon of comparison: instants and minutes, or days. Null where
    /// nothing repeats.
    public static JsonNode of(Optional<Repeats> series) {
        return series.<JsonNode>map(Occurrences::neutral).orElse(NullNode.getInstance());
    }

    private static ArrayNode neutral(Repeats series) {
        var list = JsonNodeFactory.instance.arrayNode();
        for (var one : series.compared()) {
            var said = list.addObject();
            if (series.allDay()) {
                said.put("day", one.start().toLocalDate().toString()).put("days", one.length());
            } else {
                said.put("startsAt", series.instant(one.start()).toString())
                        .put("minutes", one.length());
            }
            said.put("title", one.title());
        }
        return list;
    }

    /// For a page: those that touch one of the days from `from` to before `until`, by wall time.
    public static ArrayNode shown(Repeats series, LocalDate from, LocalDate until) {
        var list = JsonNodeFactory.instance.arrayNode();
        for (var one : series.between(from, until)) {
            list.addObject()
                    .put("key", key(series, one))
                    .put("day", one.start().toLocalDate().toString())
                    .put("minute", one.start().toLocalTime().toSecondOfDay() / 60)
                    .put("minutes", one.length())
                    .put("lastDay", one.lastDay(series.allDay()).toString())
                    .put("title", one.title());
        }
        return list;
    }

    private static String key(Repeats series, Repeats.Occurrence one) {
        return series.allDay()
                ? one.key().toLocalDate().toString()
                : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(one.key());
    }
}
