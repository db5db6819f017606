package drawbridge.journal;

import drawbridge.mapping.GroupName;
import drawbridge.sync.Trail;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A trail as text: `group:side,mark,millis;…` for each group, one a line.
final class TrailText {

    private TrailText() {}

    static @Nullable String write(Trail trail) {
        return trail.steps().isEmpty()
                ? null
                : trail.steps().entrySet().stream()
                        .map(entry -> entry.getKey().value() + ":" + steps(entry.getValue()))
                        .collect(Collectors.joining("\n"));
    }

    private static String steps(List<Trail.Step> steps) {
        return steps.stream()
                .map(
                        step ->
                                step.target().word()
                                        + ","
                                        + step.mark()
                                        + ","
                                        + step.at().toEpochMilli())
                .collect(Collectors.joining(";"));
    }

    static Trail read(@Nullable String text) {
        Map<GroupName, List<Trail.Step>> groups = new HashMap<>();
        if (text != null) {
            for (String line : text.split("\n", -1)) {
                int colon = line.indexOf(':');
                List<Trail.Step> steps = new ArrayList<>();
                for (String step : line.substring(colon + 1).split(";", -1)) {
                    String[] parts = step.split(",", -1);
                    steps.add(
                            new Trail.Step(
                                    PgOpen.side(parts[0]),
                                    parts[1],
                                    Instant.ofEpochMilli(Long.parseLong(parts[2]))));
                }
                groups.put(new GroupName(line.substring(0, colon)), steps);
            }
        }
        return groups.isEmpty() ? Trail.NONE : new Trail(groups);
    }
}
