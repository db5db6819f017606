package drawbridge.intake;

import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.crossing.engine.Bytes;
import drawbridge.intake.Imports.BadCell;
import drawbridge.intake.Imports.BadRow;
import drawbridge.intake.Imports.Row;
import drawbridge.intake.Refusal.BadField;
import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Reading;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.system.RecordFacts;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes a change of each row of a file, or says what is wrong with it, column by column: a file
/// can be mended.
final class ImportContent {

    /// How often a field that was filled in may lead to another that is read with it.
    private static final int MOST_TOGETHER = 16;

    private final TenantSpec tenant;
    private final ResourceSpec spec;
    private final ImportColumns columns;
    private final Reception reception;

    ImportContent(
            TenantSpec tenant, ResourceSpec spec, ImportColumns columns, Reception reception) {
        this.tenant = tenant;
        this.spec = spec;
        this.columns = columns;
        this.reception = reception;
    }

    sealed interface Read {

        record Good(Incoming change) implements Read {}

        record Bad(BadRow row) implements Read {}
    }

    Read read(Row row) {
        if (row.record().isPresent()) {
            return record(row, row.record().get());
        }
        if (row.cells().size() != columns.size()) {
            return bad(
                    row,
                    "row",
                    "has "
                            + row.cells().size()
                            + " cells, but there are "
                            + columns.size()
                            + " columns");
        }
        return read(row, columns.record(row.cells()), columns.filled());
    }

    private Read record(Row row, String json) {
        try {
            return JsonText.parse(json.getBytes(StandardCharsets.UTF_8)) instanceof Value.Obj record
                    ? read(row, record, columns.filled(record))
                    : bad(row, "record", "is no object");
        } catch (JsonText.Malformed wrong) {
            return bad(row, "record", String.valueOf(wrong.getMessage()));
        }
    }

    /// @param filled the members that the file fills
    private Read read(Row row, Value.Obj given, List<Pointer> filled) {
        Value.Obj record = given;
        Optional<String> id = spec.id().find(record).flatMap(Values::idText);
        if (id.isEmpty()) {
            return bad(row, columns.column(spec.id()), "is empty: it names the record");
        }
        if (!RecordFacts.of(spec, record).deleted()) {
            Set<BadField> wrong = wrong(record, filled);
            for (int again = 0; again < filled.size() && !wrong.isEmpty(); again++) {
                Optional<Value.Obj> other = otherwise(record, wrong);
                if (other.isEmpty()) {
                    break;
                }
                record = other.get();
                wrong = wrong(record, filled);
            }
            List<BadCell> cells = new ArrayList<>(cells(wrong));
            if (wrong.isEmpty()) {
                cells.addAll(dateless(record, filled));
            }
            if (!cells.isEmpty()) {
                return new Read.Bad(new BadRow(row.line(), cells));
            }
        }
        Incoming change =
                reception.change(
                        spec, id.get(), record, Bytes.copyOf(JsonText.write(record)), false, true);
        Optional<String> uncounted =
                change.wants().stream().map(Wanted::bad).flatMap(Optional::stream).findFirst();
        return uncounted.isPresent() ? bad(row, "row", uncounted.get()) : new Read.Good(change);
    }

    /// What is wrong in the columns of the file. Fields that the file lacks are taken for empty, so
    /// that those which are read together with them are looked at, too.
    private Set<BadField> wrong(Value.Obj record, List<Pointer> filled) {
        Set<BadField> wrong = PushContent.wrong(tenant, spec, record);
        Value.Obj whole = record;
        Set<Pointer> lacking = Lacking.in(whole, spec.name(), tenant);
        for (int again = 0; again < MOST_TOGETHER && !lacking.isEmpty(); again++) {
            for (Pointer member : lacking) {
                whole = member.put(whole, Value.NULL);
            }
            lacking = Lacking.in(whole, spec.name(), tenant);
        }
        PushContent.wrong(tenant, spec, whole).stream()
                .filter(field -> filled.contains(Pointer.parse(field.pointer())))
                .forEach(wrong::add);
        return wrong;
    }

    /// The record with numbers and truth values where its text was wrong; empty where none can be.
    private static Optional<Value.Obj> otherwise(Value.Obj record, Set<BadField> wrong) {
        Value.Obj other = record;
        boolean found = false;
        for (BadField field : wrong) {
            Pointer at = Pointer.parse(field.pointer());
            Optional<Value> value = at.find(record).flatMap(ImportColumns::otherwise);
            if (value.isPresent()) {
                other = at.put(other, value.get());
                found = true;
            }
        }
        return found ? Optional.of(other) : Optional.empty();
    }

    private List<BadCell> cells(Set<BadField> wrong) {
        return wrong.stream()
                .map(
                        field ->
                                new BadCell(
                                        columns.column(Pointer.parse(field.pointer())),
                                        field.detail()))
                .toList();
    }

    /// A record whose time is empty could be written nowhere: nobody keeps an appointment for some
    /// day in a file on purpose.
    private List<BadCell> dateless(Value.Obj record, List<Pointer> filled) {
        List<BadCell> cells = new ArrayList<>();
        for (Flow flow : tenant.flows().values()) {
            for (Side side : Side.values()) {
                if (flow.end(side).resource().equals(spec.name())) {
                    for (FieldName time : flow.times()) {
                        if (value(flow, side, record, time)
                                .filter(Neutral.Empty.class::isInstance)
                                .isPresent()) {
                            cells.add(dateless(flow, side, time, record, filled));
                        }
                    }
                }
            }
        }
        return cells;
    }

    private BadCell dateless(
            Flow flow, Side side, FieldName time, Value.Obj record, List<Pointer> filled) {
        // A column belongs to the time when it cannot be read without.
        Set<String> theirs = new LinkedHashSet<>();
        for (Pointer member : filled) {
            Value.Obj without = Value.Obj.EMPTY;
            for (Pointer other : filled) {
                if (!other.equals(member)) {
                    without = other.put(without, other.find(record).orElse(Value.NULL));
                }
            }
            if (value(flow, side, without, time)
                    .filter(Neutral.Unknown.class::isInstance)
                    .isPresent()) {
                theirs.add(columns.column(member));
            }
        }
        return new BadCell(
                theirs.stream().findFirst().orElse(time.value()),
                "no date is given"
                        + theirs.stream()
                                .collect(
                                        Collectors.joining(", ", "; the columns for it are ", "")));
    }

    private static Optional<Neutral> value(
            Flow flow, Side side, Value.Obj record, FieldName field) {
        return flow.read(side, State.of(record), Refs.NONE).values().stream()
                .filter(Reading.Of.class::isInstance)
                .map(reading -> Optional.ofNullable(((Reading.Of) reading).fields().get(field)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Read bad(Row row, String column, String words) {
        return new Read.Bad(new BadRow(row.line(), List.of(new BadCell(column, words))));
    }
}
