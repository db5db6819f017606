package drawbridge.audit;

import drawbridge.crossing.engine.LaneId;
import drawbridge.journal.AuditReads.Known;
import drawbridge.mapping.OccurrenceId;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.Value;
import drawbridge.sync.Base;
import drawbridge.sync.Link;
import drawbridge.sync.Sight;
import drawbridge.system.RecordFacts;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The audit of one flow: walks the list of each side, compares every row with what its link holds,
/// then looks for the links of which a list did not speak. What does not agree is looked at once
/// more, record by record, before it is told: lists lag, and records change while they are walked.
///
/// The near occurrences of a series are rows like any other, which its own row tells.
///
/// ```
/// Acme's list ─┐                       ┌─ as its base says ──────────────► seen
///              ├─► each row of a page ─┤
/// the app's   ─┘                       └─ otherwise ──► looked at again ─► counted, told, repaired
/// links that were not seen on both sides ─────────────────────▲
/// ```
///
/// One step at a time, on one event loop.
final class FlowPass {

    private static final int LINKS = 500;

    private final Vertx vertx;
    private final Task task;
    private final Ports ports;
    private final Steps steps;
    private final Calls calls;
    private final Sights sights;
    private final Account account;
    private final SecondLook secondLook;
    private final Ids atAcme = new Ids();
    private final Ids atApp = new Ids();
    private final Ids rewritten = new Ids();
    private final Ids apart = new Ids();

    FlowPass(Vertx vertx, Task task, Ports ports, Steps steps) {
        this.vertx = vertx;
        this.task = task;
        this.ports = ports;
        this.steps = steps;
        this.calls = new Calls(ports.clock(), steps);
        this.sights = new Sights(task, ports, calls);
        this.account = new Account(task, ports, steps);
        this.secondLook = new SecondLook(task, ports, steps, sights, account);
    }

    /// Fails with [BrokenOff] where it could not be carried through, with [Stopped] where it is not
    /// to be.
    Future<Counts> run() {
        return walk(Side.ACME)
                .compose(_ -> walk(Side.APP))
                .compose(_ -> unseen())
                .compose(_ -> secondLook.last())
                .map(
                        _ -> {
                            account.count(Kind.APART, apart.size());
                            return account.counts();
                        });
    }

    Counts counts() {
        return account.counts();
    }

    // ---- Lists

    /// A side without a list is read link by link; of records without a partner nothing is known
    /// there.
    private Future<Void> walk(Side side) {
        Optional<ResourceSpec> spec = task.spec(side);
        if (spec.isEmpty()) {
            return Future.failedFuture(
                    new BrokenOff(
                            "The tenant has no connection to "
                                    + task.flow().end(side).resource().system()
                                    + "."));
        }
        if (spec.get().list().isEmpty()) {
            return Future.succeededFuture();
        }
        return new ListWalk(ports.listing(), calls, task.id(), spec.get().name())
                .each(rows -> page(side, spec.get(), rows))
                .compose(_ -> secondLook.at());
    }

    /// A row that names its record.
    private record Row(RecordRef ref, Value.Obj record, RecordFacts facts) {}

    private Future<Void> page(Side side, ResourceSpec spec, List<Value> values) {
        List<Row> rows = new ArrayList<>();
        int nameless = 0;
        for (Value value : values) {
            Optional<Row> row = row(spec, value);
            row.ifPresent(rows::add);
            nameless += row.isEmpty() ? 1 : 0;
        }
        account.read(values.size());
        Future<Void> told = nameless == 0 ? Future.succeededFuture() : nameless(side, nameless);
        return told.compose(_ -> compared(side, rows))
                .compose(near -> each(side, near))
                .compose(_ -> account.save())
                .compose(_ -> secondLook.ifMany())
                .compose(_ -> ports.clock().after(steps.rest()));
    }

    private static Optional<Row> row(ResourceSpec spec, Value value) {
        if (!(value instanceof Value.Obj record)) {
            return Optional.empty();
        }
        RecordFacts facts = RecordFacts.of(spec, record);
        return facts.id()
                .filter(id -> !id.isEmpty())
                .map(id -> new Row(new RecordRef(spec.name(), id), record, facts));
    }

    private Future<Void> nameless(Side side, int rows) {
        account.count(Kind.UNREADABLE, rows);
        return account.tell(
                new Finding(
                        Kind.UNREADABLE,
                        Optional.empty(),
                        Optional.empty(),
                        "Rows of the list of "
                                + task.flow().end(side).resource()
                                + " name no record: "
                                + rows
                                + " of a page.",
                        List.of(),
                        false,
                        Optional.empty()));
    }

    /// The near occurrences of the series of a page, as if the list had a row for each. They have
    /// none themselves.
    private Future<Void> each(Side side, List<Row> near) {
        Deque<Row> left = new ArrayDeque<>(near);
        return Turns.whileTrue(
                () -> {
                    if (left.isEmpty()) {
                        return Future.succeededFuture(false);
                    }
                    List<Row> some = new ArrayList<>();
                    while (!left.isEmpty() && some.size() < LINKS) {
                        some.add(left.remove());
                    }
                    return compared(side, some).compose(_ -> secondLook.ifMany()).map(_ -> true);
                });
    }

    /// What further records the rows tell of.
    private Future<List<Row>> compared(Side side, List<Row> rows) {
        return known(side, rows).compose(known -> compared(side, rows, known));
    }

    private Future<Map<RecordRef, Known>> known(Side side, List<Row> rows) {
        return ports.reads()
                .records(
                        task.id(),
                        task.name(),
                        side,
                        Set.copyOf(rows.stream().map(Row::ref).distinct().toList()));
    }

    private Future<List<Row>> compared(Side side, List<Row> rows, Map<RecordRef, Known> known) {
        Pointing pointing = new Pointing(task.flow());
        Map<Row, Sight> sighted = new HashMap<>();
        for (Row row : rows) {
            Optional<Link> link = Optional.ofNullable(known.get(row.ref())).flatMap(Known::link);
            Optional<Sight> sight = sights.row(side, row.record(), row.facts(), link);
            sight.ifPresent(
                    one -> {
                        sighted.put(row, one);
                        pointing.add(side, one);
                    });
            link.ifPresent(pointing::add);
        }
        return pointing.refs(ports.journal(), task.id())
                .compose(
                        refs ->
                                vertx.executeBlocking(
                                        () -> judged(side, rows, known, sighted, refs), false))
                .map(
                        judged -> {
                            judged.rows()
                                    .forEach((row, judgement) -> sort(side, row, judgement, known));
                            return judged.near();
                        });
    }

    /// @param near the occurrences of the series among the rows
    private record Judged(Map<Row, Optional<Judgement>> rows, List<Row> near) {}

    /// Of those rows alone that can be judged as they are. The other side is taken to be as its
    /// base says: it has its own walk.
    private Judged judged(
            Side side,
            List<Row> rows,
            Map<RecordRef, Known> known,
            Map<Row, Sight> sighted,
            Refs refs) {
        Map<Row, Optional<Judgement>> judged = new HashMap<>();
        List<Row> near = new ArrayList<>();
        for (Row row : rows) {
            Known one = known.getOrDefault(row.ref(), Known.NOTHING);
            Optional<Judgement> judgement =
                    Optional.ofNullable(sighted.get(row))
                            .flatMap(sight -> judged(side, row, one, sight, refs));
            judged.put(row, judgement);
            if (judgement.orElse(null) instanceof Judgement.Expanded expanded) {
                near.addAll(near(row, expanded));
            }
        }
        return new Judged(judged, near);
    }

    private List<Row> near(Row series, Judgement.Expanded expanded) {
        State whole = new State(series.record(), Map.of(), series.facts().version());
        return task.flow().occurring().stream()
                .flatMap(
                        how ->
                                expanded.near().stream()
                                        .flatMap(
                                                ref ->
                                                        OccurrenceId.of(ref.id())
                                                                .flatMap(
                                                                        id ->
                                                                                how.occurrence(
                                                                                        whole, id))
                                                                .map(
                                                                        one ->
                                                                                new Row(
                                                                                        ref,
                                                                                        one
                                                                                                .record(),
                                                                                        series
                                                                                                .facts()))
                                                                .stream()))
                .toList();
    }

    private Optional<Judgement> judged(Side side, Row row, Known known, Sight sight, Refs refs) {
        Optional<Link> link = known.link();
        Optional<Sight> other =
                link.isEmpty()
                        ? Optional.of(new Sight.None())
                        : link.get()
                                .end(side.other())
                                .base()
                                .map(Base::agreed)
                                .map(Sight.Present::new);
        return other.map(
                opposite ->
                        Judge.of(
                                new Judge.Pair(
                                        task.flow(),
                                        side,
                                        Optional.of(row.ref()),
                                        known,
                                        side == Side.ACME ? sight : opposite,
                                        side == Side.APP ? sight : opposite,
                                        refs,
                                        ports.clock().now())));
    }

    private void sort(
            Side side, Row row, Optional<Judgement> judgement, Map<RecordRef, Known> known) {
        Optional<Link> link =
                Optional.ofNullable(known.get(row.ref()))
                        .flatMap(Known::link)
                        .filter(one -> one.life() != Link.Life.UNLINKED);
        if (judgement.filter(Judgement.Nothing.class::isInstance).isPresent()) {
            return;
        }
        if (judgement.filter(Judgement.Expanded.class::isInstance).isPresent()) {
            apart.add(link.map(Link::id).orElseGet(() -> lane(row)));
        } else if (link.isEmpty()) {
            if (judgement.filter(Judgement.Apart.class::isInstance).isPresent()) {
                apart.add(lane(row));
            } else {
                secondLook.suspect(side, row.ref());
            }
        } else if (judgement.orElse(null) instanceof Judgement.Equal equal) {
            (side == Side.ACME ? atAcme : atApp).add(link.get().id());
            if (equal.rewritten()) {
                rewritten.add(link.get().id());
            }
        } else if (isLeftBehind(side, link.get()) && OccurrenceId.of(row.ref().id()).isEmpty()) {
            apart.add(link.get().id());
        } else {
            secondLook.suspect(link.get().id());
        }
    }

    private UUID lane(Row row) {
        return LaneId.of(task.id(), task.name(), row.ref()).value();
    }

    /// The record that a delete of its partner left: it goes its own way. An occurrence that comes
    /// does not: what is over between both is cancelled, and then does not come.
    private static boolean isLeftBehind(Side side, Link link) {
        return link.life() == Link.Life.TOMBSTONE && link.end(side).missingSince().isEmpty();
    }

    // ---- Links

    /// Counts what both lists spoke of, and looks for the rest.
    private Future<Void> unseen() {
        UUID[] after = new UUID[1];
        return Turns.whileTrue(
                        () ->
                                ports.reads()
                                        .links(
                                                task.id(),
                                                task.name(),
                                                task.began(),
                                                Optional.ofNullable(after[0]),
                                                LINKS)
                                        .compose(
                                                links -> {
                                                    links.forEach(this::count);
                                                    if (!links.isEmpty()) {
                                                        after[0] = links.getLast();
                                                    }
                                                    return account.save()
                                                            .compose(_ -> secondLook.ifMany())
                                                            .map(_ -> links.size() == LINKS);
                                                }))
                .compose(_ -> secondLook.at());
    }

    private void count(UUID link) {
        if (secondLook.knows(link)) {
            return;
        }
        if (atAcme.has(link) && atApp.has(link)) {
            account.count(rewritten.has(link) ? Kind.REWRITTEN : Kind.EQUAL, 1);
        } else {
            secondLook.suspect(link);
        }
    }
}
