package drawbridge.journal;

import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.LaneId;
import drawbridge.crossing.engine.Settling.EndedAttempt;
import drawbridge.crossing.engine.Settling.Outcome;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.crossing.engine.Settling.Taken;
import drawbridge.journal.PgSettleRows.Part;
import drawbridge.journal.PgSettleRows.Used;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.sync.Link;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.PgScope.Statements;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Writes what became of the work on many lanes: one round trip, one commit.
final class PgSettle {

    private final PgScope scope;
    private final PgLinkClaims claims;
    private final Reads reads;
    private final Handover handover;
    private final int shardBase;

    PgSettle(PgScope scope, Reads reads, Handover handover, int shardBase) {
        this.scope = scope;
        this.claims = new PgLinkClaims(scope);
        this.reads = reads;
        this.handover = handover;
        this.shardBase = shardBase;
    }

    /// One answer each, in their order.
    Future<List<Future<Void>>> run(List<Settlement> settlements, int slot) {
        return claims.late(settlements)
                .compose(
                        late ->
                                late.isEmpty()
                                        ? commit(settlements, slot)
                                        : commitOthers(settlements, late, slot));
    }

    private Future<List<Future<Void>>> commitOthers(
            List<Settlement> settlements, Set<Integer> late, int slot) {
        List<Integer> others =
                IntStream.range(0, settlements.size())
                        .filter(no -> !late.contains(no))
                        .boxed()
                        .toList();
        return commit(others.stream().map(settlements::get).toList(), slot)
                .map(
                        answers ->
                                IntStream.range(0, settlements.size())
                                        .mapToObj(
                                                no ->
                                                        late.contains(no)
                                                                ? PgSettle.<Void>taken()
                                                                : answers.get(others.indexOf(no)))
                                        .toList());
    }

    private static <T> Future<T> taken() {
        return Future.failedFuture(new Taken("a record belongs to another link"));
    }

    private Future<List<Future<Void>>> commit(List<Settlement> settlements, int slot) {
        if (settlements.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        List<DueTimes> moved = new ArrayList<>();
        return scope.within(
                        settlements.stream()
                                .map(settlement -> settlement.lease().tenant())
                                .distinct()
                                .toList(),
                        statements ->
                                write(
                                        statements,
                                        settlements,
                                        PgTally.SETTLE + shardBase + slot,
                                        moved))
                .map(
                        held -> {
                            moved.forEach(times -> times.tell(handover, null));
                            return IntStream.range(0, settlements.size())
                                    .mapToObj(
                                            no ->
                                                    answer(
                                                            settlements.get(no).lease(),
                                                            held.contains((long) no)))
                                    .toList();
                        })
                .recover(
                        failure ->
                                settlements.size() == 1 && PgFailures.linkTaken(failure)
                                        ? taken()
                                        : Future.failedFuture(failure));
    }

    private Future<Void> answer(Lease lease, boolean held) {
        reads.forget(lease);
        handover.ended(lease);
        return held ? Future.succeededFuture() : LaneKey.fenced(lease);
    }

    /// Answers which of the leases held, by number.
    private Future<Set<Long>> write(
            Statements statements, List<Settlement> all, int shard, List<DueTimes> moved) {
        send(
                statements,
                SettleSql.SEE,
                PgSettleRows.many(all, Settlement::seen),
                columns -> columns.uuid(row -> row.part().asUuid()));
        List<Part<Used>> used = PgSettleRows.used(all);
        Future<RowSet<Row>> locked = statements.run(SettleSql.LOCK, locks(all, used));
        send(
                statements,
                SettleSql.END_ATTEMPTS,
                PgSettleRows.one(all, Settlement::attempt),
                columns ->
                        columns.uuid(row -> row.part().id())
                                .text(row -> StoredText.sentence(PgSettleRows.how(row.part()))));
        send(
                statements,
                SettleSql.WRITE_LINKS,
                PgSettleRows.one(all, Settlement::link),
                columns -> PgLinks.columns(columns, (Part<Link> row) -> row.part()));
        send(
                statements,
                SettleSql.FREE_KEYS,
                PgSettleRows.one(all, this::reserving),
                columns -> columns);
        writeUses(statements, all, used);
        PgGather gather = new PgGather(statements, all);
        gather.lock();
        List<Part<Outcome>> outcomes = PgSettleRows.many(all, PgSettleRows::outcomes);
        send(
                statements,
                outcomes.stream().allMatch(row -> PgSettleRows.sideOf(row, reads).isPresent())
                        ? SettleSql.GIVE_OUTCOMES
                        : SettleSql.GIVE_OUTCOMES_OF_ANY,
                outcomes,
                columns -> PgSettleRows.outcomes(columns, reads).with((short) shard));
        send(
                statements,
                SettleSql.PARK,
                PgSettleRows.many(all, Settlement::park),
                columns -> PgSettleRows.parked(columns, reads));
        send(
                statements,
                SettleSql.UNPARK,
                PgSettleRows.many(all, Settlement::unpark),
                columns ->
                        columns.uuid(row -> row.part().id())
                                .text(row -> row.part().state())
                                .text(
                                        row ->
                                                StoredText.sentence(
                                                        PgSettleRows.closing(row.part()))));
        gather.gather();
        send(
                statements,
                SettleSql.LEAVE_GUARD,
                PgSettleRows.lives(all, reads),
                columns -> columns.text(row -> row.part().orElse(null)));
        touchAndWake(statements, all, moved);
        send(
                statements,
                SettleSql.SAY_WHY,
                PgSettleRows.one(all, settlement -> PgSettleRows.why(settlement.next())),
                columns ->
                        columns.text(row -> row.lease().direction().name())
                                .text(row -> StoredText.sentence(row.part())));
        statements
                .run(SettleSql.REST, rest(all, used))
                .onSuccess(rows -> moved.addAll(PgColumns.list(rows, PgColumns::due)));
        return locked.map(
                rows -> {
                    Set<Long> held = new HashSet<>();
                    for (Row row : rows) {
                        if (row.getLong("no") != null && row.getBoolean("held")) {
                            held.add(row.getLong("no"));
                        }
                    }
                    return held;
                });
    }

    private void touchAndWake(Statements statements, List<Settlement> all, List<DueTimes> moved) {
        List<Part<RecordRef>> touches = PgSettleRows.one(all, Settlement::touch);
        send(
                statements,
                SettleSql.NOTE_TOUCH,
                touches,
                columns -> PgSettleRows.record(columns, reads));
        if (!touches.isEmpty()) {
            statements
                    .run(
                            SettleSql.TOUCH,
                            PgSettleRows.record(PgColumns.of(touches).lease(Part::lease), reads)
                                    .tuple())
                    .onSuccess(rows -> moved.addAll(PgColumns.list(rows, PgColumns::due)));
        }
        List<Part<PgSettleRows.Woken>> wakes = PgSettleRows.many(all, PgSettleRows::woken);
        if (!wakes.isEmpty()) {
            statements
                    .run(
                            SettleSql.WAKE,
                            PgColumns.of(wakes)
                                    .lease(Part::lease)
                                    .uuid(row -> row.part().lane().value())
                                    .flag(row -> row.part().awaited())
                                    .tuple())
                    .onSuccess(rows -> moved.addAll(PgColumns.list(rows, PgColumns::due)));
        }
    }

    /// The attempt that ended, of which the keys are needed no more.
    private Optional<EndedAttempt> reserving(Settlement settlement) {
        return settlement
                .attempt()
                .filter(_ -> reads.mayLeave(settlement.lease(), Reads.Left.KEYS));
    }

    private void writeUses(Statements statements, List<Settlement> all, List<Part<Used>> used) {
        List<Settlement> told =
                all.stream().filter(settlement -> settlement.uses().isPresent()).toList();
        if (!told.isEmpty()) {
            Tuple lanes =
                    PgColumns.of(told)
                            .lease(Settlement::lease)
                            .text(row -> PgSettleRows.flow(row.lease(), reads))
                            .tuple();
            statements.run(
                    SettleSql.FORGET_USES,
                    PgColumns.of(used, lanes)
                            .tenant(row -> row.lease().tenant())
                            .uuid(row -> row.lease().lane().value())
                            .text(row -> row.part().record().resource().toString())
                            .text(row -> StoredText.id(row.part().record().id()))
                            .tuple());
        }
        send(statements, SettleSql.NOTE_USES, used, columns -> PgSettleRows.used(columns, reads));
    }

    /// Sends a statement that takes the lease and further columns of each row, if there are rows.
    private static <T> void send(
            Statements statements,
            String sql,
            List<Part<T>> rows,
            Function<PgColumns<Part<T>>, PgColumns<Part<T>>> columns) {
        if (!rows.isEmpty()) {
            statements.run(sql, columns.apply(PgColumns.of(rows).lease(Part::lease)).tuple());
        }
    }

    private Tuple locks(List<Settlement> all, List<Part<Used>> used) {
        record Lane(TenantId tenant, UUID lane) {}
        List<Lane> further = new ArrayList<>();
        for (Settlement settlement : all) {
            TenantId tenant = settlement.lease().tenant();
            settlement
                    .next()
                    .awaited()
                    .ifPresent(lane -> further.add(new Lane(tenant, lane.value())));
        }
        for (Part<Used> row : used) {
            read(row.of())
                    .ifPresent(
                            read ->
                                    further.add(
                                            new Lane(
                                                    row.lease().tenant(), lane(row, read.flow()))));
        }
        Tuple own = PgColumns.of(all).number().lease(Settlement::lease).tuple();
        Tuple related = PgColumns.of(further, own).tenant(Lane::tenant).uuid(Lane::lane).tuple();
        PgColumns<Part<RecordRef>> touches =
                PgColumns.of(PgSettleRows.one(all, Settlement::touch), related)
                        .tenant(row -> row.lease().tenant());
        Tuple touching = PgSettleRows.record(touches, reads).tuple();
        return PgColumns.of(PgSettleRows.<LaneId>many(all, Settlement::wake), touching)
                .tenant(row -> row.lease().tenant())
                .uuid(row -> row.part().value())
                .tuple();
    }

    private static UUID lane(Part<Used> row, FlowName flow) {
        return LaneId.of(row.lease().tenant(), flow, row.part().record()).value();
    }

    private Tuple rest(List<Settlement> all, List<Part<Used>> used) {
        Tuple parameters =
                PgColumns.of(all)
                        .lease(Settlement::lease)
                        .text(row -> row.lease().direction().name())
                        .number(row -> row.done().getOrDefault(Side.ACME, 0L))
                        .number(row -> row.done().getOrDefault(Side.APP, 0L))
                        .number(row -> read(row).map(Reads.Read::acme).orElse(null))
                        .number(row -> read(row).map(Reads.Read::app).orElse(null))
                        .number(row -> read(row).map(Reads.Read::touches).orElse(null))
                        .time(row -> read(row).map(Reads.Read::at))
                        .text(row -> PgSettleRows.word(row.next()))
                        .time(row -> PgSettleRows.due(row.next()))
                        .uuid(row -> PgSettleRows.waitsOn(row.next()))
                        .number(
                                row ->
                                        read(row)
                                                .filter(_ -> row.renewed())
                                                .map(Reads.Read::touches)
                                                .orElse(null))
                        .tuple();
        PgColumns<Part<Used>> rows =
                PgColumns.of(used, parameters)
                        .tenant(row -> row.lease().tenant())
                        .uuid(row -> row.lease().lane().value());
        return PgSettleRows.used(rows, reads).number(row -> row.part().asOf()).tuple();
    }

    private Optional<Reads.Read> read(Settlement settlement) {
        return reads.of(settlement.lease());
    }
}
