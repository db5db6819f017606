package drawbridge.simulator;

import drawbridge.crossing.engine.Settling.Attempt;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.Outcome;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Value;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What happened in a world, for whoever looks for the cause of a breach, in plain words.
final class SimTale {

    /// @param about ids of the records and lanes; empty: it befalls all
    private record Line(Duration at, String sentence, String about) {}

    private final List<Line> lines = new ArrayList<>();
    private final boolean keeps;

    /// Nobody listens.
    SimTale() {
        this(false);
    }

    private SimTale(boolean keeps) {
        this.keeps = keeps;
    }

    static SimTale kept() {
        return new SimTale(true);
    }

    /// @param at since the world began
    void note(Duration at, String what, Object about) {
        if (!keeps) {
            return;
        }
        switch (about) {
            case ModelSystem.Effect effect -> lines.add(line(at, effect));
            case Attempt attempt -> lines.add(line(at, attempt));
            case Settlement settled -> lines.add(line(at, what, settled));
            case String sentence -> lines.add(new Line(at, sentence, ""));
            default -> {}
        }
    }

    private static Line line(Duration at, ModelSystem.Effect effect) {
        String who = effect.gateway() ? "the gateway" : "a user";
        String what =
                switch (effect.operation()) {
                    case "create" -> "makes";
                    case "delete" -> "deletes";
                    case "restore" -> "takes back the delete of";
                    case "none" -> "writes, without a change, to";
                    default -> "changes";
                };
        return new Line(
                at,
                "%s %s %s%s"
                        .formatted(who, what, named(effect.record()), members(effect.request())),
                effect.record().id());
    }

    private static Line line(Duration at, Attempt attempt) {
        return new Line(
                at,
                "a worker is about to %s %s%s in lane %s"
                        .formatted(
                                attempt.operation().name().toLowerCase(Locale.ROOT),
                                attempt.record()
                                        .map(id -> "record " + id + " of ")
                                        .orElse("a record in "),
                                attempt.target().word(),
                                brief(attempt.lease().lane().toString())),
                attempt.lease().lane() + " " + attempt.record().orElse(""));
    }

    private static Line line(Duration at, String what, Settlement settled) {
        String outcomes =
                settled.outcomes().stream()
                        .map(SimTale::outcome)
                        .distinct()
                        .collect(Collectors.joining("; "));
        String parked =
                settled.park().stream()
                        .map(item -> " It asks: " + item.sentence())
                        .collect(Collectors.joining());
        return new Line(
                at,
                "%s lane %s: %s.%s %s"
                        .formatted(
                                what.equals("SETTLED") ? "settled," : "could not settle",
                                brief(settled.lease().lane().toString()),
                                outcomes.isEmpty() ? "nothing ends" : outcomes,
                                parked,
                                next(settled.next())),
                settled.lease().lane().toString());
    }

    private static String outcome(Outcome outcome) {
        return outcome.kind().name().toLowerCase(Locale.ROOT) + " (" + outcome.reason() + ")";
    }

    private static String next(Next next) {
        return switch (next) {
            case Next.Rest _ -> "It rests.";
            case Next.Later(Instant due, String why) -> "It rests until " + due + ". " + why;
            case Next.Other _ -> "The other direction goes on.";
            case Next.At(Instant _, String why) -> "It waits: " + why;
            case Next.Closing(String _, Instant _, String why) -> "It waits: " + why;
            case Next.When(var _, Instant _, String why) -> "It waits: " + why;
            case Next.AfterCreate(var _, Instant _, String why) -> "It waits: " + why;
        };
    }

    private static String brief(String id) {
        return id.length() > 8 ? id.substring(0, 8) : id;
    }

    private static String named(RecordRef record) {
        return record.resource() + " " + record.id();
    }

    private static String members(Value.Obj request) {
        return request.members().isEmpty()
                ? ""
                : request.members().entrySet().stream()
                        .map(member -> member.getKey() + " = " + text(member.getValue()))
                        .collect(Collectors.joining(", ", ": ", ""));
    }

    private static String text(Value value) {
        return switch (value) {
            case Value.Text(String text) -> "'" + text.strip() + "'";
            case Value.Num(var number) -> number.toString();
            case Value.Bool(boolean flag) -> Boolean.toString(flag);
            case Value.Null _ -> "nothing";
            case Value.Arr(List<Value> items) ->
                    items.stream().map(SimTale::text).collect(Collectors.joining(", ", "[", "]"));
            case Value.Obj(Map<String, Value> members) -> "{…" + members.size() + "}";
        };
    }

    /// What happened to these records and in these lanes, and what befell the processes meanwhile.
    ///
    /// @param ids of records and lanes
    List<String> about(Collection<String> ids) {
        List<String> told = new ArrayList<>();
        for (Line line : lines) {
            boolean concerns =
                    line.about().isEmpty() || ids.stream().anyMatch(line.about()::contains);
            if (concerns) {
                told.add(stamp(line.at()) + "  " + line.sentence());
            }
        }
        return told;
    }

    private static String stamp(Duration at) {
        return String.format(
                Locale.ROOT,
                "%2d:%02d.%03d",
                at.toMinutes(),
                at.toSecondsPart(),
                at.toMillisPart());
    }
}
