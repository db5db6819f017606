package drawbridge.journal;

import drawbridge.crossing.engine.Settling.ClosedParked;
import drawbridge.crossing.engine.Settling.Gather;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.journal.PgSettleRows.Part;
import drawbridge.tenant.PgScope.Statements;

import io.vertx.sqlclient.Tuple;

import java.util.List;

/// What a group of settlements makes one item of many, and what leaves such an item.
final class PgGather {

    private final Statements statements;
    private final List<Part<NewParked>> parked;
    private final List<Part<ClosedParked>> closed;

    PgGather(Statements statements, List<Settlement> all) {
        this.statements = statements;
        this.parked =
                PgSettleRows.many(all, Settlement::park).stream()
                        .filter(row -> row.part().gather().isPresent())
                        .toList();
        this.closed = PgSettleRows.many(all, Settlement::unpark);
    }

    /// Before anything is parked or closed.
    void lock() {
        if (parked.isEmpty() && closed.isEmpty()) {
            return;
        }
        Tuple keys =
                PgColumns.of(parked)
                        .lease(Part::lease)
                        .text(row -> StoredText.sentence(gather(row).key()))
                        .tuple();
        statements.run(
                GatherSql.LOCK,
                PgColumns.of(closed, keys).lease(Part::lease).uuid(row -> row.part().id()).tuple());
    }

    /// After all was parked and closed.
    void gather() {
        if (!parked.isEmpty()) {
            statements.run(
                    GatherSql.NAME,
                    PgColumns.of(parked)
                            .lease(Part::lease)
                            .uuid(row -> row.part().id())
                            .text(row -> StoredText.sentence(gather(row).key()))
                            .tuple());
            statements.run(
                    GatherSql.BEGIN,
                    PgColumns.of(parked)
                            .tenant(row -> row.lease().tenant())
                            .uuid(row -> row.lease().lane().value())
                            .uuid(row -> row.part().id())
                            .number(row -> (long) gather(row).from())
                            .uuid(row -> gather(row).item())
                            .text(row -> StoredText.sentence(gather(row).sentence()))
                            .number(_ -> Gather.TOGETHER.toMillis())
                            .tuple());
            statements.run(
                    GatherSql.JOIN,
                    PgColumns.of(parked)
                            .tenant(row -> row.lease().tenant())
                            .uuid(row -> row.lease().lane().value())
                            .text(row -> StoredText.sentence(gather(row).key()))
                            .tuple());
        }
        if (!closed.isEmpty()) {
            statements.run(
                    GatherSql.LEAVE,
                    PgColumns.of(closed).lease(Part::lease).uuid(row -> row.part().id()).tuple());
        }
    }

    private static Gather gather(Part<NewParked> row) {
        return row.part().gather().orElseThrow();
    }
}
