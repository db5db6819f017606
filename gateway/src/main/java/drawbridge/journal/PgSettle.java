package drawbridge.journal;

import drawbridge.crossing.engine.Journal.ClosedParked;
import drawbridge.crossing.engine.Journal.EndedAttempt;
import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Journal.NewParked;
import drawbridge.crossing.engine.Journal.Next;
import drawbridge.crossing.engine.Journal.Outcome;
import drawbridge.crossing.engine.Journal.Settlement;
import drawbridge.crossing.engine.Journal.Taken;
import drawbridge.crossing.engine.LaneId;
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

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Writes what became of the work on many lanes: one round trip, one commit.
final class PgSettle {

    /// A part of a settlement, with the settlement that it belongs to.
    private record Part<T>(Settlement of, T part) {

        Lease lease() {
            return of.lease();
        }
    }

    private record Used(RecordRef record, long asOf) {}

    private final PgScope scope;
    private final Reads reads;
    private final Handover handover;
    private final int shardBase;

    PgSettle(PgScope scope, Reads reads, Handover handover, int shardBase) {
        this.scope = scope;
        this.reads = reads;
        this.handover = handover;
        this.shardBase = shardBase;
    }

    Future<List<Future<Void>>> run(List<Settlement> settlements, int slot) {
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
                                        ? Future.failedFuture(
                                                new Taken("a record belongs to another link"))
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
                many(all, Settlement::seen),
                columns -> columns.uuid(row -> row.part.asUuid()));
        List<Part<Used>> used = used(all);
        Future<RowSet<Row>> locked = statements.run(SettleSql.LOCK, locks(all, used));
        send(
                statements,
                SettleSql.END_ATTEMPTS,
                one(all, Settlement::attempt),
                columns ->
                        columns.uuid(row -> row.part.id())
                                .text(row -> StoredText.sentence(how(row.part))));
        send(
                statements,
                SettleSql.WRITE_LINKS,
                one(all, Settlement::link),
                columns -> PgLinks.columns(columns, (Part<Link> row) -> row.part));
        writeUses(statements, all, used);
        send(
                statements,
                SettleSql.GIVE_OUTCOMES,
                many(all, PgSettle::outcomes),
                columns -> outcomes(columns).with((short) shard));
        send(statements, SettleSql.PARK, many(all, Settlement::park), this::parked);
        send(
                statements,
                SettleSql.UNPARK,
                many(all, Settlement::unpark),
                columns ->
                        columns.uuid(row -> row.part.id())
                                .text(row -> row.part.state())
                                .text(row -> StoredText.sentence(closing(row.part))));
        touchAndWake(statements, all, moved);
        send(
                statements,
                SettleSql.SAY_WHY,
                one(all, settlement -> why(settlement.next())),
                columns ->
                        columns.text(row -> row.lease().direction().name())
                                .text(row -> StoredText.sentence(row.part)));
        var rested =
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
        List<Part<RecordRef>> touches = one(all, Settlement::touch);
        send(statements, SettleSql.NOTE_TOUCH, touches, PgSettle::record);
        if (!touches.isEmpty()) {
            var unused =
                    statements
                            .run(
                                    SettleSql.TOUCH,
                                    record(PgColumns.of(touches).lease(Part::lease)).tuple())
                            .onSuccess(rows -> moved.addAll(PgColumns.list(rows, PgColumns::due)));
        }
        List<Part<LaneId>> wakes = many(all, Settlement::wake);
        if (!wakes.isEmpty()) {
            var unused =
                    statements
                            .run(
                                    SettleSql.WAKE,
                                    PgColumns.of(wakes)
                                            .lease(Part::lease)
                                            .uuid(row -> row.part.value())
                                            .tuple())
                            .onSuccess(rows -> moved.addAll(PgColumns.list(rows, PgColumns::due)));
        }
    }

    private static void writeUses(
            Statements statements, List<Settlement> all, List<Part<Used>> used) {
        List<Settlement> told =
                all.stream().filter(settlement -> settlement.uses().isPresent()).toList();
        if (!told.isEmpty()) {
            Tuple lanes = PgColumns.of(told).lease(Settlement::lease).tuple();
            var unused =
                    statements.run(
                            SettleSql.FORGET_USES,
                            PgColumns.of(used, lanes)
                                    .tenant(row -> row.lease().tenant())
                                    .uuid(row -> row.lease().lane().value())
                                    .text(row -> row.part.record.resource().toString())
                                    .text(row -> StoredText.id(row.part.record.id()))
                                    .tuple());
        }
        send(
                statements,
                SettleSql.NOTE_USES,
                used,
                columns ->
                        columns.text(row -> row.part.record.resource().toString())
                                .text(row -> StoredText.id(row.part.record.id())));
    }

    /// Sends a statement that takes the lease and further columns of each row, if there are rows.
    private static <T> void send(
            Statements statements,
            String sql,
            List<Part<T>> rows,
            Function<PgColumns<Part<T>>, PgColumns<Part<T>>> columns) {
        if (!rows.isEmpty()) {
            var unused =
                    statements.run(
                            sql, columns.apply(PgColumns.of(rows).lease(Part::lease)).tuple());
        }
    }

    private Tuple locks(List<Settlement> all, List<Part<Used>> used) {
        record Lane(TenantId tenant, UUID lane) {}
        List<Lane> further = new ArrayList<>();
        for (Settlement settlement : all) {
            TenantId tenant = settlement.lease().tenant();
            if (settlement.next() instanceof Next.When when) {
                further.add(new Lane(tenant, when.parent().value()));
            }
        }
        for (Part<Used> row : used) {
            read(row.of)
                    .ifPresent(
                            read ->
                                    further.add(
                                            new Lane(
                                                    row.lease().tenant(), lane(row, read.flow()))));
        }
        Tuple parameters = PgColumns.of(all).number().lease(Settlement::lease).tuple();
        PgColumns.of(further, parameters).tenant(Lane::tenant).uuid(Lane::lane);
        PgColumns.of(one(all, Settlement::touch), parameters)
                .tenant(row -> row.lease().tenant())
                .uuid(row -> row.lease().lane().value())
                .text(row -> row.part.resource().toString())
                .text(row -> StoredText.id(row.part.id()));
        return PgColumns.of(PgSettle.<LaneId>many(all, Settlement::wake), parameters)
                .tenant(row -> row.lease().tenant())
                .uuid(row -> row.part.value())
                .tuple();
    }

    private static UUID lane(Part<Used> row, FlowName flow) {
        return LaneId.of(row.lease().tenant(), flow, row.part.record).value();
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
                        .text(row -> word(row.next()))
                        .time(row -> due(row.next()))
                        .uuid(row -> waitsOn(row.next()))
                        .tuple();
        return PgColumns.of(used, parameters)
                .tenant(row -> row.lease().tenant())
                .uuid(row -> row.lease().lane().value())
                .text(row -> row.part.record.resource().toString())
                .text(row -> StoredText.id(row.part.record.id()))
                .number(row -> row.part.asOf)
                .tuple();
    }

    private Optional<Reads.Read> read(Settlement settlement) {
        return reads.of(settlement.lease());
    }

    private PgColumns<Part<Outcome>> outcomes(PgColumns<Part<Outcome>> columns) {
        return columns.uuid(row -> row.part.change())
                .text(row -> row.part.kind().name().toLowerCase(Locale.ROOT))
                .text(row -> row.part.reason())
                .text(row -> StoredText.sentence(row.part.sentence()))
                .uuid(row -> row.part.newer().orElse(null))
                .bytes(row -> row.part.losing().map(Payloads::seal).orElse(null))
                .text(
                        row ->
                                read(row.of)
                                        .map(read -> read.sides().get(row.part.change()))
                                        .map(Side::word)
                                        .orElse(null));
    }

    private PgColumns<Part<NewParked>> parked(PgColumns<Part<NewParked>> columns) {
        return columns.uuid(row -> row.part.id())
                .text(row -> side(row).word())
                .text(row -> row.part.kind().name().toLowerCase(Locale.ROOT))
                .text(row -> row.part.reason())
                .text(row -> StoredText.sentence(row.part.sentence()))
                .text(
                        row ->
                                row.part.changes().stream()
                                        .map(UUID::toString)
                                        .collect(Collectors.joining(",")))
                .text(row -> row.part.group().orElse(null))
                .text(row -> row.part.field().map(StoredText::sentence).orElse(null))
                .bytes(row -> row.part.baseValue().map(Payloads::seal).orElse(null))
                .bytes(row -> row.part.acmeValue().map(Payloads::seal).orElse(null))
                .bytes(row -> row.part.appValue().map(Payloads::seal).orElse(null))
                .bytes(row -> Payloads.seal(row.part.payload()))
                .bytes(row -> Payloads.seal(row.part.request()))
                .bytes(row -> Payloads.seal(row.part.response()));
    }

    /// The side of the newest change that the item holds.
    private Side side(Part<NewParked> row) {
        Side source = row.lease().direction().source();
        return row.part.changes().isEmpty()
                ? source
                : read(row.of)
                        .map(read -> read.sides().get(row.part.changes().getLast()))
                        .orElse(source);
    }

    private static PgColumns<Part<RecordRef>> record(PgColumns<Part<RecordRef>> columns) {
        return columns.text(row -> row.part.resource().toString())
                .text(row -> StoredText.id(row.part.id()));
    }

    /// A pair has one outcome in a settlement: the last that is given.
    private static List<Outcome> outcomes(Settlement settlement) {
        java.util.LinkedHashMap<UUID, Outcome> byChange = new java.util.LinkedHashMap<>();
        settlement.outcomes().forEach(outcome -> byChange.put(outcome.change(), outcome));
        return List.copyOf(byChange.values());
    }

    private static List<Part<Used>> used(List<Settlement> all) {
        return many(
                all,
                settlement ->
                        settlement.uses().stream()
                                .flatMap(
                                        uses ->
                                                uses.records().stream()
                                                        .map(
                                                                record ->
                                                                        new Used(
                                                                                record,
                                                                                uses.asOf())))
                                .toList());
    }

    private static <T> List<Part<T>> one(
            List<Settlement> all, Function<Settlement, Optional<T>> part) {
        return all.stream()
                .flatMap(
                        settlement ->
                                part.apply(settlement).stream()
                                        .map(each -> new Part<>(settlement, each)))
                .toList();
    }

    private static <T> List<Part<T>> many(
            List<Settlement> all, Function<Settlement, ? extends Iterable<T>> parts) {
        List<Part<T>> rows = new ArrayList<>();
        for (Settlement settlement : all) {
            parts.apply(settlement).forEach(part -> rows.add(new Part<>(settlement, part)));
        }
        return rows;
    }

    private static String word(Next next) {
        return switch (next) {
            case Next.Rest _ -> "rest";
            case Next.Other _ -> "other";
            case Next.At _ -> "at";
            case Next.When _ -> "when";
        };
    }

    private static Optional<Instant> due(Next next) {
        return switch (next) {
            case Next.Rest _, Next.Other _ -> Optional.empty();
            case Next.At at -> Optional.of(at.due());
            case Next.When when -> Optional.of(when.latest());
        };
    }

    private static @Nullable UUID waitsOn(Next next) {
        return next instanceof Next.When when ? when.parent().value() : null;
    }

    private static Optional<String> why(Next next) {
        return switch (next) {
            case Next.Rest _, Next.Other _ -> Optional.empty();
            case Next.At at -> Optional.of(at.why());
            case Next.When when -> Optional.of(when.why());
        };
    }

    private static String how(EndedAttempt attempt) {
        return attempt.how();
    }

    private static String closing(ClosedParked item) {
        return item.sentence();
    }
}
