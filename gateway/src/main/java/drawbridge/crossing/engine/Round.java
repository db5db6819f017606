package drawbridge.crossing.engine;

import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.crossing.engine.Journal.OpenAttempt;
import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Journal.Pending;
import drawbridge.crossing.engine.Settling.EndedAttempt;
import drawbridge.mapping.Direction;
import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Occurring;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.sync.Base;
import drawbridge.sync.Link;
import drawbridge.sync.Restless;
import drawbridge.sync.Sent;
import drawbridge.sync.Unanswered;
import drawbridge.sync.Verdict;
import drawbridge.tenant.TenantId;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// One look at a lane, the decision and what is done about it. A write that meets a newer state
/// leads to the next round, under the same lease.
///
/// @param number from 1
/// @param link as it stands by now, which may be further than when the lane was opened
/// @param linked whether this crossing made the link
/// @param looked whether the target was searched for what an earlier create may have made
/// @param read the sides whose record must be read, whatever is known about it
/// @param refused groups that the target refused in an earlier round
/// @param answer what the target said when it refused
/// @param ended the attempt that is over by now
record Round(
        Opened opened,
        Flow flow,
        int number,
        Optional<Link> link,
        boolean linked,
        boolean looked,
        Set<Side> read,
        Map<GroupName, Verdict.Bad> refused,
        Optional<Facts> answer,
        Optional<EndedAttempt> ended) {

    static Round first(Opened opened, Flow flow) {
        return new Round(
                opened,
                flow,
                1,
                opened.link(),
                false,
                false,
                Set.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    TenantId tenant() {
        return opened.lease().tenant();
    }

    Direction direction() {
        return opened.lease().direction();
    }

    Side target() {
        return direction().target();
    }

    Side source() {
        return direction().source();
    }

    boolean isLinked() {
        return link.filter(known -> known.life() != Link.Life.UNLINKED).isPresent();
    }

    boolean isBuried() {
        return link.filter(known -> known.life() == Link.Life.TOMBSTONE).isPresent();
    }

    /// Whether what enriches the records may have changed while nobody looked: the link is buried,
    /// or waits for a person as a whole.
    boolean missesTouches() {
        return isBuried() || opened.parked().stream().anyMatch(item -> item.group().isEmpty());
    }

    List<Pending> pending(Side side) {
        return opened.pending().stream().filter(change -> change.side() == side).toList();
    }

    /// The record that stands on a side, where there is one.
    Optional<RecordRef> record(Side side) {
        Optional<RecordRef> ofLink =
                link.flatMap(known -> known.end(side).record())
                        .map(id -> new RecordRef(flow.end(side).resource(), id));
        return ofLink.isPresent() || opened.side() != side ? ofLink : Optional.of(opened.record());
    }

    /// The series of which the record that stands on a side is one occurrence.
    Optional<RecordRef> series(Side side) {
        return flow.occurring(side).flatMap(_ -> record(side)).flatMap(Occurring::seriesOf);
    }

    /// The call of which nobody knows whether it was carried out; an earlier round may have linked
    /// what its create made.
    Optional<Unanswered> unanswered() {
        Optional<OpenAttempt> open = opened.attempt();
        if (open.isEmpty()) {
            return linked
                    ? Optional.of(new Unanswered.Create(opened.side().other()))
                    : Optional.empty();
        }
        Side target = open.get().target();
        Optional<Sent> sent = open.get().sent();
        return switch (open.get().operation()) {
            case CREATE -> linked ? Optional.of(new Unanswered.Create(target)) : Optional.empty();
            case UPDATE ->
                    Optional.of(
                            sent.filter(known -> !known.isMark())
                                    .<Unanswered>map(
                                            known ->
                                                    new Unanswered.Update(
                                                            target,
                                                            known,
                                                            link.equals(opened.link())))
                                    .orElseGet(
                                            () ->
                                                    new Unanswered.Mark(
                                                            target, sent, open.get().deadline())));
            case DELETE -> Optional.of(new Unanswered.Delete(target, open.get().deadline()));
        };
    }

    /// Whether another round may follow a write that met a newer state.
    boolean mayGoOn() {
        return !Restless.is(number);
    }

    /// It is known by now what an unanswered write did: the link rests on it.
    Round resting(Link on) {
        return new Round(
                opened,
                flow,
                number,
                Optional.of(on),
                linked,
                looked,
                read,
                refused,
                answer,
                ended);
    }

    /// The bases on which a write rests, where the link's row does not hold them yet.
    Map<Side, Base> unwrittenBases() {
        Map<Side, Base> bases = new EnumMap<>(Side.class);
        if (!link.equals(opened.link())) {
            for (Side side : Side.values()) {
                link.flatMap(known -> known.end(side).base())
                        .ifPresent(base -> bases.put(side, base));
            }
        }
        return bases;
    }

    Round reading(Side side) {
        Set<Side> more = EnumSet.of(side);
        more.addAll(read);
        return new Round(opened, flow, number, link, linked, looked, more, refused, answer, ended);
    }

    /// The target moved on, or is gone: it is read before the next try.
    Round afterMove(EndedAttempt attempt) {
        Round seeing = reading(target());
        return new Round(
                opened,
                flow,
                number + 1,
                link,
                linked,
                looked,
                seeing.read(),
                refused,
                answer,
                Optional.of(attempt));
    }

    Round afterRefusal(Map<GroupName, Verdict.Bad> groups, Facts facts, EndedAttempt attempt) {
        Map<GroupName, Verdict.Bad> more = new TreeMap<>(refused);
        more.putAll(groups);
        return new Round(
                opened,
                flow,
                number,
                link,
                linked,
                looked,
                read,
                more,
                Optional.of(facts),
                Optional.of(attempt));
    }

    Round afterLook(Optional<EndedAttempt> attempt) {
        return new Round(opened, flow, number, link, linked, true, read, refused, answer, attempt);
    }

    /// @param made the side whose record was found
    Round nowLinked(Link now, Side made, Optional<EndedAttempt> attempt) {
        return new Round(
                opened,
                flow,
                number,
                Optional.of(now),
                true,
                true,
                EnumSet.of(made),
                refused,
                answer,
                attempt);
    }
}
