package drawbridge.sync;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.Flow.Group;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Patch;
import drawbridge.mapping.PlainText;
import drawbridge.mapping.Reading;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// The three-way merge of one group. "Edited" means: differs from that side's base, and crosses
/// from there.
///
/// | Acme | the app | verdict |
/// | --- | --- | --- |
/// | parked, as it was seen | parked, as it was seen | parked |
/// | not what the flow is about | any | rests |
/// | does not tell whether it is | any | bad |
/// | not edited | not edited | same |
/// | not edited, reads otherwise since the mapping changed | not edited | [#remapped()] |
/// | edited | says the same | agreed |
/// | edited | not edited | write the app |
/// | not edited | edited | write Acme |
/// | edited | edited, differently | the policy, or a person, or a conflict |
/// | edited, and kept by a person | edited before that | write the app |
/// | edited, and kept by a person | edited after that | the policy, or a conflict again |
///
/// A write that would go round in circles is a conflict as well ([Trail]).
final class GroupMerge {

    /// One side of the group.
    ///
    /// @param base as both sides agreed on it last
    /// @param reads whether the base says today what it said then
    /// @param seen as it was when the link settled last
    /// @param record as it is
    record End(
            List<Flow.Parent> parents,
            Reading base,
            Reads reads,
            Reading seen,
            Reading now,
            Value.Obj record) {}

    /// How the record that both agreed on reads today.
    enum Reads {
        AS_BEFORE,
        /// Otherwise, through another mapping.
        BY_MAPPING,
        /// Otherwise, by other rules of a time zone.
        BY_ZONES
    }

    private final Flow flow;
    private final Group group;
    private final Refs refs;
    private final End acme;
    private final End app;
    private final Parking parking;
    private final Past past;
    private final Taking.Part part;
    private final Readings readings;

    /// What lies behind the merge beside the bases.
    ///
    /// @param newest the side that changed it last, where that is certain
    record Past(Trail trail, Optional<Side> newest, Instant now) {}

    GroupMerge(
            Flow flow,
            Group group,
            Refs refs,
            End acme,
            End app,
            Parking parking,
            Past past,
            Taking.Part part) {
        this.flow = flow;
        this.group = group;
        this.refs = refs;
        this.acme = acme;
        this.app = app;
        this.parking = parking;
        this.past = past;
        this.part = part;
        this.readings = new Readings(flow);
    }

    Verdict verdict() {
        if (parking.waiting().contains(group.name()) && !part.isNew() && !movedSinceSeen()) {
            return new Verdict.Parked("Nothing is new about the parked " + group.name() + ".");
        }
        if (part.instead().isPresent()) {
            return part.instead().get();
        }
        boolean acmeEdited = edited(Side.ACME);
        boolean appEdited = edited(Side.APP);
        if (!acmeEdited && !appEdited) {
            return acme.reads() == Reads.AS_BEFORE && app.reads() == Reads.AS_BEFORE
                    ? new Verdict.Same("Neither side changed the " + group.name() + ".")
                    : remapped();
        }
        Optional<Verdict> bad = bad(Side.ACME, acmeEdited).or(() -> bad(Side.APP, appEdited));
        if (bad.isPresent()) {
            return bad.get();
        }
        if (!readings.differ(acme.now(), app.now()) && comparable()) {
            return agreed();
        }
        Optional<Side> kept = Optional.ofNullable(parking.kept().get(group.name()));
        Optional<Side> stands =
                kept.filter(side -> group.ways().contains(side.outbound()))
                        .filter(side -> !isEditedSinceSeen(side.other()));
        if (stands.isPresent()) {
            Side losing = stands.get().other();
            return changed(
                    stands.get(), Optional.of(show(end(losing).now())), "A person kept what ");
        }
        if (acmeEdited && appEdited) {
            return bothEdited(kept);
        }
        return changed(acmeEdited ? Side.ACME : Side.APP, Optional.empty(), "Only ");
    }

    private Verdict agreed() {
        return new Verdict.Agreed("Both sides say the same " + group.name() + " by now.");
    }

    /// Nobody edited the group, and it says something else than when both agreed: it is written
    /// once, from the side that a person or the flow names. What one side alone may say crosses
    /// from there, whichever is named. Where only the rules of a time zone changed, the side that
    /// keeps wall time is the one whose meeting moved, and wins.
    private Verdict remapped() {
        if (!readings.differ(acme.now(), app.now()) && comparable()) {
            return agreed();
        }
        Optional<Side> kept = Optional.ofNullable(parking.kept().get(group.name()));
        Optional<Side> named = kept.or(this::keepsWallTime).or(this::named);
        if (named.isEmpty()) {
            return conflict(
                    Verdict.MAPPING_CHANGED,
                    " reads otherwise since the mapping changed, though nobody edited it: a person"
                            + " decides.");
        }
        boolean crosses = group.ways().contains(named.get().outbound());
        if (kept.isPresent() && !crosses) {
            return new Verdict.Agreed("A person left the " + group.name() + " as it is.");
        }
        Side source = crosses ? named.get() : named.get().other();
        return bad(source, true)
                .orElseGet(
                        () ->
                                write(
                                        source,
                                        Optional.empty(),
                                        "Nobody edited the "
                                                + group.name()
                                                + ", and it reads otherwise since "
                                                + (end(source).reads() == Reads.BY_ZONES
                                                        ? "the rules of its time zone"
                                                        : "the mapping")
                                                + " changed: what "
                                                + Words.inside(source)
                                                + " holds is written to "
                                                + Words.inside(source.other())
                                                + "."));
    }

    private Optional<Side> keepsWallTime() {
        boolean timed = group.fields().stream().anyMatch(flow.times()::contains);
        boolean one = acme.reads() == Reads.AS_BEFORE || app.reads() == Reads.AS_BEFORE;
        return timed && one
                ? Arrays.stream(Side.values())
                        .filter(side -> end(side).reads() == Reads.BY_ZONES)
                        .findFirst()
                : Optional.empty();
    }

    private Optional<Side> named() {
        return switch (flow.onMappingChange()) {
            case ACME -> Optional.of(Side.ACME);
            case APP -> Optional.of(Side.APP);
            case HOLD -> Optional.empty();
        };
    }

    /// Whether what a person decided against is no longer what stands there.
    private boolean isEditedSinceSeen(Side side) {
        return edited(side) && readings.differ(end(side).seen(), end(side).now());
    }

    private boolean movedSinceSeen() {
        return readings.differ(acme.seen(), acme.now()) || readings.differ(app.seen(), app.now());
    }

    private boolean edited(Side side) {
        return edited(readings, group, side, end(side));
    }

    static boolean edited(Readings readings, Group group, Side side, End end) {
        return group.ways().contains(side.outbound())
                && (readings.differ(end.base(), end.now())
                        || (group.ways().size() == 1 && readings.unknown(end.base(), end.now())));
    }

    /// Whether both sides hold every field that either of them holds.
    private boolean comparable() {
        return acme.now() instanceof Reading.Of(SequencedMap<FieldName, Neutral> one)
                && app.now() instanceof Reading.Of(SequencedMap<FieldName, Neutral> other)
                && one.keySet().stream()
                        .allMatch(
                                field ->
                                        one.get(field) instanceof Neutral.Unknown
                                                == other.getOrDefault(field, Readings.UNKNOWN)
                                                        instanceof Neutral.Unknown);
    }

    private Optional<Verdict> bad(Side side, boolean edited) {
        return edited && end(side).now() instanceof Reading.Bad bad
                ? Optional.of(
                        new Verdict.Bad(
                                side, Optional.of(bad.field()), bad.pointer(), bad.sentence()))
                : Optional.empty();
    }

    /// @param kept by a person, before the other side was edited once more
    private Verdict bothEdited(Optional<Side> kept) {
        return switch (group.policy()) {
            case ACME -> changed(Side.ACME, Optional.of(show(app.now())), "By its policy ");
            case APP -> changed(Side.APP, Optional.of(show(acme.now())), "By its policy ");
            case NEWEST ->
                    past.newest()
                            .map(
                                    newer ->
                                            changed(
                                                    newer,
                                                    Optional.of(show(end(newer.other()).now())),
                                                    "Later, "))
                            .orElseGet(
                                    () ->
                                            conflict(
                                                    " was changed on both sides, differently, and"
                                                            + " the times do not tell which came last:"
                                                            + " a person decides."));
            case UNION -> union();
            case HOLD ->
                    conflict(
                            kept.map(GroupMerge::editedAfterThat)
                                    .orElse(
                                            " was changed on both sides, differently: a person"
                                                    + " decides."));
        };
    }

    private static String editedAfterThat(Side kept) {
        return " was changed in "
                + Words.inside(kept.other())
                + " after a person had kept what "
                + Words.inside(kept)
                + " says: a person decides again.";
    }

    private Verdict conflict(String sentence) {
        return conflict("both-changed", sentence);
    }

    private Verdict.Conflict conflict(String reason, String sentence) {
        return new Verdict.Conflict(
                reason,
                show(acme.base()),
                show(acme.now()),
                show(app.now()),
                "The " + group.name() + sentence);
    }

    /// The app is written first where both lack something; Acme's turn comes by what the app holds
    /// then.
    private Verdict union() {
        SequencedMap<FieldName, Neutral> joined =
                new Union(flow, acme.base(), acme.now(), app.now()).fields();
        boolean acmeLacks = !readings.toSend(joined, acme.now()).isEmpty();
        boolean appLacks = !readings.toSend(joined, app.now()).isEmpty();
        Side target = appLacks ? Side.APP : Side.ACME;
        return write(
                target,
                joined,
                Optional.empty(),
                acmeLacks && appLacks,
                "Both sides changed the "
                        + group.name()
                        + ": what they say together is written to "
                        + Words.inside(target)
                        + ".");
    }

    private Verdict changed(Side source, Optional<String> losing, String why) {
        return write(
                source,
                losing,
                why
                        + Words.inside(source)
                        + " changed the "
                        + group.name()
                        + ": it is written to "
                        + Words.inside(source.other())
                        + ".");
    }

    private Verdict write(Side source, Optional<String> losing, String sentence) {
        Side target = source.other();
        if (!(end(source).now() instanceof Reading.Of(SequencedMap<FieldName, Neutral> values))) {
            throw new IllegalStateException("a bad reading was to be written");
        }
        return write(target, values, losing, false, sentence);
    }

    private Verdict write(
            Side target,
            SequencedMap<FieldName, Neutral> values,
            Optional<String> losing,
            boolean first,
            String sentence) {
        Side source = target.other();
        Map<FieldName, Neutral> send = readings.toSend(values, end(target).now());
        for (Neutral value : send.values()) {
            if (value instanceof Neutral.Unlinked(RecordRef parent)) {
                return waiting(source, parent);
            }
        }
        if (send.isEmpty()) {
            return agreed();
        }
        String mark = Trail.mark(show(new Reading.Of(values)));
        Optional<String> circle = past.trail().circle(group.name(), target, mark, past.now());
        if (circle.isPresent() && !parking.kept().containsKey(group.name())) {
            return conflict("flap", " " + circle.get() + ": a person decides.");
        }
        return switch (flow.write(target, group.name(), send, refs, end(target).record())) {
            case Patch.Refused refused ->
                    new Verdict.Bad(
                            source,
                            Optional.of(refused.field()),
                            refused.pointer(),
                            refused.sentence());
            case Patch.Of(Value.Obj members) ->
                    new Verdict.Write(
                            target,
                            members,
                            losing,
                            mark,
                            first,
                            sentence + PlainText.note(group.name().value(), send.values()));
        };
    }

    private Verdict waiting(Side source, RecordRef record) {
        return end(source).parents().stream()
                .filter(parent -> parent.record().equals(record))
                .findFirst()
                .<Verdict>map(
                        parent ->
                                new Verdict.Wait(
                                        source,
                                        parent,
                                        "The "
                                                + group.name()
                                                + " points to "
                                                + record
                                                + ", which has no partner yet: it waits."))
                .orElseThrow(() -> new IllegalStateException("no parent leads to " + record));
    }

    private End end(Side side) {
        return side == Side.ACME ? acme : app;
    }

    private String show(Reading reading) {
        return flow.show(group.name(), reading);
    }
}
