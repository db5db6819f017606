package drawbridge.simulator;

import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Bodies;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Journal.OpenAttempt;
import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Journal.ParkedItem;
import drawbridge.crossing.engine.Journal.Pending;
import drawbridge.crossing.engine.Journal.Session;
import drawbridge.crossing.engine.LaneId;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.mapping.Direction;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.sync.Link;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// One lane of the model journal: its changes without an outcome, when it is due, who holds it.
final class ModelLane {

    final ModelJournal.LaneKey key;
    final FlowName flow;
    final RecordRef record;
    final Side side;

    enum Rank {
        CONSOLE,
        LIVE,
        LATER,
        LAST
    }

    /// Longer than a world is watched after it became quiet.
    private static final Duration A_WHILE = Duration.ofMinutes(5);

    private final List<Pending> pending = new ArrayList<>();
    private final Map<Side, Long> sequence = new EnumMap<>(Side.class);
    private final Map<Side, Instant> told = new EnumMap<>(Side.class);
    private final Map<Direction, Instant> due = new EnumMap<>(Direction.class);

    /// The lane that a direction waits for; its own where only time is to bring something.
    private final Map<Direction, LaneId> waitsOn = new EnumMap<>(Direction.class);

    /// The system whose breaker a direction waits for.
    private final Map<Direction, String> closing = new EnumMap<>(Direction.class);

    private Optional<UUID> holder = Optional.empty();

    /// The newest changes that were there when the lane was opened.
    private final Map<Side, Long> read = new EnumMap<>(Side.class);

    private Optional<Instant> settledAt = Optional.empty();
    private long epoch;
    private int tries;
    private int touches;

    /// Console before live before what is many.
    private Rank rank = Rank.LIVE;

    private int touchesSeen;
    private int touchesOpened;
    private String why = "";

    /// For the lane of a bucket.
    boolean counts;

    long members;

    ModelLane(ModelJournal.LaneKey key, FlowName flow, RecordRef record, Side side) {
        this.key = key;
        this.flow = flow;
        this.record = record;
        this.side = side;
    }

    /// When a change of that side came in for the first time.
    Optional<Instant> toldFirst(Side from) {
        return Optional.ofNullable(told.get(from));
    }

    boolean isLive() {
        return rank == Rank.LIVE;
    }

    static Comparator<ModelLane> oldestFirst(Direction direction) {
        return Comparator.comparing((ModelLane lane) -> lane.rank)
                .thenComparing(lane -> lane.due.get(direction))
                .thenComparing(lane -> lane.key);
    }

    void arrive(Incoming change, Side from, Rank its, boolean edit, Instant now) {
        ranked(its);
        told.putIfAbsent(from, now);
        pending.add(
                new Pending(
                        change.id(),
                        change.record().orElseThrow(),
                        from,
                        sequence.merge(from, 1L, Long::sum),
                        change.version(),
                        change.tombstone(),
                        change.body(),
                        change.full(),
                        now,
                        edit));
        comes(from.outbound(), now);
    }

    /// What is new does not wait for a parent, nor for the next occurrence.
    private void comes(Direction direction, Instant now) {
        if (waitsOn.remove(direction) != null) {
            due.remove(direction);
            tries = 0;
        }
        due.putIfAbsent(direction, soon(now));
    }

    /// What is at work keeps its rank, or gets a better one.
    private void ranked(Rank its) {
        rank = due.isEmpty() || its.compareTo(rank) < 0 ? its : rank;
    }

    /// Now, unless the lane settled so recently that what follows folds.
    private Instant soon(Instant now) {
        return settledAt
                .map(settled -> settled.plus(ModelJournal.FOLD))
                .filter(now::isBefore)
                .orElse(now);
    }

    boolean isDue(Direction direction, Instant now) {
        Instant at = due.get(direction);
        return at != null && !at.isAfter(now);
    }

    Optional<UUID> holder() {
        return holder;
    }

    long epoch() {
        return epoch;
    }

    Lease lease(Session session, long next, Direction direction) {
        holder = Optional.of(session.id());
        epoch = next;
        return new Lease(key.tenant(), key.lane(), next, direction);
    }

    void release(UUID session) {
        if (holder.equals(Optional.of(session))) {
            holder = Optional.empty();
        }
    }

    Opened opened(
            Lease lease,
            Optional<Link> link,
            Optional<OpenAttempt> attempt,
            List<ParkedItem> parked,
            Instant now) {
        if (lease.epoch() == epoch) {
            touchesOpened = touches;
            read.clear();
            read.putAll(sequence);
        }
        return new Opened(
                lease,
                flow,
                record,
                side,
                link,
                Bodies.opened(pending),
                attempt,
                parked,
                touches > touchesSeen,
                tries,
                pending.isEmpty() ? now : pending.getFirst().at(),
                counts ? OptionalLong.of(members) : OptionalLong.empty());
    }

    /// What each pending change of these brought.
    Map<UUID, Bytes> bodies(Set<UUID> changes) {
        return pending.stream()
                .filter(change -> changes.contains(change.change()))
                .collect(Collectors.toMap(Pending::change, Pending::body));
    }

    /// @param decided the directions in which a person's decision waits to be carried out
    /// @param isThere whether what it is to wait for has happened meanwhile
    void settle(Settlement settlement, Set<Direction> decided, boolean isThere, Instant now) {
        pending.removeIf(
                change -> change.sequence() <= settlement.done().getOrDefault(change.side(), 0L));
        holder = Optional.empty();
        settledAt = Optional.of(now);
        Direction direction = settlement.lease().direction();
        waitsOn.remove(direction);
        closing.remove(direction);
        switch (settlement.next()) {
            case Next.Rest _ -> {
                tries = 0;
                seenTouches(settlement);
                if (hasWork(direction) || decided.contains(direction)) {
                    due.put(direction, now.plus(ModelJournal.FOLD));
                } else {
                    due.remove(direction);
                }
            }
            case Next.Later later -> {
                tries = 0;
                why = later.why();
                seenTouches(settlement);
                if (hasWork(direction) || decided.contains(direction)) {
                    due.put(direction, now.plus(ModelJournal.FOLD));
                } else {
                    waitsOn.put(direction, key.lane());
                    due.put(direction, later.due());
                }
            }
            case Next.Other _ -> {
                seenTouches(settlement);
                if (hasNews(direction)) {
                    due.put(direction, now.plus(ModelJournal.FOLD));
                } else {
                    due.remove(direction);
                }
                due.putIfAbsent(direction.target().outbound(), now);
            }
            case Next.At at -> {
                tries++;
                why = at.why();
                due.put(direction, at.due());
            }
            case Next.Closing wait -> {
                why = wait.why();
                closing.put(direction, wait.system());
                due.put(direction, wait.latest());
            }
            case Next.When when -> {
                why = when.why();
                waits(direction, when.parent(), when.latest(), isThere, now);
            }
            case Next.AfterCreate wait -> {
                why = wait.why();
                waits(direction, wait.lane(), wait.latest(), isThere, now);
            }
        }
        if (due.isEmpty()) {
            pending.forEach(
                    change -> due.put(change.side().outbound(), now.plus(ModelJournal.FOLD)));
        }
        if (due.isEmpty()) {
            rank = Rank.LIVE;
        }
    }

    private void waits(
            Direction direction, LaneId lane, Instant latest, boolean isOver, Instant now) {
        boolean news = isTold(direction);
        tries = news ? 0 : tries + 1;
        if (isOver) {
            due.put(direction, now);
            return;
        }
        waitsOn.put(direction, lane);
        due.put(direction, news ? now.plus(ModelJournal.FOLD) : latest);
    }

    /// Whether a change came for this direction since the lane was opened.
    private boolean isTold(Direction direction) {
        return pending.stream()
                .filter(change -> change.side() == direction.source())
                .anyMatch(change -> change.sequence() > read.getOrDefault(change.side(), 0L));
    }

    /// Whether something came for this direction since the lane was opened.
    private boolean hasNews(Direction direction) {
        return isTold(direction) || touches > touchesOpened;
    }

    private void seenTouches(Settlement settlement) {
        if (settlement.renewed()) {
            touchesSeen = touchesOpened;
        }
    }

    /// Whether nothing is left to do in either direction.
    boolean rests() {
        return pending.isEmpty() && due.isEmpty() && holder.isEmpty();
    }

    /// Whether all its work came in then or later.
    boolean workSince(Instant from) {
        return !pending.isEmpty() && !since().isBefore(from);
    }

    /// When its oldest pending work came in.
    Instant since() {
        return pending.getFirst().at();
    }

    private boolean hasWork(Direction direction) {
        return pending.stream().anyMatch(change -> change.side() == direction.source())
                || touches > touchesOpened;
    }

    void wake(Set<LaneId> woken, Instant now) {
        for (Direction direction : Direction.values()) {
            LaneId awaited = waitsOn.get(direction);
            if (awaited != null && woken.contains(awaited)) {
                waitsOn.remove(direction);
                due.computeIfPresent(direction, (_, at) -> at.isAfter(now) ? now : at);
            }
        }
    }

    /// Its record may have found its link; who is at work on it finds that out.
    void lookAgain(Instant now) {
        touches++;
        if (holder.isEmpty()) {
            due.merge(side.outbound(), now, (at, it) -> at.isBefore(it) ? at : it);
        }
    }

    boolean waitsFor(String system, Instant now) {
        return holder.isEmpty()
                && closing.entrySet().stream()
                        .anyMatch(
                                waiting ->
                                        waiting.getValue().equals(system)
                                                && due.getOrDefault(waiting.getKey(), now)
                                                        .isAfter(now));
    }

    /// Calls to the system go through again.
    void goOn(String system, Instant now) {
        closing.forEach(
                (direction, waitsFor) -> {
                    Instant at = due.get(direction);
                    if (holder.isEmpty()
                            && waitsFor.equals(system)
                            && at != null
                            && at.isAfter(now)) {
                        due.put(direction, now);
                    }
                });
    }

    void touch(Direction direction, Instant now) {
        touches++;
        due.putIfAbsent(direction, soon(now));
    }

    /// Something about it is to be looked at, after all that is live.
    void touchLater(Direction direction, Instant now) {
        ranked(Rank.LATER);
        touch(direction, now);
    }

    /// A person waits for it.
    void decided(Direction direction, Instant now) {
        rank = Rank.CONSOLE;
        waitsOn.remove(direction);
        due.put(direction, now);
    }

    /// A person decided about it and many others.
    void decidedLater(Direction direction, Instant now) {
        ranked(Rank.LATER);
        waitsOn.remove(direction);
        due.put(direction, now);
    }

    /// Takes the changes of a lane whose record was linked here.
    void takeOver(ModelLane other, Instant now) {
        for (Pending change : other.pending) {
            pending.add(
                    new Pending(
                            change.change(),
                            change.record(),
                            change.side(),
                            sequence.merge(change.side(), 1L, Long::sum),
                            change.version(),
                            change.tombstone(),
                            change.body(),
                            change.full(),
                            change.at(),
                            change.edit()));
            comes(change.side().outbound(), now);
        }
        other.pending.clear();
        inOrder();
        touches++;
        other.due.keySet().forEach(direction -> comes(direction, now));
    }

    /// By time, but each side's in the order in which they came to this lane.
    private void inOrder() {
        Map<UUID, Instant> at = new HashMap<>();
        Map<Side, Instant> latest = new EnumMap<>(Side.class);
        for (Pending change : pending) {
            at.put(
                    change.change(),
                    latest.merge(
                            change.side(),
                            change.at(),
                            (one, two) -> one.isAfter(two) ? one : two));
        }
        pending.sort(
                Comparator.comparing((Pending change) -> at.get(change.change()))
                        .thenComparing(Pending::side)
                        .thenComparingLong(Pending::sequence));
    }

    void rest() {
        holder = Optional.empty();
        waitsOn.clear();
        due.clear();
        rank = Rank.LIVE;
        tries = 0;
    }

    /// When it is due.
    Map<Direction, Instant> due() {
        return Map.copyOf(due);
    }

    /// What only waits for time to bring something is at rest, unless that is soon.
    List<String> restless(Instant now) {
        boolean rests =
                due.entrySet().stream()
                        .allMatch(
                                one ->
                                        key.lane().equals(waitsOn.get(one.getKey()))
                                                && one.getValue().isAfter(now.plus(A_WHILE)));
        return pending.isEmpty() && rests
                ? List.of()
                : List.of(
                        "lane of "
                                + record
                                + " with "
                                + pending.size()
                                + " pending, due "
                                + due
                                + ", after "
                                + tries
                                + " tries, last put back: "
                                + why);
    }
}
