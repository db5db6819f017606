package drawbridge.journal;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

import java.util.UUID;

/// So many lanes, in the order of their ids, that one transaction changed.
///
/// @param last the last of them: the next batch begins after it
record PgLanes(int lanes, UUID last) {

    /// Before every lane.
    static final UUID FIRST = new UUID(0, 0);

    /// Of a statement that answers one row with `lanes` and `last`.
    static PgLanes of(RowSet<Row> rows) {
        Row row = rows.iterator().next();
        int lanes = row.getInteger("lanes");
        return new PgLanes(lanes, lanes == 0 ? FIRST : row.getUUID("last"));
    }
}
