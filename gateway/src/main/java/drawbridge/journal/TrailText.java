package drawbridge.journal;

import drawbridge.mapping.GroupName;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Value;
import drawbridge.sync.Trail;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A trail as text: `group:side,mark,millis;…` for each group, one a line. What may have been
/// written over follows in lines of its own, `!group:side,from,to,left,back,members;…`, and what
/// the mark of a delete went over in others, `~group:side,agreed,edit`, their members sealed as
/// every part of a record is.
final class TrailText {

    private static final String BLIND = "!";
    private static final String MARKED = "~";
    private static final String BACK = "back";

    private TrailText() {}

    static @Nullable String write(Trail trail) {
        String text =
                Stream.of(
                                lines(trail.steps(), "", TrailText::step),
                                lines(trail.blind(), BLIND, TrailText::blind),
                                trail.marked().entrySet().stream().map(TrailText::marked))
                        .flatMap(lines -> lines)
                        .collect(Collectors.joining("\n"));
        return text.isEmpty() ? null : text;
    }

    private static <T> Stream<String> lines(
            Map<GroupName, List<T>> groups, String mark, Function<T, String> part) {
        return groups.entrySet().stream()
                .map(
                        entry ->
                                mark
                                        + entry.getKey().value()
                                        + ":"
                                        + entry.getValue().stream()
                                                .map(part)
                                                .collect(Collectors.joining(";")));
    }

    private static String step(Trail.Step step) {
        return step.target().word() + "," + step.mark() + "," + step.at().toEpochMilli();
    }

    private static String blind(Trail.Blind blind) {
        return String.join(
                ",",
                blind.target().word(),
                blind.from().toString(),
                blind.to().toString(),
                blind.left(),
                blind.back() ? BACK : "",
                sealed(blind.before()));
    }

    private static String marked(Map.Entry<GroupName, Trail.Marked> marked) {
        Trail.Marked over = marked.getValue();
        return MARKED
                + marked.getKey().value()
                + ":"
                + String.join(
                        ",", over.target().word(), sealed(over.agreed()), sealed(over.edit()));
    }

    private static String sealed(Value.Obj members) {
        byte[] sealed = Payloads.seal(JsonText.write(members));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    static Trail read(@Nullable String text) {
        if (text == null) {
            return Trail.NONE;
        }
        Map<GroupName, List<Trail.Step>> steps = new HashMap<>();
        Map<GroupName, List<Trail.Blind>> blind = new HashMap<>();
        Map<GroupName, Trail.Marked> marked = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            boolean isBlind = line.startsWith(BLIND);
            boolean isMarked = line.startsWith(MARKED);
            int colon = line.indexOf(':');
            GroupName group = new GroupName(line.substring(isBlind || isMarked ? 1 : 0, colon));
            for (String part : line.substring(colon + 1).split(";", -1)) {
                String[] parts = part.split(",", -1);
                if (isMarked) {
                    marked.put(group, marked(parts));
                } else if (isBlind) {
                    blind.computeIfAbsent(group, _ -> new ArrayList<>()).add(blind(parts));
                } else {
                    steps.computeIfAbsent(group, _ -> new ArrayList<>()).add(step(parts));
                }
            }
        }
        return new Trail(steps, blind, marked);
    }

    private static Trail.Marked marked(String[] parts) {
        return new Trail.Marked(PgOpen.side(parts[0]), opened(parts[1]), opened(parts[2]));
    }

    private static Value.Obj opened(String sealed) {
        return members(Payloads.open(Base64.getUrlDecoder().decode(sealed)));
    }

    private static Trail.Step step(String[] parts) {
        return new Trail.Step(
                PgOpen.side(parts[0]), parts[1], Instant.ofEpochMilli(Long.parseLong(parts[2])));
    }

    private static Trail.Blind blind(String[] parts) {
        return new Trail.Blind(
                PgOpen.side(parts[0]),
                Instant.parse(parts[1]),
                Instant.parse(parts[2]),
                opened(parts[5]),
                parts[3],
                parts[4].equals(BACK));
    }

    private static Value.Obj members(byte[] json) {
        try {
            return (Value.Obj) JsonText.parse(json);
        } catch (JsonText.Malformed e) {
            throw new IllegalStateException("a stored trail is no JSON", e);
        }
    }
}
