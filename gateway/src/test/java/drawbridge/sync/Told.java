package drawbridge.sync;

import drawbridge.mapping.GroupName;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Decisions as short texts, for tables.
final class Told {

    private Told() {}

    /// All that a decision tells people.
    static String sentences(Decision decision) {
        Stream<String> groups =
                decision instanceof Decision.Merge merge
                        ? merge.verdicts().values().stream().map(Verdict::sentence)
                        : Stream.of();
        return Stream.concat(Stream.of(decision.sentence()), groups)
                .collect(Collectors.joining(" "));
    }

    static String text(Decision decision) {
        return switch (decision) {
            case Decision.Merge merge ->
                    "merge"
                            + merge.verdicts().entrySet().stream()
                                    .map(entry -> text(entry.getKey(), entry.getValue()))
                                    .collect(Collectors.joining());
            case Decision.Create create ->
                    "create " + create.target().word() + members(create.body());
            case Decision.Adopt adopt ->
                    "adopt " + adopt.partner().id() + (adopt.merges() ? " and merge" : "");
            case Decision.Rename _ -> "rename";
            case Decision.Move move -> "move " + move.side().word() + " " + move.to().id();
            case Decision.Leave leave -> "leave " + leave.reason();
            case Decision.Expand _ -> "expand";
            case Decision.Bury bury -> "bury " + bury.gone().word() + text(bury.last());
            case Decision.Revive revive ->
                    "revive "
                            + revive.back().word()
                            + text(revive.merge()).substring("merge".length());
            case Decision.Remake remake ->
                    "remake " + remake.target().word() + " " + members(remake.body());
            case Decision.AwaitParent await -> "wait " + await.parent().record();
            case Decision.AwaitOrigin _ -> "wait for its origin";
            case Decision.AwaitProof await -> "proof " + await.missing().word();
            case Decision.Hold hold -> "hold " + hold.reason();
            case Decision.Reject reject -> "reject " + reject.pointer();
        };
    }

    private static String text(Decision.Last last) {
        return switch (last) {
            case Decision.Last.Nothing() -> "";
            case Decision.Last.Write(var members) -> members(members);
            case Decision.Last.Delete() -> " delete";
        };
    }

    private static String text(GroupName group, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Same _ -> "";
            case Verdict.Agreed _ -> " " + group + " agreed";
            case Verdict.Write write ->
                    " "
                            + group
                            + "→"
                            + write.target().word()
                            + members(write.members())
                            + write.losing().map(lost -> " loses " + lost).orElse("")
                            + (write.first() ? " first" : "");
            case Verdict.Conflict conflict ->
                    " "
                            + group
                            + " conflict("
                            + conflict.base()
                            + "|"
                            + conflict.acme()
                            + "|"
                            + conflict.app()
                            + ")";
            case Verdict.Bad bad -> " " + group + " bad(" + bad.pointer() + ")";
            case Verdict.Wait _ -> " " + group + " waits";
            case Verdict.Parked _ -> " " + group + " parked";
            case Verdict.Rests _ -> " " + group + " rests";
        };
    }

    private static String members(drawbridge.mapping.Value.Obj object) {
        return object.members().entrySet().stream()
                .map(
                        entry ->
                                entry.getKey()
                                        + "="
                                        + (entry.getValue()
                                                        instanceof
                                                        drawbridge.mapping.Value.Text(String text)
                                                ? text
                                                : "-"))
                .collect(Collectors.joining(",", "{", "}"));
    }
}
