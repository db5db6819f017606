package drawbridge.ops;

import drawbridge.opsapi.LinkStatus;

import io.vertx.sqlclient.Row;

import java.util.List;
import java.util.Optional;

/// The status of a record in a flow, derived from its rows: the worst that is true.
record PgStanding(LinkStatus status, String why) {

    /// @param lanes all lanes on which the record left traces in this flow
    /// @param open what waits for a person
    static PgStanding of(
            List<Row> lanes, Optional<Row> link, Optional<Row> counted, List<Row> open) {
        Optional<Row> dead = open.stream().filter(row -> isOf(row, "dead")).findFirst();
        if (dead.isPresent()) {
            return new PgStanding(LinkStatus.DEAD, sentence(dead.get()));
        }
        if (!open.isEmpty()) {
            return new PgStanding(LinkStatus.HELD, sentence(open.getFirst()));
        }
        for (Row lane : lanes) {
            if (lane.getUUID("session") != null) {
                return new PgStanding(LinkStatus.WRITING, "It is being worked on.");
            }
            if (lane.getLong("open_attempts") > 0) {
                return new PgStanding(
                        LinkStatus.IN_DOUBT,
                        "The answer to a call was lost; it is looked up before anything else.");
            }
        }
        Optional<Row> busy =
                lanes.stream().filter(row -> row.getOffsetDateTime("since") != null).findFirst();
        return busy.map(PgStanding::busy).orElseGet(() -> atRest(link, counted));
    }

    private static PgStanding busy(Row lane) {
        String pausedBy = lane.getString("paused_by");
        if (pausedBy != null) {
            return new PgStanding(
                    LinkStatus.WAITING,
                    "Paused by " + pausedBy + ". It crosses when somebody resumes.");
        }
        String why =
                Optional.ofNullable(lane.getString("to_app_why"))
                        .or(() -> Optional.ofNullable(lane.getString("to_acme_why")))
                        .orElse("");
        if (why.startsWith("suspended")) {
            return new PgStanding(LinkStatus.SUSPENDED, why);
        }
        if (Boolean.TRUE.equals(lane.getBoolean("parent")) || !why.isEmpty()) {
            return new PgStanding(
                    LinkStatus.WAITING,
                    why.isEmpty() ? "It waits for a record that it belongs to." : why);
        }
        return new PgStanding(LinkStatus.DIRTY, "It is next in line.");
    }

    private static PgStanding atRest(Optional<Row> link, Optional<Row> counted) {
        if (counted.isPresent()) {
            return new PgStanding(
                    LinkStatus.IN_SYNC,
                    "It is counted in "
                            + counted.get().getString("resource")
                            + " "
                            + counted.get().getString("record_id")
                            + ".");
        }
        String life = link.map(row -> row.getString("life")).orElse("unlinked");
        return switch (life) {
            case "linked" ->
                    new PgStanding(LinkStatus.IN_SYNC, "Both sides agree, as last settled.");
            case "tombstone" ->
                    new PgStanding(
                            LinkStatus.TOMBSTONE, "One side was deleted and that was carried out.");
            default -> new PgStanding(LinkStatus.UNLINKED, "It has no partner, and nothing waits.");
        };
    }

    private static boolean isOf(Row row, String kind) {
        return row.getString("kind").equals(kind);
    }

    /// With the member that it is about: of a system's "is required" nobody knows what is.
    static String sentence(Row parked) {
        String sentence = parked.getString("sentence");
        String field = parked.getString("field");
        return field == null || sentence.contains(field) ? sentence : field + ": " + sentence;
    }
}
