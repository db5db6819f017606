package drawbridge.sandbox.nasty;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// People and meetings of one account. Every value is text; what nobody wrote is empty.
final class Books {

    /// Where the provider's clock hangs. It is written in its handbook, and in no answer.
    static final ZoneId ZONE = ZoneId.of("America/Chicago");

    private static final DateTimeFormatter WALL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withResolverStyle(ResolverStyle.STRICT);
    private static final List<String> MEETING =
            List.of("subject", "begins", "ends", "room", "state", "person");
    private static final Set<String> STATES = Set.of("1", "2", "3");

    private final InstantSource clock;
    private final Map<Integer, Map<String, String>> people = new TreeMap<>();
    private final Map<Integer, Map<String, String>> meetings = new TreeMap<>();
    private int last = 100;

    Books(InstantSource clock) {
        this.clock = clock;
    }

    /// Someone new, by the members `name` and `mail`.
    int person(Map<String, String> asked) {
        check(!asked.getOrDefault("mail", "").isEmpty());
        int id = ++last;
        Map<String, String> person = new LinkedHashMap<>();
        person.put("id", Integer.toString(id));
        person.put("name", asked.getOrDefault("name", ""));
        person.put("mail", asked.get("mail"));
        people.put(id, person);
        return id;
    }

    Optional<Map<String, String>> person(int id) {
        return Optional.ofNullable(people.get(id));
    }

    Stream<Map<String, String>> people(String mail) {
        return people.values().stream()
                .filter(one -> mail.isEmpty() || mail.equalsIgnoreCase(one.get("mail")));
    }

    /// A new meeting; members that nobody knows are dropped without a word.
    int make(Map<String, String> asked) {
        int id = last + 1;
        Map<String, String> meeting = new LinkedHashMap<>();
        meeting.put("id", Integer.toString(id));
        MEETING.forEach(name -> meeting.put(name, asked.getOrDefault(name, "")));
        meeting.computeIfPresent("state", (_, state) -> state.isEmpty() ? "1" : state);
        keep(id, meeting);
        last = id;
        return id;
    }

    /// Lays the members over those of the meeting.
    ///
    /// @return what differs now, by name; empty if there is no such meeting
    Optional<Map<String, String>> change(int id, Map<String, String> asked) {
        var before = meetings.get(id);
        if (before == null) {
            return Optional.empty();
        }
        Map<String, String> changed = new LinkedHashMap<>();
        for (var name : MEETING) {
            var value = asked.get(name);
            if (value != null && !value.equals(before.get(name))) {
                changed.put(name, value);
            }
        }
        Map<String, String> meeting = new LinkedHashMap<>(before);
        meeting.putAll(changed);
        keep(id, meeting);
        return Optional.of(changed);
    }

    boolean delete(int id) {
        return meetings.remove(id) != null;
    }

    Optional<Map<String, String>> meeting(int id) {
        return Optional.ofNullable(meetings.get(id));
    }

    /// Those that begin from then on, and before that, by their ids.
    Stream<Map<String, String>> meetings(Instant from, Instant to) {
        return meetings.values().stream()
                .filter(
                        one -> {
                            var begins = instant(one, "begins");
                            return !begins.isBefore(from) && begins.isBefore(to);
                        });
    }

    private void keep(int id, Map<String, String> meeting) {
        var subject = meeting.getOrDefault("subject", "");
        check(!subject.isEmpty() && subject.length() <= 100);
        // The handbook does not know of this.
        check(!subject.contains("*"));
        check(meeting.getOrDefault("room", "").length() <= 40);
        check(STATES.contains(meeting.getOrDefault("state", "")));
        check(people.containsKey(Integer.parseInt(meeting.getOrDefault("person", ""))));
        check(instant(meeting, "begins").isBefore(instant(meeting, "ends")));
        meeting.put("changed", Long.toString(clock.instant().getEpochSecond()));
        meetings.put(id, meeting);
    }

    private static Instant instant(Map<String, String> meeting, String member) {
        return LocalDateTime.parse(meeting.getOrDefault(member, ""), WALL).atZone(ZONE).toInstant();
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("a rule was broken, and nobody says which");
        }
    }
}
