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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Reads the gateway's rows as the role that may read everything and write nothing.
final class Database {

    private static final String PAIRS =
            """
            select c.*, o.kind, o.reason, o.newer, o.settled_at
            from change c
            left join lateral (
                select * from outcome o
                where o.tenant = c.tenant and o.change = c.id and o.flow = c.flow
                order by o.n desc limit 1) o on true
            order by c.accepted_at, c.id, c.flow
            """;
    private static final String STRAYS =
            """
            select o.*
            from outcome o
            where not exists (
                select from change c
                where c.tenant = o.tenant and c.id = o.change and c.flow = o.flow)
            """;
    private static final String LINKS = "select * from link order by made_at";
    private static final String ATTEMPTS =
            """
            select * from attempt order by started_at, epoch
            """;

    /// Of what a policy decided nobody was asked: it is kept, not parked.
    private static final String PARKED =
            """
            select * from parked where reason not in ('acme-won', 'app-won') order by parked_at
            """;

    private static final String ACTS =
            """
            select * from operator_action where parked is not null order by done_at
            """;
    private static final String DUPLICATES =
            """
            select tenant, direction, sum(n) as n from tally where kind = 'duplicates'
            group by tenant, direction
            """;

    private final Connection connection;
    private final Map<UUID, String> names = new HashMap<>();

    /// The flow and the resources of a customer whose Acme is reached by its old API, in the words
    /// of the others.
    private static final Map<String, String> OLD =
            Map.of(
                    "meetings", "appointments",
                    "people", "users",
                    "nasty.meeting", "acme.appointment",
                    "nasty.person", "acme.user");

    private Database(Connection connection, List<String> tenants) {
        this.connection = connection;
        tenants.forEach(tenant -> names.put(id(tenant), tenant));
    }

    /// The id of a tenant follows from its name.
    private static UUID id(String tenant) {
        return UUID.nameUUIDFromBytes(
                ("drawbridge:tenant:" + tenant).getBytes(StandardCharsets.UTF_8));
    }

    private String name(ResultSet row) throws SQLException {
        var tenant = id(row, "tenant");
        return names.getOrDefault(tenant, tenant.toString());
    }

    /// Makes a value of a row.
    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// @param tenants their names
    static Rows read(Connection connection, List<String> tenants) throws SQLException {
        var database = new Database(connection, tenants);
        return new Rows(
                database.all(PAIRS, database::pair),
                database.all(STRAYS, database::outcome),
                database.all(LINKS, database::link),
                database.all(ATTEMPTS, database::attempt),
                database.all(PARKED, database::parked),
                database.all(ACTS, database::act),
                database.all(DUPLICATES, database::tally));
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

    private Pair pair(ResultSet row) throws SQLException {
        var body = row.getBytes("body");
        return new Pair(
                name(row),
                id(row, "id"),
                word(row, "flow"),
                Side.named(text(row, "side")),
                mayId(row, "lane"),
                row.getLong("lane_seq"),
                text(row, "source"),
                word(row, "resource"),
                text(row, "record_id"),
                row.getBoolean("tombstone"),
                body == null ? "" : plain(body),
                time(row, "accepted_at"),
                row.getString("kind") == null
                        ? Optional.empty()
                        : Optional.of(
                                new Outcome(
                                        name(row),
                                        id(row, "id"),
                                        word(row, "flow"),
                                        text(row, "kind"),
                                        text(row, "reason"),
                                        mayId(row, "newer"),
                                        time(row, "settled_at"))));
    }

    /// The first byte names the codec that the bytes went through; 1: none.
    private static String plain(byte[] stored) {
        int from = stored.length > 0 && stored[0] == 1 ? 1 : 0;
        return new String(stored, from, stored.length - from, StandardCharsets.UTF_8);
    }

    private Outcome outcome(ResultSet row) throws SQLException {
        return new Outcome(
                name(row),
                id(row, "change"),
                word(row, "flow"),
                text(row, "kind"),
                text(row, "reason"),
                mayId(row, "newer"),
                time(row, "settled_at"));
    }

    private Link link(ResultSet row) throws SQLException {
        return new Link(
                name(row),
                word(row, "flow"),
                id(row, "id"),
                text(row, "life"),
                mayText(row, "acme_id"),
                mayText(row, "app_id"));
    }

    private Attempt attempt(ResultSet row) throws SQLException {
        return new Attempt(
                name(row),
                id(row, "id"),
                id(row, "lane"),
                row.getLong("epoch"),
                Side.named(text(row, "target")),
                text(row, "operation"),
                text(row, "record_id"),
                time(row, "started_at"),
                mayTime(row, "ended_at"));
    }

    private Parked parked(ResultSet row) throws SQLException {
        return new Parked(
                name(row),
                id(row, "id"),
                word(row, "flow"),
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
                time(row, "parked_at"),
                mayTime(row, "closed_at"),
                mayId(row, "part_of"));
    }

    private Act act(ResultSet row) throws SQLException {
        return new Act(name(row), id(row, "parked"), text(row, "verb"), time(row, "done_at"));
    }

    private Tally tally(ResultSet row) throws SQLException {
        return new Tally(name(row), text(row, "direction"), row.getLong("n"));
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

    private static String word(ResultSet row, String column) throws SQLException {
        var word = text(row, column);
        return OLD.getOrDefault(word, word);
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return mayText(row, column).orElse("");
    }

    private static Optional<String> mayText(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private static Optional<Instant> mayTime(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column) == null ? Optional.empty() : Optional.of(time(row, column));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }
}
