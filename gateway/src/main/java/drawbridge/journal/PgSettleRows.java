package drawbridge.journal;

import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.LaneId;
import drawbridge.crossing.engine.Settling.ClosedParked;
import drawbridge.crossing.engine.Settling.EndedAttempt;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.Outcome;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The rows of a group of settlements, part by part, as statements take them.
final class PgSettleRows {

    /// A part of a settlement, with the settlement that it belongs to.
    record Part<T>(Settlement of, T part) {

        Lease lease() {
            return of.lease();
        }
    }

    record Used(RecordRef record, long asOf) {}

    static PgColumns<Part<Outcome>> outcomes(PgColumns<Part<Outcome>> columns, Reads reads) {
        return columns.uuid(row -> row.part().change())
                .text(row -> row.part().kind().name().toLowerCase(Locale.ROOT))
                .text(row -> row.part().reason())
                .text(row -> StoredText.sentence(row.part().sentence()))
                .uuid(row -> row.part().newer().orElse(null))
                .bytes(row -> row.part().losing().map(Payloads::seal).orElse(null))
                .text(row -> sideOf(row, reads).map(Side::word).orElse(null));
    }

    /// The side from which a change came, where it was read under the lease.
    static Optional<Side> sideOf(Part<Outcome> row, Reads reads) {
        return reads.of(row.lease()).map(read -> read.sides().get(row.part().change()));
    }

    static PgColumns<Part<NewParked>> parked(PgColumns<Part<NewParked>> columns, Reads reads) {
        return columns.uuid(row -> row.part().id())
                .text(row -> side(row, reads).word())
                .text(row -> row.part().kind().name().toLowerCase(Locale.ROOT))
                .text(row -> row.part().reason())
                .text(row -> StoredText.sentence(row.part().sentence()))
                .text(
                        row ->
                                row.part().changes().stream()
                                        .map(UUID::toString)
                                        .collect(Collectors.joining(",")))
                .text(row -> row.part().group().orElse(null))
                .text(row -> row.part().field().map(StoredText::sentence).orElse(null))
                .bytes(row -> row.part().baseValue().map(Payloads::seal).orElse(null))
                .bytes(row -> row.part().acmeValue().map(Payloads::seal).orElse(null))
                .bytes(row -> row.part().appValue().map(Payloads::seal).orElse(null))
                .bytes(row -> Payloads.seal(row.part().payload()))
                .bytes(row -> Payloads.seal(row.part().request()))
                .bytes(row -> Payloads.seal(row.part().response()))
                .uuid(row -> row.part().partOf().orElse(null));
    }

    /// The side of the newest change that the item holds; for a delete that waits, the side whose
    /// record is gone.
    static Side side(Part<NewParked> row, Reads reads) {
        Side source = row.lease().direction().source();
        return row.part().changes().isEmpty() || row.part().partOf().isPresent()
                ? source
                : reads.of(row.lease())
                        .map(read -> read.sides().get(row.part().changes().getLast()))
                        .orElse(source);
    }

    static PgColumns<Part<RecordRef>> record(PgColumns<Part<RecordRef>> columns, Reads reads) {
        return columns.text(row -> flow(row.lease(), reads))
                .text(row -> row.part().resource().toString())
                .text(row -> StoredText.id(row.part().id()));
    }

    static PgColumns<Part<Used>> used(PgColumns<Part<Used>> columns, Reads reads) {
        return columns.text(row -> flow(row.lease(), reads))
                .text(row -> row.part().record().resource().toString())
                .text(row -> StoredText.id(row.part().record().id()));
    }

    /// Empty for a lane that was not opened in this process: then nothing is known to rest on it.
    static String flow(Lease lease, Reads reads) {
        return reads.of(lease).map(read -> read.flow().value()).orElse("");
    }

    /// Settlements that may end the wait of a delete, with the life of the link where it is told.
    static List<Part<Optional<String>>> lives(List<Settlement> all, Reads reads) {
        return all.stream()
                .filter(row -> reads.mayLeave(row.lease(), Reads.Left.DELETE))
                .filter(row -> row.link().isPresent() || !row.unpark().isEmpty())
                .map(
                        row ->
                                new Part<>(
                                        row,
                                        row.link()
                                                .map(
                                                        link ->
                                                                link.life()
                                                                        .name()
                                                                        .toLowerCase(Locale.ROOT))))
                .toList();
    }

    /// A pair has one outcome in a settlement: the last that is given.
    static List<Outcome> outcomes(Settlement settlement) {
        java.util.LinkedHashMap<UUID, Outcome> byChange = new java.util.LinkedHashMap<>();
        settlement.outcomes().forEach(outcome -> byChange.put(outcome.change(), outcome));
        return List.copyOf(byChange.values());
    }

    static List<Part<Used>> used(List<Settlement> all) {
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

    static <T> List<Part<T>> one(List<Settlement> all, Function<Settlement, Optional<T>> part) {
        return all.stream()
                .flatMap(
                        settlement ->
                                part.apply(settlement).stream()
                                        .map(each -> new Part<>(settlement, each)))
                .toList();
    }

    static <T> List<Part<T>> many(
            List<Settlement> all, Function<Settlement, ? extends Iterable<T>> parts) {
        List<Part<T>> rows = new ArrayList<>();
        for (Settlement settlement : all) {
            parts.apply(settlement).forEach(part -> rows.add(new Part<>(settlement, part)));
        }
        return rows;
    }

    static String word(Next next) {
        return switch (next) {
            case Next.Rest _ -> "rest";
            case Next.Other _ -> "other";
            case Next.At _ -> "at";
            case Next.Later _ -> "later";
            case Next.When _ -> "when";
            case Next.AfterCreate _ -> "create";
            case Next.Closing _ -> "closing";
        };
    }

    static Optional<Instant> due(Next next) {
        return switch (next) {
            case Next.Rest _, Next.Other _ -> Optional.empty();
            case Next.At at -> Optional.of(at.due());
            case Next.Later later -> Optional.of(later.due());
            case Next.When when -> Optional.of(when.latest());
            case Next.AfterCreate wait -> Optional.of(wait.latest());
            case Next.Closing wait -> Optional.of(wait.latest());
        };
    }

    /// @param awaited whether the settled lane is to wait for it itself
    record Woken(LaneId lane, boolean awaited) {}

    static List<Woken> woken(Settlement settlement) {
        @Nullable UUID awaited = waitsOn(settlement.next());
        return settlement.wake().stream()
                .map(lane -> new Woken(lane, lane.value().equals(awaited)))
                .toList();
    }

    static @Nullable UUID waitsOn(Next next) {
        return next.awaited().map(LaneId::value).orElse(null);
    }

    static Optional<String> why(Next next) {
        return switch (next) {
            case Next.Rest _, Next.Other _ -> Optional.empty();
            case Next.At at -> Optional.of(at.why());
            case Next.Later later -> Optional.of(later.why());
            case Next.When when -> Optional.of(when.why());
            case Next.AfterCreate wait -> Optional.of(wait.why());
            case Next.Closing wait -> Optional.of(PgWake.paused(wait.system()) + wait.why());
        };
    }

    static String how(EndedAttempt attempt) {
        return attempt.how();
    }

    static String closing(ClosedParked item) {
        return item.sentence();
    }

    private PgSettleRows() {}
}
