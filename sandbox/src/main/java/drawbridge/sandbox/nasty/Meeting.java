package drawbridge.sandbox.nasty;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.world.Doc;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An appointment in the words of the old API. Every value is text; what nobody wrote is empty.
final class Meeting {

    /// Where the provider's clock hangs. It is written in its handbook, and in no answer.
    static final ZoneId ZONE = ZoneId.of("America/Chicago");

    private static final DateTimeFormatter WALL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withResolverStyle(ResolverStyle.STRICT);
    private static final List<String> STATES = List.of("", "Planned", "Held", "Not Held");
    private static final int LONGEST_SUBJECT = 100;
    private static final int LONGEST_ROOM = 40;

    private static final Map<String, List<String>> SPELT =
            Map.of(
                    "subject", List.of("subject"),
                    "starts_at", List.of("begins", "ends"),
                    "duration_minutes", List.of("ends"),
                    "time_zone", List.of("begins", "ends"),
                    "location", List.of("room"),
                    "status", List.of("state"),
                    "owner_id", List.of("person"));

    private Meeting() {}

    /// Whether the API knows of it at all.
    static boolean isOne(Doc doc) {
        return doc.fields().hasNonNull("starts_at") && !doc.fields().hasNonNull("repeats");
    }

    static boolean beginsWithin(Doc doc, Instant from, Instant to) {
        var begins = begins(doc);
        return !begins.isBefore(from) && begins.isBefore(to);
    }

    static Map<String, String> of(Doc doc) {
        var fields = doc.fields();
        Map<String, String> meeting = new LinkedHashMap<>();
        meeting.put("id", doc.id());
        meeting.put("subject", fields.path("subject").asText(""));
        meeting.put("begins", wall(begins(doc)));
        meeting.put("ends", wall(ends(doc)));
        meeting.put("room", fields.path("location").asText(""));
        meeting.put("state", Integer.toString(STATES.indexOf(fields.path("status").asText())));
        meeting.put("person", fields.path("owner_id").asText(""));
        meeting.put("changed", Long.toString(doc.changedAt() / 1_000));
        return meeting;
    }

    /// What of it differs, where these native fields do.
    static Map<String, String> parts(Doc doc, List<String> changed) {
        var whole = of(doc);
        Map<String, String> parts = new LinkedHashMap<>();
        for (var field : changed) {
            for (var name : SPELT.getOrDefault(field, List.of())) {
                parts.put(name, whole.getOrDefault(name, ""));
            }
        }
        return parts;
    }

    /// The native fields that are asked for; members that nobody knows are dropped without a word.
    ///
    /// @throws IllegalArgumentException if a rule is broken
    static ObjectNode fields(Map<String, String> asked, Optional<Doc> before) {
        var fields = JsonNodeFactory.instance.objectNode();
        if (asked.containsKey("subject") || before.isEmpty()) {
            var subject = asked.getOrDefault("subject", "");
            check(!subject.isEmpty() && subject.length() <= LONGEST_SUBJECT);
            // The handbook does not know of this.
            check(!subject.contains("*"));
            fields.put("subject", subject);
        }
        if (asked.containsKey("begins") || asked.containsKey("ends") || before.isEmpty()) {
            var begins = instant(asked, "begins").or(() -> before.map(Meeting::begins));
            var ends = instant(asked, "ends").or(() -> before.map(Meeting::ends));
            check(begins.isPresent() && ends.isPresent() && begins.get().isBefore(ends.get()));
            fields.put("starts_at", LocalDateTime.ofInstant(begins.get(), ZONE).toString());
            fields.put("duration_minutes", Duration.between(begins.get(), ends.get()).toMinutes());
            fields.put("time_zone", ZONE.getId());
        }
        var room = asked.get("room");
        if (room != null) {
            check(room.length() <= LONGEST_ROOM);
            fields.put("location", room);
        }
        var state = asked.getOrDefault("state", "");
        if (!state.isEmpty()) {
            check(state.matches("[123]"));
            fields.put("status", STATES.get(Integer.parseInt(state)));
        }
        var person = asked.get("person");
        if (person != null) {
            fields.put("owner_id", person);
        }
        return fields;
    }

    private static Instant begins(Doc doc) {
        return LocalDateTime.parse(doc.fields().path("starts_at").asText())
                .atZone(ZoneId.of(doc.fields().path("time_zone").asText()))
                .toInstant();
    }

    private static Instant ends(Doc doc) {
        return begins(doc).plus(Duration.ofMinutes(doc.fields().path("duration_minutes").asLong()));
    }

    private static String wall(Instant at) {
        return WALL.format(LocalDateTime.ofInstant(at, ZONE));
    }

    private static Optional<Instant> instant(Map<String, String> asked, String member) {
        return Optional.ofNullable(asked.get(member))
                .map(text -> LocalDateTime.parse(text, WALL).atZone(ZONE).toInstant());
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("a rule was broken, and nobody says which");
        }
    }
}
