package drawbridge.crossing.engine;

import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.crossing.engine.Journal.ParkedItem;
import drawbridge.crossing.engine.Journal.Pending;
import drawbridge.crossing.engine.Settling.Gather;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.sync.Base;
import drawbridge.sync.Link;
import drawbridge.sync.Verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Parks what a person must decide. A newer item about the same thing takes the place of the open
/// one and carries its changes on, so that there is one entry, not one for each try.
final class Park {

    /// From so many on, the same error in one flow is one matter.
    static final int ALIKE = 10;

    private static final int LONGEST_KEY = 200;

    /// Whatever the group and the record, it was the mapping.
    private static final String OF_THE_MAPPING =
            "Records of this flow read otherwise since its mapping changed, though nobody edited"
                    + " them: a person decides for all of them whose values are written.";

    private final Dice dice;

    Park(Dice dice) {
        this.dice = dice;
    }

    /// @param sides whose newest change the item holds, of those that are settled now
    void conflict(
            Ending ending, Scene scene, String group, Verdict.Conflict conflict, List<Side> sides) {
        Optional<String> of = Optional.of(group);
        NewParked asked =
                new NewParked(
                        dice.id(),
                        ParkedKind.CONFLICT,
                        conflict.reason(),
                        conflict.sentence(),
                        replacing(ending, scene, item -> item.group().equals(of), sides),
                        of,
                        Optional.empty(),
                        Optional.of(conflict.base()),
                        Optional.of(conflict.acme()),
                        Optional.of(conflict.app()),
                        payload(scene, scene.round().source()),
                        "",
                        "");
        ending.park(
                conflict.reason().equals(Verdict.MAPPING_CHANGED)
                        ? asked.gathered(
                                new Gather(Verdict.MAPPING_CHANGED, 1, dice.id(), OF_THE_MAPPING))
                        : asked);
    }

    /// A policy decided: the value that lost is kept, with the record that held it.
    void lost(Ending ending, Scene scene, GroupName group, Side loser) {
        Optional<State> held = scene.state(loser);
        if (held.isEmpty()) {
            return;
        }
        ending.keep(
                new NewParked(
                        dice.id(),
                        ParkedKind.CONFLICT,
                        NewParked.won(loser.other()),
                        "The "
                                + group
                                + " was changed on both sides, and the policy decided for "
                                + (loser == Side.APP ? "Acme's" : "the app's")
                                + ".",
                        List.of(),
                        Optional.of(group.value()),
                        Optional.empty(),
                        scene.round()
                                .link()
                                .flatMap(link -> link.end(loser).base())
                                .flatMap(base -> show(scene, loser, base.of(group), group)),
                        scene.state(Side.ACME)
                                .flatMap(state -> show(scene, Side.ACME, state, group)),
                        scene.state(Side.APP).flatMap(state -> show(scene, Side.APP, state, group)),
                        Bytes.copyOf(JsonText.write(held.get().record())),
                        "",
                        ""));
    }

    private static Optional<String> show(Scene scene, Side side, State state, GroupName group) {
        Flow flow = scene.round().flow();
        return Optional.ofNullable(flow.read(side, state, scene.situation().refs()).get(group))
                .map(reading -> flow.show(group, reading));
    }

    void bad(Ending ending, Scene scene, String group, Verdict.Bad bad, List<Side> sides) {
        Optional<String> of = Optional.of(group);
        Optional<Facts> answer =
                scene.round().refused().containsValue(bad)
                        ? scene.round().answer()
                        : Optional.empty();
        ending.park(
                alike(
                        bad.source(),
                        new NewParked(
                                dice.id(),
                                ParkedKind.DEAD,
                                answer.isPresent() ? "refused" : "bad-field",
                                bad.sentence(),
                                replacing(ending, scene, item -> item.group().equals(of), sides),
                                of,
                                Optional.of(bad.pointer()),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                payload(scene, bad.source()),
                                answer.map(Facts::request).orElse(""),
                                answer.map(Facts::response).orElse(""))));
    }

    /// What a system refuses, or cannot be read, for the same reason in many records is one matter:
    /// the same field where one is known, else the same words.
    private NewParked alike(Side source, NewParked item) {
        boolean ofTheRecord = item.reason().equals("refused") || item.reason().equals("bad-field");
        if (item.kind() != ParkedKind.DEAD || !ofTheRecord) {
            return item;
        }
        String key =
                String.join(
                        " ",
                        item.reason(),
                        source.word(),
                        item.group().orElse("-"),
                        item.field().filter(field -> !field.isEmpty()).orElse(item.sentence()));
        return item.gathered(
                new Gather(
                        key.substring(0, Math.min(key.length(), LONGEST_KEY)),
                        ALIKE,
                        dice.id(),
                        "Many records of this flow cannot cross for the same reason. One of them: "
                                + item.sentence()));
    }

    /// The record as a whole waits: what waited of its groups waits with it. A question shows what
    /// each side holds of it.
    void whole(
            Ending ending,
            Scene scene,
            ParkedKind kind,
            String reason,
            String sentence,
            Optional<String> field,
            Optional<Facts> answer,
            List<Side> sides) {
        boolean asks = kind == ParkedKind.CONFLICT;
        Side own = scene.round().opened().side();
        Bytes payload = payload(scene, own);
        ending.park(
                alike(
                        own,
                        new NewParked(
                                dice.id(),
                                kind,
                                reason,
                                sentence,
                                replacing(ending, scene, _ -> true, sides),
                                Optional.empty(),
                                field,
                                asks ? agreed(scene) : Optional.empty(),
                                asks ? held(scene, Side.ACME) : Optional.empty(),
                                asks ? held(scene, Side.APP) : Optional.empty(),
                                asks && payload.equals(Bytes.NONE)
                                        ? payload(scene, own.other())
                                        : payload,
                                answer.map(Facts::request).orElse(""),
                                answer.map(Facts::response).orElse(""))));
    }

    /// All groups of what a side holds, a line each.
    private static Optional<String> held(Scene scene, Side side) {
        Optional<Link.End> end = scene.round().link().map(link -> link.end(side));
        boolean unread = end.flatMap(Link.End::base).filter(Base::unread).isPresent();
        return scene.state(side)
                .map(state -> lines(scene, group -> show(scene, side, state, group)))
                .or(() -> end.flatMap(Link.End::record).map(_ -> unread ? "not found" : "deleted"));
    }

    /// The same of what both held when they agreed last.
    private static Optional<String> agreed(Scene scene) {
        Side side = scene.state(Side.ACME).isPresent() ? Side.ACME : Side.APP;
        return scene.round()
                .link()
                .flatMap(link -> link.end(side).base())
                .map(base -> lines(scene, group -> show(scene, side, base.of(group), group)));
    }

    private static String lines(Scene scene, Function<GroupName, Optional<String>> shown) {
        return scene.round().flow().groups().stream()
                .flatMap(
                        group ->
                                shown
                                        .apply(group.name())
                                        .filter(value -> !value.isBlank())
                                        .map(value -> group.name() + ": " + value)
                                        .stream())
                .collect(Collectors.joining("\n"));
    }

    /// A delete that waits with others: one item of theirs asks a person.
    void stopped(Ending ending, Scene scene, String sentence, UUID incident) {
        ending.park(
                new NewParked(
                                dice.id(),
                                ParkedKind.CONFLICT,
                                Guarding.MASS_DELETE,
                                sentence,
                                replacing(ending, scene, _ -> true, List.of(Side.values())),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                payload(scene, scene.round().source()),
                                "",
                                "")
                        .partOf(incident));
    }

    /// Closes the open items about the same thing; answers the changes of old and new together.
    private static List<UUID> replacing(
            Ending ending, Scene scene, Predicate<ParkedItem> same, List<Side> sides) {
        List<UUID> changes = new ArrayList<>();
        for (ParkedItem item : scene.round().opened().parked()) {
            if (same.test(item)) {
                ending.close(item, "superseded", "A newer item about the same took its place.");
                changes.addAll(item.changes());
            }
        }
        for (Side side : sides) {
            Ending.newest(scene.round(), side).map(Pending::change).ifPresent(changes::add);
        }
        return changes;
    }

    private static Bytes payload(Scene scene, Side side) {
        return Ending.newest(scene.round(), side)
                .map(Pending::body)
                .or(
                        () ->
                                scene.state(side)
                                        .map(State::record)
                                        .map(record -> Bytes.copyOf(JsonText.write(record))))
                .orElse(Bytes.NONE);
    }
}
