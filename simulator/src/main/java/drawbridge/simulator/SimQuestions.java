package drawbridge.simulator;

import drawbridge.crossing.engine.Guarding;
import drawbridge.crossing.engine.Settling;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Reading;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.simulator.ModelBooks.Asked;
import drawbridge.simulator.ModelJournal.LaneKey;
import drawbridge.simulator.ModelLinks.Tried;
import drawbridge.sync.Deleting;
import drawbridge.sync.Link;
import drawbridge.sync.Making;
import drawbridge.sync.Readings;
import drawbridge.tenant.TenantId;

import org.jspecify.annotations.NullUnmarked;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Judges the questions that were put to persons: each has the edits of two users behind it, as the
/// ledgers of both systems tell. A conflict has one at each side since our last write made both
/// agree; a doubt has one at the target since what the write rested on was read.
@NullUnmarked
final class SimQuestions {

    /// So many times a record must have changed before a person is asked because it does not rest.
    private static final int RESTLESS = 4;

    private final SimWorld world;
    private final Function<TenantId, SimLedger> ledgers;

    /// @param ledgers of each customer
    SimQuestions(SimWorld world, Function<TenantId, SimLedger> ledgers) {
        this.world = world;
        this.ledgers = ledgers;
    }

    List<String> needless() {
        List<String> wrong = new ArrayList<>();
        Map<List<Object>, Instant> doubts = new HashMap<>();
        for (Asked asked : world.journal.books.asked()) {
            if (asked.item().kind() != ParkedKind.CONFLICT
                    || asked.item().winner().isPresent()
                    || isOfSeries(asked)) {
                continue;
            }
            Optional<String> group = asked.item().group();
            if (group.isEmpty() || !asked.flow().equals(SimWorld.APPOINTMENTS)) {
                if (!hasCause(asked)) {
                    wrong.add("needless: " + named(asked));
                }
                continue;
            }
            List<Object> about = List.of(asked.lane(), group.get());
            switch (asked.item().reason()) {
                case "both-changed" -> {
                    if (!doubts.containsKey(about)
                            && !replaced(asked)
                            && !unanswered(asked)
                            && !bothEdited(asked)) {
                        wrong.add("needless: " + named(asked));
                    }
                }
                case "in-doubt" -> {
                    doubts.put(about, asked.at());
                    if (!touched(asked)) {
                        wrong.add("needless doubt: " + named(asked));
                    }
                }
                case "flap" -> {
                    if (written(asked, group.get()) < 2) {
                        wrong.add("needless: " + named(asked));
                    }
                }
                case "restless" -> {
                    if (!isRestless(asked)) {
                        wrong.add("needless: " + named(asked));
                    }
                }
                default -> wrong.add("needless: " + named(asked));
            }
        }
        return wrong;
    }

    private boolean isOfSeries(Asked asked) {
        TenantId tenant = asked.lane().tenant();
        return records(asked).stream()
                .anyMatch(
                        record ->
                                SimSeries.isTheirs(
                                        world.system(tenant, record.resource().system())
                                                .rows
                                                .get(record)));
    }

    private Set<RecordRef> records(Asked asked) {
        return ledgers.apply(asked.lane().tenant()).of(asked.lane().lane());
    }

    /// What happened to the records in question until a person was asked.
    private Stream<ModelSystem.Effect> effects(Asked asked) {
        SimLedger ledger = ledgers.apply(asked.lane().tenant());
        return records(asked).stream()
                .flatMap(record -> ledger.of(record).stream())
                .filter(effect -> !effect.at().isAfter(asked.at()));
    }

    // ---- About the whole record

    private boolean hasCause(Asked asked) {
        TenantId tenant = asked.lane().tenant();
        Flow flow = world.flow(tenant, SimWorld.APPOINTMENTS);
        return asked.flow().equals(SimWorld.APPOINTMENTS)
                && switch (asked.item().reason()) {
                    case Deleting.AGAINST_EDIT ->
                            Arrays.stream(Side.values())
                                    .anyMatch(
                                            gone ->
                                                    isDeleted(asked, gone)
                                                            && (isEdited(asked, gone.other())
                                                                    || mayBeUndone(
                                                                            asked, gone.other())));
                    case Deleting.ASKED ->
                            Arrays.stream(Side.values())
                                    .filter(gone -> flow.onDelete(gone) == Flow.OnDelete.HOLD)
                                    .anyMatch(gone -> isDeleted(asked, gone));
                    case Guarding.MASS_DELETE ->
                            asked.item().partOf().isPresent()
                                    ? Arrays.stream(Side.values())
                                            .anyMatch(gone -> isDeleted(asked, gone))
                                    : deletes(asked) >= Flow.MassDelete.EMPTY_FROM;
                    case "several-matches", "copied-record", "stray-reference" ->
                            records(asked).stream()
                                    .anyMatch(
                                            record -> world.traffic.moves.isOfCopy(tenant, record));
                    case "restless" -> isRestless(asked);
                    case Making.IN_DOUBT ->
                            world.journal.links.tried.stream()
                                    .filter(tried -> tried.lane().equals(asked.lane()))
                                    .anyMatch(
                                            tried ->
                                                    !world.journal.links.answered.contains(
                                                            tried.attempt().id()));
                    case Deleting.NEVER_FOUND ->
                            Arrays.stream(Side.values()).anyMatch(gone -> isDeleted(asked, gone));
                    default -> false;
                };
    }

    /// Whether what a call wrote without an answer, the mark of the delete or a value, may have
    /// been set and taken away again: the record was changed since, however that was.
    private boolean mayBeUndone(Asked asked, Side side) {
        return world.journal.links.tried.stream()
                .filter(tried -> tried.lane().equals(asked.lane()))
                .filter(tried -> tried.attempt().target() == side)
                .filter(tried -> !world.journal.links.answered.contains(tried.attempt().id()))
                .anyMatch(tried -> isChangedSince(asked, tried));
    }

    /// Whether a user changed the record since that look at it on which the call rested, or its
    /// system did by what it made of the call.
    private boolean isChangedSince(Asked asked, Tried tried) {
        List<ModelSystem.Effect> its =
                effects(asked)
                        .filter(
                                effect ->
                                        effect.record()
                                                .resource()
                                                .equals(
                                                        SimWorld.resource(
                                                                tried.attempt().target())))
                        .toList();
        Instant looked =
                tried.attempt().sent().stream()
                        .flatMap(
                                sent ->
                                        its.stream()
                                                .filter(effect -> !effect.at().isAfter(tried.at()))
                                                .filter(
                                                        effect ->
                                                                effect.after()
                                                                        .equals(
                                                                                sent.before()
                                                                                        .record())))
                        .map(ModelSystem.Effect::at)
                        .max(Comparator.naturalOrder())
                        .orElse(tried.at());
        return its.stream()
                .filter(effect -> effect.at().isAfter(looked))
                .anyMatch(effect -> !effect.gateway() || isMadeOtherwise(effect, tried));
    }

    /// Whether the system made something else of what the call carried: nobody can tell that from
    /// an edit where its answer was not heard.
    private static boolean isMadeOtherwise(ModelSystem.Effect effect, Tried tried) {
        return tried.attempt()
                .sent()
                .filter(sent -> sent.members().equals(effect.request()))
                .filter(
                        sent ->
                                !effect.after()
                                        .equals(Values.merge(effect.after(), sent.members())))
                .isPresent();
    }

    private boolean isDeleted(Asked asked, Side side) {
        return effects(asked)
                .filter(effect -> effect.record().resource().equals(SimWorld.resource(side)))
                .anyMatch(effect -> !effect.gateway() && effect.operation().equals("delete"));
    }

    /// Whether a user changed a group that crosses from there.
    private boolean isEdited(Asked asked, Side side) {
        SimLedger ledger = ledgers.apply(asked.lane().tenant());
        return world.flow(asked.lane().tenant(), SimWorld.APPOINTMENTS).groups().stream()
                .filter(group -> group.ways().contains(side.outbound()))
                .anyMatch(
                        group ->
                                records(asked).stream()
                                        .filter(
                                                record ->
                                                        record.resource()
                                                                .equals(SimWorld.resource(side)))
                                        .flatMap(
                                                record ->
                                                        ledger
                                                                .steps(side, record, group.name())
                                                                .stream())
                                        .filter(step -> !step.at().isAfter(asked.at()))
                                        .anyMatch(step -> !step.gateway()));
    }

    /// How many records of a customer its users had deleted by then.
    private long deletes(Asked asked) {
        return Arrays.stream(Side.values())
                .flatMap(side -> world.system(asked.lane().tenant(), side.word()).effects.stream())
                .filter(effect -> !effect.at().isAfter(asked.at()))
                .filter(effect -> !effect.gateway() && effect.operation().equals("delete"))
                .count();
    }

    private boolean isRestless(Asked asked) {
        return effects(asked).filter(effect -> !effect.gateway()).count() >= RESTLESS;
    }

    // ---- About a group

    /// How often the gateway had written it.
    private long written(Asked asked, String group) {
        SimLedger ledger = ledgers.apply(asked.lane().tenant());
        return Arrays.stream(Side.values())
                .flatMap(
                        side ->
                                records(asked).stream()
                                        .filter(
                                                record ->
                                                        record.resource()
                                                                .equals(SimWorld.resource(side)))
                                        .flatMap(
                                                record ->
                                                        ledger
                                                                .steps(
                                                                        side,
                                                                        record,
                                                                        new GroupName(group))
                                                                .stream()))
                .filter(step -> step.gateway() && !step.at().isAfter(asked.at()))
                .count();
    }

    private String named(Asked asked) {
        return "%s of %s at %s (%s): %s"
                .formatted(
                        asked.item().group().orElse("all"),
                        records(asked),
                        asked.at(),
                        asked.item().reason(),
                        asked.item().sentence());
    }

    /// A record from which the link moved on took what had arrived there unanswered along with it.
    private boolean replaced(Asked asked) {
        Link link = link(asked).orElseThrow();
        return Arrays.stream(Side.values())
                .map(side -> world.traffic.moves.lives(asked.lane().tenant(), link, side))
                .anyMatch(
                        lives ->
                                lives.size() > 1
                                        && lives.stream().anyMatch(world.remote.doubted::contains));
    }

    private record Told(Side side, ModelSystem.Effect effect) {}

    /// Each record counts for itself: what a write of ours made agree is no word of a copy that was
    /// not linked yet.
    private boolean bothEdited(Asked asked) {
        Link link = link(asked).orElseThrow();
        Flow flow = world.flow(asked.lane().tenant(), SimWorld.APPOINTMENTS);
        GroupName group = new GroupName(asked.item().group().orElseThrow());
        Readings compare = new Readings(flow);
        Map<RecordRef, Reading> now = new HashMap<>();
        Map<RecordRef, Side> edited = new HashMap<>();
        // Records of which a write of ours went over an edit, and whether that is back.
        Map<RecordRef, Boolean> lost = new HashMap<>();
        Set<Side> gone = EnumSet.noneOf(Side.class);
        for (Told told : told(asked, link)) {
            Side side = told.side();
            RecordRef record = told.effect().record();
            switch (told.effect().operation()) {
                case "delete" -> gone.add(side);
                case "restore" -> gone.remove(side);
                default -> {}
            }
            Reading before = read(flow, side, told.effect().before(), group);
            Reading after = read(flow, side, told.effect().after(), group);
            now.put(record, after);
            if (!told.effect().gateway()) {
                if (told.effect().operation().equals("create") || compare.differ(before, after)) {
                    edited.put(record, side);
                    lost.remove(record, false);
                }
            } else if (isKnown(read(flow, side, told.effect().request(), group))
                    // The mark of a delete is no word of those who edited before it.
                    && !gone.contains(side.other())) {
                Set<RecordRef> agreed = agreed(flow, side, record, now);
                if (wentOver(asked, told, flow, group)) {
                    lost.put(record, false);
                } else if (agreed.isEmpty()) {
                    lost.replace(record, true);
                } else if (agreed.stream().allMatch(one -> lost.getOrDefault(one, true))) {
                    edited.keySet().removeAll(agreed);
                    lost.keySet().removeAll(agreed);
                }
            }
        }
        return !lost.isEmpty() || edited.values().containsAll(Set.of(Side.values()));
    }

    /// The record and those of the other side that say what it says; none where it stands alone.
    private static Set<RecordRef> agreed(
            Flow flow, Side side, RecordRef record, Map<RecordRef, Reading> now) {
        ResourceName other = SimWorld.resource(side.other());
        Set<RecordRef> agreed = new HashSet<>();
        now.forEach(
                (one, reading) -> {
                    boolean same =
                            one.resource().equals(other)
                                    && (side == Side.ACME
                                            ? agree(flow, now.get(record), reading)
                                            : agree(flow, reading, now.get(record)));
                    if (same) {
                        agreed.addAll(List.of(one, record));
                    }
                });
        return agreed;
    }

    /// Whether a write of ours replaced what a user had set since it was read: that makes nobody
    /// agree.
    private boolean wentOver(Asked asked, Told told, Flow flow, GroupName group) {
        ModelSystem.Effect effect = told.effect();
        return world.journal.links.tried.stream()
                .filter(one -> one.lane().equals(asked.lane()) && !one.at().isAfter(effect.at()))
                .filter(one -> one.attempt().target() == told.side())
                .reduce((_, later) -> later)
                .flatMap(one -> one.attempt().sent())
                .map(sent -> read(flow, told.side(), sent.before().record(), group))
                .filter(
                        rested ->
                                new Readings(flow)
                                        .differ(
                                                rested,
                                                read(flow, told.side(), effect.before(), group)))
                .isPresent();
    }

    private List<Told> told(Asked asked, Link link) {
        List<Told> told = new ArrayList<>();
        for (Side side : Side.values()) {
            List<RecordRef> lives = world.traffic.moves.lives(asked.lane().tenant(), link, side);
            world.system(asked.lane().tenant(), side.word()).effects.stream()
                    .filter(effect -> lives.contains(effect.record()))
                    .filter(effect -> !effect.at().isAfter(asked.at()))
                    .forEach(effect -> told.add(new Told(side, effect)));
        }
        told.sort(Comparator.comparing(one -> one.effect().at()));
        return told;
    }

    private static boolean isKnown(Reading reading) {
        return reading instanceof Reading.Of of && !of.unknown();
    }

    private static boolean agree(Flow flow, Reading atAcme, Reading atApp) {
        return atAcme instanceof Reading.Of acme
                && atApp instanceof Reading.Of app
                && acme.fields().entrySet().stream()
                        .allMatch(
                                field ->
                                        flow.keeps(
                                                Side.ACME,
                                                field.getKey(),
                                                app.fields().get(field.getKey()),
                                                field.getValue()));
    }

    private static Reading read(Flow flow, Side side, Value.Obj record, GroupName group) {
        return flow.read(side, State.of(record), Refs.NONE).get(group);
    }

    private boolean touched(Asked asked) {
        Link link = link(asked).orElseThrow();
        Tried tried = lastTry(asked).orElseThrow();
        Side target = tried.attempt().target();
        Value.Obj before =
                tried.attempt().sent().map(sent -> sent.before().record()).orElse(Value.Obj.EMPTY);
        boolean edited = false;
        for (ModelSystem.Effect effect :
                world.system(asked.lane().tenant(), target.word()).effects) {
            if (effect.record().equals(record(tried, link)) && !effect.at().isAfter(asked.at())) {
                edited = !effect.after().equals(before) && (edited || !effect.gateway());
            }
        }
        return edited;
    }

    /// A write of the group was not answered, and somebody changed what it may have put there. What
    /// another write that was not even sent meanwhile forgets of it is the word for the question.
    private boolean unanswered(Asked asked) {
        Link link = link(asked).orElseThrow();
        return lastTry(asked)
                        .filter(
                                tried ->
                                        world.remote.doubted.contains(record(tried, link))
                                                || !world.journal.links.answered.contains(
                                                        tried.attempt().id()))
                        .isPresent()
                && touched(asked);
    }

    private Optional<Tried> lastTry(Asked asked) {
        return world.journal.links.tried.stream()
                .filter(one -> one.lane().equals(asked.lane()))
                .filter(one -> !one.at().isAfter(asked.at()))
                .filter(one -> carried(one, asked.item().group().orElseThrow()))
                .reduce((_, later) -> later);
    }

    private static boolean carried(Tried tried, String group) {
        return tried.attempt().operation() == Settling.Operation.CREATE
                || tried.attempt().sent().stream()
                        .anyMatch(sent -> sent.groups().contains(new GroupName(group)));
    }

    private Optional<Link> link(Asked asked) {
        LaneKey lane = asked.lane();
        TenantId tenant = lane.tenant();
        return world.journal.links.byId(tenant, SimWorld.APPOINTMENTS, lane.lane().value());
    }

    /// What was to be written, which another record may have replaced since.
    private static RecordRef record(Tried tried, Link link) {
        Side side = tried.attempt().target();
        return tried.attempt()
                .record()
                .map(id -> new RecordRef(SimWorld.resource(side), id))
                .orElseGet(() -> record(link, side));
    }

    private static RecordRef record(Link link, Side side) {
        return new RecordRef(
                side == Side.ACME ? SimWorld.APPOINTMENT : SimWorld.EVENT,
                link.end(side).record().orElseThrow());
    }
}
