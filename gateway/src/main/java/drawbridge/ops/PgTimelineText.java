package drawbridge.ops;

import drawbridge.opsapi.EntryKind;
import drawbridge.opsapi.Side;
import drawbridge.opsapi.TimelineEntry;

import io.vertx.sqlclient.Row;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What the rows of a record's history say, in plain words.
final class PgTimelineText {

    private static final String ANSWERED = "answered";

    private final PgParkedRows rows;

    PgTimelineText(PgParkedRows rows) {
        this.rows = rows;
    }

    TimelineEntry change(Row row) {
        String source = row.getString("source");
        String version = row.getString("version");
        Side side = side(row, "side");
        String who = named(side);
        String what =
                switch (source) {
                    case "webhook" -> who + " told by webhook";
                    case "push" -> who + " pushed";
                    case "stream" -> who + " told by its stream";
                    case "poll" -> "A sweep found at " + inside(side);
                    case "operator" -> "A person's edit says";
                    case "import" -> "A file's row says";
                    case "backfill" -> "A backfill asked for what is at " + inside(side);
                    case "audit" -> "An audit found at " + inside(side);
                    default -> who + " told";
                };
        String record = row.getString("resource") + " " + row.getString("record_id");
        return new TimelineEntry(
                at(row, "accepted_at"),
                EntryKind.CHANGE,
                row.getString("flow"),
                side,
                source,
                what
                        + (Boolean.TRUE.equals(row.getBoolean("tombstone"))
                                ? " that " + record + " is gone."
                                : " the state of " + record + "."),
                version == null ? null : "version " + version,
                null,
                row.getUUID("id").toString(),
                false);
    }

    TimelineEntry outcome(Row row) {
        String kind = row.getString("kind");
        UUID newer = row.getUUID("newer");
        Optional<String> losing = rows.stored(row, "losing").map(value -> "it lost: " + value);
        return new TimelineEntry(
                at(row, "settled_at"),
                EntryKind.OUTCOME,
                row.getString("flow"),
                side(row, "side"),
                kind,
                row.getString("sentence"),
                losing.or(() -> Optional.ofNullable(newer).map(id -> "newer: change " + id))
                        .orElse(null),
                null,
                row.getUUID("change").toString(),
                kind.equals("dead") || kind.equals("conflict"));
    }

    TimelineEntry attempt(Row row) {
        Side target = side(row, "target");
        String operation = row.getString("operation");
        String record = row.getString("record_id");
        String how = row.getString("how");
        boolean ended = row.getOffsetDateTime("ended_at") != null;
        boolean plainly = ANSWERED.equals(how);
        boolean answered = plainly || (how != null && how.startsWith(ANSWERED + ": "));
        String more = answered && !plainly ? how.substring(ANSWERED.length() + 2) : null;
        return new TimelineEntry(
                at(row, "started_at"),
                EntryKind.ATTEMPT,
                row.getString("flow"),
                target,
                operation,
                capital(operation)
                        + (record == null ? "" : " of " + record)
                        + " sent to "
                        + inside(target)
                        + (!ended
                                ? "; there is no answer yet."
                                : answered ? "; it was answered." : "."),
                ended
                        ? answered ? more : how
                        : "given up at " + at(row, "deadline") + ", then it is looked up",
                null,
                row.getUUID("id").toString(),
                !answered);
    }

    Optional<TimelineEntry> link(Row row) {
        String life = row.getString("life");
        if (life.equals("unlinked")) {
            return Optional.empty();
        }
        boolean buried = life.equals("tombstone");
        return Optional.of(
                new TimelineEntry(
                        at(row, buried ? "changed_at" : "made_at"),
                        EntryKind.LINK,
                        row.getString("flow"),
                        null,
                        buried ? "buried" : "linked",
                        buried
                                ? "The link was buried: each record goes its own way."
                                : "From here on Acme's "
                                        + row.getString("acme_id")
                                        + " and the app's "
                                        + row.getString("app_id")
                                        + " belong together.",
                        null,
                        null,
                        row.getUUID("id").toString(),
                        false));
    }

    List<TimelineEntry> parked(Row row) {
        List<TimelineEntry> entries = new ArrayList<>();
        String group = row.getString("grp");
        String field = row.getString("field");
        String about = field != null ? field : group;
        if (row.getString("reason").endsWith("-won")) {
            return List.of(kept(row, group));
        }
        entries.add(
                new TimelineEntry(
                        at(row, "parked_at"),
                        EntryKind.PARKED,
                        row.getString("flow"),
                        side(row, "side"),
                        row.getString("kind"),
                        row.getString("sentence"),
                        about == null ? null : "about " + about,
                        null,
                        row.getUUID("id").toString(),
                        true));
        if (row.getOffsetDateTime("closed_at") != null) {
            entries.add(
                    new TimelineEntry(
                            at(row, "closed_at"),
                            EntryKind.CLOSED,
                            row.getString("flow"),
                            side(row, "side"),
                            row.getString("state"),
                            Optional.ofNullable(row.getString("closed_why"))
                                    .filter(why -> !why.isEmpty())
                                    .orElse("It waits for nobody any more."),
                            null,
                            row.getString("closed_by"),
                            row.getUUID("id").toString(),
                            false));
        }
        return entries;
    }

    /// Nobody was asked: it never waited.
    private static TimelineEntry kept(Row row, String group) {
        return new TimelineEntry(
                at(row, "parked_at"),
                EntryKind.CLOSED,
                row.getString("flow"),
                side(row, "side"),
                row.getString("reason"),
                row.getString("sentence"),
                "what lost is kept, and can be put back; about " + group,
                null,
                row.getUUID("id").toString(),
                false);
    }

    TimelineEntry act(Row row, List<Row> parked) {
        UUID item = row.getUUID("parked");
        String reason = row.getString("reason");
        String verb = row.getString("verb");
        String target = row.getString("target");
        Optional<Row> about =
                parked.stream().filter(each -> each.getUUID("id").equals(item)).findFirst();
        return new TimelineEntry(
                at(row, "done_at"),
                EntryKind.ACT,
                about.map(each -> each.getString("flow")).orElse(""),
                null,
                verb,
                row.getString("by_name")
                        + " asked for: "
                        + verb
                        + (target.isEmpty() ? "" : " (" + target + ")")
                        + ", "
                        + row.getString("answer")
                        + ".",
                reason.isEmpty() ? null : "because: " + reason,
                row.getString("by_name"),
                item == null ? null : item.toString(),
                false);
    }

    static String named(@Nullable Side side) {
        return side == Side.ACME ? "Acme" : side == Side.APP ? "The app" : "A system";
    }

    static String inside(@Nullable Side side) {
        return side == Side.ACME ? "Acme" : side == Side.APP ? "the app" : "a system";
    }

    private static @Nullable Side side(Row row, String column) {
        String word = row.getString(column);
        for (Side side : Side.values()) {
            if (side.word().equals(word)) {
                return side;
            }
        }
        return null;
    }

    private static Instant at(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    /// A decision by which something was parked, and what was parked, are one line: the latter.
    static List<TimelineEntry> once(List<TimelineEntry> entries) {
        record Said(Instant at, String sentence) {}
        Set<Said> parked = new HashSet<>();
        for (TimelineEntry entry : entries) {
            if (entry.kind() == EntryKind.PARKED) {
                parked.add(new Said(entry.at(), entry.sentence()));
            }
        }
        return entries.stream()
                .filter(
                        entry ->
                                entry.kind() != EntryKind.OUTCOME
                                        || !parked.contains(new Said(entry.at(), entry.sentence())))
                .toList();
    }
}
