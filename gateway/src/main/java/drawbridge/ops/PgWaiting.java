package drawbridge.ops;

import drawbridge.opsapi.RecordId;
import drawbridge.opsapi.Side;
import drawbridge.opsapi.Waiting;
import drawbridge.opsapi.WaitingStatus;

import io.vertx.sqlclient.Row;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A lane that is not at rest, in the words for people. The status is derived, never stored.
final class PgWaiting {

    private PgWaiting() {}

    static Waiting row(PgParkedRows rows, Row row) {
        boolean toApp = Boolean.TRUE.equals(row.getBoolean("to_app"));
        WaitingStatus status = status(row);
        boolean paused = row.getString("paused_by") != null && status != WaitingStatus.WRITING;
        String why = paused ? pause(row) : row.getString("why");
        Instant due = PgParkedRows.instant(row, toApp ? "to_app_due" : "to_acme_due");
        return new Waiting(
                rows.name(row.getUUID("tenant")),
                row.getString("flow"),
                new RecordId(row.getString("resource"), row.getString("record_id")),
                toApp ? Side.APP : Side.ACME,
                status,
                why.isEmpty() ? sentence(status) : why,
                row.getOffsetDateTime("since").toInstant(),
                paused || status == WaitingStatus.WRITING ? null : due);
    }

    private static String pause(Row row) {
        String reason = row.getString("paused_why");
        return "Paused by "
                + row.getString("paused_by")
                + " at "
                + row.getOffsetDateTime("paused_at")
                        .toInstant()
                        .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                + (reason.isEmpty() ? "." : ": " + reason)
                + (reason.isEmpty() || reason.endsWith(".") ? "" : ".")
                + " It crosses when somebody resumes.";
    }

    private static WaitingStatus status(Row row) {
        boolean working = Boolean.TRUE.equals(row.getBoolean("working"));
        @Nullable String attempted = row.getString("target");
        if (working) {
            return WaitingStatus.WRITING;
        }
        if (attempted != null) {
            return WaitingStatus.IN_DOUBT;
        }
        if (row.getString("paused_by") != null) {
            return WaitingStatus.WAITING;
        }
        if (row.getString("why").startsWith("suspended")) {
            return WaitingStatus.SUSPENDED;
        }
        return Boolean.TRUE.equals(row.getBoolean("parent"))
                ? WaitingStatus.WAITING
                : WaitingStatus.DIRTY;
    }

    private static String sentence(WaitingStatus status) {
        return switch (status) {
            case WRITING -> "It is being worked on.";
            case IN_DOUBT -> "The answer to a call was lost; it is looked up before anything else.";
            case SUSPENDED -> "The connection's credential was refused.";
            case WAITING -> "It waits for a record that it belongs to.";
            case DIRTY -> "It is next in line.";
        };
    }
}
