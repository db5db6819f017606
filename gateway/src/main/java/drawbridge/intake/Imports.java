package drawbridge.intake;

import drawbridge.crossing.engine.Arrivals;
import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.CursorMove;
import drawbridge.crossing.engine.Dice;
import drawbridge.crossing.engine.Hash;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.TenantSpec.Connection;
import drawbridge.tenant.TenantId;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The way in for the rows of a file. Rows come in pieces; each piece is stored in one commit with
/// the position that it reaches, so that whoever sends the same file again goes on there, and a
/// piece that comes twice is stored once.
public final class Imports {

    /// @param nanos a clock that never goes back
    public record Ports(
            Supplier<Mappings> mappings,
            Arrivals journal,
            Cursors cursors,
            Dice dice,
            MeterRegistry meters,
            LongSupplier nanos) {}

    /// A file, and what its rows are.
    ///
    /// @param resource such as `acme.appointment`
    /// @param digest of the file's bytes: another digest is another file
    /// @param columns the names in its first row; none: each row is a whole record
    public record Sheet(String tenant, String resource, String digest, List<String> columns) {

        public Sheet {
            columns = List.copyOf(columns);
        }
    }

    /// @param line of the file, from 1
    /// @param record as JSON, where the file holds whole records; empty text: it could not be read
    public record Row(long line, List<String> cells, Optional<String> record) {

        public Row {
            cells = List.copyOf(cells);
        }

        public Row(long line, List<String> cells) {
            this(line, cells, Optional.empty());
        }
    }

    /// @param column as the file calls it
    public record BadCell(String column, String words) {}

    /// A row that was not taken.
    public record BadRow(long line, List<BadCell> cells) {}

    /// How far a file has come.
    ///
    /// @param rows that were dealt with
    public record Position(long rows, long taken, long refused, boolean ended) {

        static final Position START = new Position(0, 0, 0, false);
    }

    /// @param fields for each column, the member of the record that it fills; empty: left out
    /// @param untold members that flows read and no column fills: the gateway reads the records for
    ///   them
    public record Plan(List<Optional<String>> fields, List<String> untold, Position position) {}

    /// @param position that the file has reached
    public record Taken(Position position, List<BadRow> refused) {}

    /// The file cannot be imported as it is.
    public static final class Unfit extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unfit(String sentence) {
            super(sentence, null, false, false);
        }

        public String sentence() {
            return String.valueOf(getMessage());
        }
    }

    /// Nothing was stored; the same may be sent again.
    public static final class NotNow extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NotNow() {
            super("The journal did not answer. Nothing was stored.", null, false, false);
        }
    }

    /// More rows than these are not taken at once.
    public static final int ROWS = 500;

    private final Ports ports;
    private final Appending appending;

    public Imports(Ports ports) {
        this.ports = ports;
        this.appending =
                new Appending(ports.journal(), new IntakeMeters(ports.meters()), ports.nanos());
    }

    /// What would become of the columns, and where to go on.
    ///
    /// @return fails with [Unfit] or [NotNow]
    public Future<Plan> plan(Sheet sheet) {
        return Future.succeededFuture()
                .compose(
                        _ -> {
                            Reading reading = reading(sheet);
                            return position(sheet, reading)
                                    .map(
                                            at ->
                                                    new Plan(
                                                            reading.columns().fields(),
                                                            reading.columns().untold(),
                                                            at));
                        });
    }

    /// Stores the good rows, and says what is wrong with the others. Where the file has come
    /// further than `from`, or not as far, nothing is stored: the answer says how far it is.
    ///
    /// @param from how many rows come before these
    /// @param last whether none comes after them
    /// @return fails with [Unfit] or [NotNow]
    public Future<Taken> take(Sheet sheet, long from, boolean last, List<Row> rows) {
        return Future.succeededFuture()
                .compose(
                        _ -> {
                            if (rows.size() > ROWS) {
                                throw new Unfit(
                                        rows.size()
                                                + " rows at once are too many; send "
                                                + ROWS
                                                + ".");
                            }
                            Reading reading = reading(sheet);
                            return position(sheet, reading)
                                    .compose(at -> take(sheet, reading, at, from, last, rows));
                        });
    }

    private Future<Taken> take(
            Sheet sheet, Reading reading, Position at, long from, boolean last, List<Row> rows) {
        List<Incoming> good = new ArrayList<>();
        List<BadRow> bad = new ArrayList<>();
        for (Row row : rows) {
            switch (reading.content().read(row)) {
                case ImportContent.Read.Good(Incoming change) -> good.add(change);
                case ImportContent.Read.Bad(BadRow wrong) -> bad.add(wrong);
            }
        }
        if (at.rows() != from || at.ended()) {
            return Future.succeededFuture(new Taken(at, bad));
        }
        Position next =
                new Position(
                        from + rows.size(),
                        at.taken() + good.size(),
                        at.refused() + bad.size(),
                        last);
        Delivery delivery =
                new Delivery(
                        TenantId.named(sheet.tenant()),
                        Trigger.IMPORT,
                        Optional.of(
                                Hash.of(
                                        "import",
                                        sheet.resource(),
                                        sheet.digest(),
                                        Long.toString(from),
                                        Long.toString(next.rows()))),
                        good,
                        false,
                        Optional.of(
                                new CursorMove(
                                        reading.spec().name().system(),
                                        cursor(sheet),
                                        ImportPosition.write(next))));
        return appending
                .append(delivery)
                .map(_ -> new Taken(next, bad))
                .recover(_ -> Future.failedFuture(new NotNow()));
    }

    private Future<Position> position(Sheet sheet, Reading reading) {
        return ports.cursors()
                .position(
                        TenantId.named(sheet.tenant()),
                        reading.spec().name().system(),
                        cursor(sheet))
                .map(stored -> stored.map(ImportPosition::read).orElse(Position.START))
                .recover(_ -> Future.failedFuture(new NotNow()));
    }

    /// No resource is called so: names hold no blank.
    private static String cursor(Sheet sheet) {
        return "import of " + sheet.resource() + " from " + sheet.digest();
    }

    private record Reading(ResourceSpec spec, ImportColumns columns, ImportContent content) {}

    private Reading reading(Sheet sheet) {
        Mappings mappings = ports.mappings().get();
        TenantSpec tenant =
                mappings.tenant(sheet.tenant())
                        .orElseThrow(() -> new Unfit("There is no tenant " + sheet.tenant() + "."));
        ResourceSpec spec = spec(tenant, sheet.resource());
        ImportColumns columns =
                sheet.columns().isEmpty()
                        ? ImportColumns.none(tenant, spec)
                        : ImportColumns.of(tenant, spec, sheet.columns());
        Reception reception = new Reception(mappings, tenant, ports.dice(), Optional.empty());
        return new Reading(spec, columns, new ImportContent(tenant, spec, columns, reception));
    }

    private static ResourceSpec spec(TenantSpec tenant, String resource) {
        TreeSet<String> known = new TreeSet<>();
        for (Connection connection : tenant.connections().values()) {
            for (ResourceSpec spec : connection.system().resources().values()) {
                if (spec.name().toString().equals(resource)) {
                    return spec;
                }
                known.add(spec.name().toString());
            }
        }
        throw new Unfit(
                tenant.name()
                        + " has no resource "
                        + resource
                        + "; it has "
                        + String.join(", ", known)
                        + ".");
    }
}
