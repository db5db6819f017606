package drawbridge.intake;

import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Content;
import drawbridge.crossing.engine.Dice;
import drawbridge.crossing.engine.Hash;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.Value;
import drawbridge.system.RecordFacts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A page's rows as changes, but for those that are too young to be called missed.
///
/// @param changes a change for each row taken
/// @param last where the rows taken end; empty when none of them says when it changed
/// @param ascending whether each row of the page is as old as the one after it, or older
/// @param young whether this row and all that follow it were left for the next pass; a list that
///   does not ascend may bring old rows after young ones, of it the young ones alone are left
record SweepRows(
        List<Incoming> changes, Optional<SweepCursor> last, boolean ascending, boolean young) {

    /// How much of a row that is too large is kept, for people.
    private static final int KEPT_BYTES = 16 * 1024;

    /// @param oldEnough rows that changed later are left
    static SweepRows read(SweepTarget target, List<Value> rows, Instant oldEnough, Dice dice) {
        Reception reception =
                new Reception(target.mappings(), target.tenant(), dice, Optional.empty());
        List<Incoming> changes = new ArrayList<>();
        Optional<SweepCursor> last = Optional.empty();
        List<Row> read = rows.stream().map(row -> Row.of(target.resource(), row)).toList();
        boolean ascending = isAscending(read);
        for (Row row : read) {
            Optional<SweepCursor> at = row.at();
            if (at.isPresent() && at.get().at().isAfter(oldEnough)) {
                if (ascending) {
                    return new SweepRows(changes, last, true, true);
                }
                continue;
            }
            if (at.isPresent()) {
                SweepCursor here = at.get();
                last = Optional.of(last.map(here::max).orElse(here));
            }
            changes.add(change(reception, target, row));
        }
        return new SweepRows(changes, last, ascending, false);
    }

    /// The same with fewer changes.
    SweepRows with(List<Incoming> fewer) {
        return new SweepRows(List.copyOf(fewer), last, ascending, young);
    }

    /// Looks at all rows, those that are left included.
    private static boolean isAscending(List<Row> rows) {
        Instant before = Instant.MIN;
        for (Row row : rows) {
            Instant here = row.at().map(SweepCursor::at).orElse(before);
            if (here.isBefore(before)) {
                return false;
            }
            before = here;
        }
        return true;
    }

    /// A row, and what its descriptor lets us know about it; no object = nothing.
    private record Row(Value value, Optional<RecordFacts> facts) {

        static Row of(ResourceSpec spec, Value value) {
            return new Row(
                    value,
                    value instanceof Value.Obj record
                            ? Optional.of(RecordFacts.of(spec, record))
                            : Optional.empty());
        }

        Optional<SweepCursor> at() {
            return facts.flatMap(
                    known ->
                            known.updatedAt()
                                    .flatMap(at -> known.id().map(id -> new SweepCursor(at, id))));
        }
    }

    private static Incoming change(Reception reception, SweepTarget target, Row row) {
        ResourceSpec spec = target.resource();
        byte[] bytes = JsonText.write(row.value());
        if (!(row.value() instanceof Value.Obj record) || row.facts().isEmpty()) {
            return unreadable(reception, spec, bytes, "the row is no object");
        }
        RecordFacts facts = row.facts().get();
        if (facts.id().isEmpty()) {
            return unreadable(
                    reception,
                    spec,
                    bytes,
                    spec.id()
                            + (spec.id().find(record).isEmpty()
                                    ? " is missing"
                                    : " is neither text nor number")
                            + ": it names the record");
        }
        String id = facts.id().get();
        if (bytes.length > PublicServer.BODY_BYTES) {
            return reception.unreadable(
                    Optional.of(spec.name()),
                    Optional.of(id),
                    Bytes.copyOf(Arrays.copyOf(bytes, KEPT_BYTES)),
                    Content.of(new RecordRef(spec.name(), id), facts.version(), record),
                    "the record is "
                            + bytes.length
                            + " bytes large; the limit is "
                            + PublicServer.BODY_BYTES);
        }
        return target.isOnlySuspected()
                ? reception.suspected(spec, id, Hash.of(Bytes.copyOf(bytes)).toString())
                : reception.change(spec, id, record, facts, Bytes.copyOf(bytes), false, true);
    }

    private static Incoming unreadable(
            Reception reception, ResourceSpec spec, byte[] bytes, String why) {
        Bytes kept =
                Bytes.copyOf(
                        bytes.length > PublicServer.BODY_BYTES
                                ? Arrays.copyOf(bytes, KEPT_BYTES)
                                : bytes);
        return reception.unreadable(
                Optional.of(spec.name()),
                Optional.empty(),
                kept,
                Hash.of(Bytes.copyOf(bytes)),
                why);
    }
}
