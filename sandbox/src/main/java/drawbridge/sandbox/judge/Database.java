package drawbridge.sandbox.judge;

import drawbridge.sandbox.judge.Rows.Act;
import drawbridge.sandbox.judge.Rows.Attempt;
import drawbridge.sandbox.judge.Rows.Link;
import drawbridge.sandbox.judge.Rows.Outcome;
import drawbridge.sandbox.judge.Rows.Pair;
import drawbridge.sandbox.judge.Rows.Parked;
import drawbridge.sandbox.judge.Rows.Tally;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Reads the gateway's rows as the role that may read everything and write nothing.
final class Database {

    private static final String PAIRS =
            """
            select t.name, c.*, o.kind, o.reason, o.newer, o.settled_at
            from change c
            join tenant t on t.id = c.tenant
            left join lateral (
                select * from outcome o
                where o.tenant = c.tenant and o.change = c.id and o.flow = c.flow
                order by o.n desc limit 1) o on true
            order by c.accepted_at, c.id, c.flow
            """;
    private static final String STRAYS =
            """
            select t.name, o.*
            from outcome o
            left join tenant t on t.id = o.tenant
            where not exists (
                select from change c
                where c.tenant = o.tenant and c.id = o.change and c.flow = o.flow)
            """;
    private static final String LINKS =
            "select t.name, l.* from link l join tenant t on t.id = l.tenant order by l.made_at";
    private static final String ATTEMPTS =
            """
            select t.name, a.* from attempt a join tenant t on t.id = a.tenant
            order by a.started_at, a.epoch
            """;
    private static final String PARKED =
            "select t.name, p.* from parked p join tenant t on t.id = p.tenant order by p.parked_at";
    private static final String ACTS =
            """
            select t.name, a.* from operator_action a join tenant t on t.id = a.tenant
            order by a.done_at
            """;
    private static final String DUPLICATES =
            """
            select t.name, y.direction, sum(y.n) as n
            from tally y join tenant t on t.id = y.tenant
            where y.kind = 'duplicates'
            group by t.name, y.direction
            """;

    private final Connection connection;

    private Database(Connection connection) {
        this.connection = connection;
    }

    /// Makes a value of a row.
    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    static Rows read(Connection connection) throws SQLException {
        var database = new Database(connection);
        return new Rows(
                database.all(PAIRS, Database::pair),
                database.all(STRAYS, Database::outcome),
                database.all(LINKS, Database::link),
                database.all(ATTEMPTS, Database::attempt),
                database.all(PARKED, Database::parked),
                database.all(ACTS, Database::act),
                database.all(DUPLICATES, Database::tally));
    }

    private <T> List<T> all(String sql, Reader<T> reader) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var read = new ArrayList<T>();
            while (rows.next()) {
                read.add(reader.read(rows));
            }
            return read;
        }
    }

    private static Pair pair(ResultSet row) throws SQLException {
        var body = row.getBytes("body");
        return new Pair(
                text(row, "name"),
                id(row, "id"),
                text(row, "flow"),
                Side.named(text(row, "side")),
                mayId(row, "lane"),
                row.getLong("lane_seq"),
                text(row, "source"),
                text(row, "resource"),
                text(row, "record_id"),
                row.getBoolean("tombstone"),
                body == null ? "" : new String(body, StandardCharsets.UTF_8),
                time(row, "accepted_at"),
                row.getString("kind") == null
                        ? Optional.empty()
                        : Optional.of(
                                new Outcome(
                                        text(row, "name"),
                                        id(row, "id"),
                                        text(row, "flow"),
                                        text(row, "kind"),
                                        text(row, "reason"),
                                        mayId(row, "newer"),
                                        time(row, "settled_at"))));
    }

    private static Outcome outcome(ResultSet row) throws SQLException {
        return new Outcome(
                text(row, "name"),
                id(row, "change"),
                text(row, "flow"),
                text(row, "kind"),
                text(row, "reason"),
                mayId(row, "newer"),
                time(row, "settled_at"));
    }

    private static Link link(ResultSet row) throws SQLException {
        return new Link(
                text(row, "name"),
                text(row, "flow"),
                id(row, "id"),
                text(row, "life"),
                mayText(row, "acme_id"),
                mayText(row, "app_id"));
    }

    private static Attempt attempt(ResultSet row) throws SQLException {
        return new Attempt(
                text(row, "name"),
                id(row, "id"),
                id(row, "lane"),
                row.getLong("epoch"),
                Side.named(text(row, "target")),
                text(row, "operation"),
                text(row, "record_id"),
                time(row, "started_at"),
                row.getTimestamp("ended_at") == null
                        ? Optional.empty()
                        : Optional.of(time(row, "ended_at")));
    }

    private static Parked parked(ResultSet row) throws SQLException {
        return new Parked(
                text(row, "name"),
                id(row, "id"),
                text(row, "flow"),
                mayId(row, "lane"),
                text(row, "kind"),
                text(row, "reason"),
                text(row, "sentence"),
                ids(row, "changes"),
                group(text(row, "grp")),
                text(row, "field"),
                mayText(row, "acme_id"),
                mayText(row, "app_id"),
                text(row, "state"),
                time(row, "parked_at"));
    }

    private static Act act(ResultSet row) throws SQLException {
        return new Act(
                text(row, "name"), id(row, "parked"), text(row, "verb"), time(row, "done_at"));
    }

    private static Tally tally(ResultSet row) throws SQLException {
        return new Tally(text(row, "name"), text(row, "direction"), row.getLong("n"));
    }

    /// A group that the judge has no word for counts as the whole record.
    private static Optional<Group> group(String name) {
        for (var group : Group.values()) {
            if (group.toString().equals(name)) {
                return Optional.of(group);
            }
        }
        return Optional.empty();
    }

    private static Set<UUID> ids(ResultSet row, String column) throws SQLException {
        var ids = new HashSet<UUID>();
        var array = row.getArray(column);
        if (array != null && array.getArray() instanceof Object[] values) {
            for (var value : values) {
                ids.add((UUID) value);
            }
        }
        return Set.copyOf(ids);
    }

    private static UUID id(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    private static Optional<UUID> mayId(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, UUID.class));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return mayText(row, column).orElse("");
    }

    private static Optional<String> mayText(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }
}
