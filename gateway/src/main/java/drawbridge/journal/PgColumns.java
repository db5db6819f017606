package drawbridge.journal;

import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.tenant.TenantId;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/// The rows of a group, column by column, as a statement takes them by `unnest`; and the other way
/// round, what a row holds. Each parameter of a statement is one call, in order.
final class PgColumns<T> {

    private final List<T> rows;
    private final Tuple parameters;

    private PgColumns(List<T> rows, Tuple parameters) {
        this.rows = rows;
        this.parameters = parameters;
    }

    static <T> PgColumns<T> of(List<T> rows) {
        return new PgColumns<>(rows, Tuple.tuple());
    }

    /// Goes on after the parameters that another group of rows gave.
    static <T> PgColumns<T> of(List<T> rows, Tuple before) {
        return new PgColumns<>(rows, before);
    }

    PgColumns<T> tenant(Function<T, TenantId> column) {
        return uuid(row -> column.apply(row).value());
    }

    /// Three columns: tenant, lane, epoch.
    PgColumns<T> lease(Function<T, Lease> column) {
        return tenant(row -> column.apply(row).tenant())
                .uuid(row -> column.apply(row).lane().value())
                .number(row -> column.apply(row).epoch());
    }

    PgColumns<T> uuid(Function<T, @Nullable UUID> column) {
        parameters.addArrayOfUUID(rows.stream().map(column).toArray(UUID[]::new));
        return this;
    }

    PgColumns<T> text(Function<T, @Nullable String> column) {
        parameters.addArrayOfString(rows.stream().map(column).toArray(String[]::new));
        return this;
    }

    PgColumns<T> number(Function<T, @Nullable Long> column) {
        parameters.addArrayOfLong(rows.stream().map(column).toArray(Long[]::new));
        return this;
    }

    PgColumns<T> flag(Function<T, Boolean> column) {
        parameters.addArrayOfBoolean(rows.stream().map(column).toArray(Boolean[]::new));
        return this;
    }

    PgColumns<T> bytes(Function<T, byte @Nullable []> column) {
        parameters.addArrayOfBuffer(
                rows.stream().map(column).map(PgColumns::buffer).toArray(Buffer[]::new));
        return this;
    }

    PgColumns<T> time(Function<T, Optional<Instant>> column) {
        parameters.addArrayOfOffsetDateTime(
                rows.stream()
                        .map(row -> column.apply(row).map(PgColumns::time).orElse(null))
                        .toArray(OffsetDateTime[]::new));
        return this;
    }

    /// The number of the row, from 0, by which an answer is told.
    PgColumns<T> number() {
        Long[] numbers = new Long[rows.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (long) i;
        }
        parameters.addArrayOfLong(numbers);
        return this;
    }

    /// A parameter that is the same for all rows.
    PgColumns<T> with(Object value) {
        parameters.addValue(value);
        return this;
    }

    Tuple tuple() {
        return parameters;
    }

    static OffsetDateTime time(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    static Optional<Instant> time(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    static Instant mustTime(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    /// From the columns to_app_due, to_acme_due and now.
    static DueTimes due(Row row) {
        return DueTimes.of(
                time(row, "to_app_due").orElse(null),
                time(row, "to_acme_due").orElse(null),
                mustTime(row, "now"));
    }

    static Optional<String> text(Row row, String column) {
        return Optional.ofNullable(row.getString(column));
    }

    /// What the codec put into a column of bytes.
    static byte[] payload(Row row, String column) {
        return Payloads.open(row.getBuffer(column).getBytes());
    }

    static Bytes bytes(Row row, String column) {
        return Bytes.copyOf(payload(row, column));
    }

    static <R> List<R> list(RowSet<Row> found, Function<Row, R> read) {
        List<R> list = new ArrayList<>();
        StreamSupport.stream(found.spliterator(), false).map(read).forEach(list::add);
        return list;
    }

    private static @Nullable Buffer buffer(byte @Nullable [] bytes) {
        return bytes == null ? null : Buffer.buffer(bytes);
    }
}
