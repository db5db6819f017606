package drawbridge.ops;

import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Guarding;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.opsapi.HistoryLine;
import drawbridge.opsapi.OutcomeLine;
import drawbridge.opsapi.OutcomeWord;
import drawbridge.opsapi.Page;
import drawbridge.opsapi.Parked;
import drawbridge.opsapi.ParkedAction;
import drawbridge.opsapi.ParkedDetail;
import drawbridge.opsapi.ParkedKind;
import drawbridge.opsapi.ParkedState;
import drawbridge.opsapi.RecordId;
import drawbridge.sync.Deleting;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Reads parked items. Pages go by (time of parking, id), the oldest first.
final class PgParkedRows {

    private static final String COLUMNS =
            "tenant, id, flow, side, kind, reason, sentence, grp, field, resource, acme_id, app_id,"
                    + " base_value, acme_value, app_value, tries, parked_at, moved_at, mapping_version,"
                    + " version, state, resolution, closed_by, closed_why, closed_at,"
                    + " case when lane is null then (select count(*) from parked o where"
                    + " o.tenant = parked.tenant and o.part_of = parked.id and (o.state = 'open'"
                    + " or parked.state <> 'open')) else 1 end as records,"
                    + " exists (select from gathering q where q.tenant = parked.tenant and q.item ="
                    + " parked.id) as gathers";
    private static final String PAGE =
            "select "
                    + COLUMNS
                    + " from parked where tenant = any($1) and part_of is null and ($2::text is null or kind = $2) and"
                    + " ($3::text is null or flow = $3) and state = any($4) and ($5::timestamptz is"
                    + " null or (parked_at, id) > ($5, $6)) order by parked_at, id limit $7";
    private static final String ITEM =
            "select "
                    + COLUMNS
                    + ", payload, request, response from parked where tenant = $1 and id = $2";
    private static final String PLACE =
            "select tenant, flow, lane, side, reason, resource, acme_id, app_id, payload,"
                    + " mapping_version, version, state from parked where tenant = $1 and id = $2";
    private static final String SINCE =
            "select "
                    + COLUMNS
                    + " from parked where tenant = any($1) and part_of is null and moved_at > $2 order by moved_at, id"
                    + " limit 200";
    private static final String ACTIONS =
            "select done_at, by_name, verb, reason, answer from operator_action where tenant = $1"
                    + " and parked = $2 order by done_at";

    private final Supplier<Map<TenantId, String>> names;
    private final PgOpsReads.Resources resources;
    private final Function<byte[], byte[]> open;

    PgParkedRows(
            Supplier<Map<TenantId, String>> names,
            PgOpsReads.Resources resources,
            Function<byte[], byte[]> open) {
        this.names = names;
        this.resources = resources;
        this.open = open;
    }

    Map<TenantId, String> names() {
        return names.get();
    }

    Set<TenantId> tenants() {
        return names.get().keySet();
    }

    Set<TenantId> ids(Set<String> tenants) {
        return tenants.stream().map(TenantId::named).collect(Collectors.toUnmodifiableSet());
    }

    String name(UUID tenant) {
        return names.get().getOrDefault(new TenantId(tenant), tenant.toString());
    }

    Future<Page<Parked>> page(SqlConnection connection, OpsReads.ParkedQuery query) {
        Optional<Cursor> cursor = query.cursor().map(Cursor::parse);
        return connection
                .preparedQuery(PAGE)
                .execute(
                        PgOpsReads.ids(ids(query.tenants()))
                                .addValue(query.kind().map(ParkedKind::word).orElse(null))
                                .addValue(query.flow().orElse(null))
                                .addValue(states(query.state()))
                                .addValue(cursor.map(c -> PgOpsReads.at(c.at)).orElse(null))
                                .addValue(cursor.map(c -> c.id).orElse(null))
                                .addInteger(query.limit()))
                .map(
                        found -> {
                            List<Parked> items = PgOpsReads.list(found, this::parked);
                            boolean full = items.size() == query.limit();
                            return new Page<>(
                                    items,
                                    full
                                            ? new Cursor(
                                                            items.getLast().parkedAt(),
                                                            UUID.fromString(items.getLast().id()))
                                                    .toString()
                                            : null);
                        });
    }

    Future<Optional<OpsReads.Place>> place(SqlConnection connection, String tenant, UUID id) {
        return connection
                .preparedQuery(PLACE)
                .execute(Tuple.of(TenantId.named(tenant).value(), id))
                .map(found -> PgOpsReads.list(found, this::place).stream().findFirst());
    }

    private OpsReads.Place place(Row row) {
        Side side = row.getString("side").equals(Side.ACME.word()) ? Side.ACME : Side.APP;
        Optional<RecordId> record = Optional.ofNullable(record(row, side));
        return new OpsReads.Place(
                row.getString("flow"),
                Optional.ofNullable(row.getUUID("lane")),
                side,
                row.getString("reason"),
                Optional.ofNullable(row.getString("resource")),
                record.flatMap(
                        known ->
                                Traces.resource(known.resource())
                                        .map(name -> new RecordRef(name, known.id()))),
                Bytes.copyOf(bytes(row, "payload")),
                row.getString("mapping_version"),
                row.getLong("version"),
                row.getString("state").equals("open"));
    }

    private static String[] states(Optional<ParkedState> asked) {
        return switch (asked.orElse(ParkedState.OPEN)) {
            case OPEN -> new String[] {"open"};
            case DISCARDED -> new String[] {"discarded"};
            case REPLAYED -> new String[] {"replayed"};
            case RESOLVED -> new String[] {"resolved", "superseded", "closed"};
        };
    }

    Future<Optional<ParkedDetail>> detail(SqlConnection connection, String tenant, UUID id) {
        Tuple key = Tuple.of(TenantId.named(tenant).value(), id);
        return connection
                .preparedQuery(ITEM)
                .execute(key)
                .compose(
                        found ->
                                connection
                                        .preparedQuery(ACTIONS)
                                        .execute(key)
                                        .map(
                                                acts ->
                                                        PgOpsReads.list(found, row -> row).stream()
                                                                .findFirst()
                                                                .map(
                                                                        row ->
                                                                                detail(
                                                                                        row,
                                                                                        PgOpsReads
                                                                                                .list(
                                                                                                        acts,
                                                                                                        PgParkedRows
                                                                                                                ::action)))));
    }

    private ParkedDetail detail(Row row, List<HistoryLine> acts) {
        byte[] payload = bytes(row, "payload");
        List<HistoryLine> history = new ArrayList<>();
        history.add(
                new HistoryLine(
                        row.getOffsetDateTime("parked_at").toInstant(),
                        "the gateway",
                        "parked",
                        row.getString("sentence")));
        history.addAll(acts);
        if (row.getOffsetDateTime("closed_at") != null) {
            history.add(
                    new HistoryLine(
                            row.getOffsetDateTime("closed_at").toInstant(),
                            by(row),
                            row.getString("state"),
                            row.getString("closed_why")));
        }
        return new ParkedDetail(
                parked(row),
                utf8(payload),
                payload.length == 0 ? null : Base64.getEncoder().encodeToString(payload),
                text(row, "request"),
                text(row, "response"),
                history);
    }

    Future<List<OpsReads.Moved>> since(SqlConnection connection, Instant after) {
        return connection
                .preparedQuery(SINCE)
                .execute(PgOpsReads.ids(tenants()).addValue(PgOpsReads.at(after)))
                .map(
                        found ->
                                PgOpsReads.list(
                                        found,
                                        row ->
                                                new OpsReads.Moved(
                                                        parked(row),
                                                        row.getOffsetDateTime("moved_at")
                                                                .toInstant())));
    }

    OutcomeLine outcome(Row row) {
        return new OutcomeLine(
                row.getString("flow"),
                word(OutcomeWord.values(), OutcomeWord::word, row, "kind"),
                row.getString("reason"),
                row.getString("sentence"),
                row.getOffsetDateTime("settled_at").toInstant());
    }

    <E> E word(E[] all, Function<E, String> word, Row row, String column) {
        String stored = row.getString(column);
        return Arrays.stream(all)
                .filter(each -> word.apply(each).equals(stored))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(column + " holds " + stored));
    }

    private Parked parked(Row row) {
        ParkedState state = state(row.getString("state"));
        ParkedKind kind = word(ParkedKind.values(), ParkedKind::word, row, "kind");
        return new Parked(
                row.getUUID("id").toString(),
                name(row.getUUID("tenant")),
                row.getString("flow"),
                kind,
                row.getString("reason"),
                row.getString("sentence"),
                row.getString("grp"),
                row.getString("field"),
                record(row, Side.ACME),
                record(row, Side.APP),
                text(row, "base_value"),
                text(row, "acme_value"),
                text(row, "app_value"),
                row.getInteger("tries"),
                row.getOffsetDateTime("parked_at").toInstant(),
                instant(row, "moved_at"),
                row.getString("mapping_version"),
                row.getLong("version"),
                state,
                state == ParkedState.OPEN ? null : by(row),
                actions(state, kind, row),
                row.getLong("records").intValue());
    }

    static ParkedState state(String stored) {
        return switch (stored) {
            case "open" -> ParkedState.OPEN;
            case "discarded" -> ParkedState.DISCARDED;
            case "replayed" -> ParkedState.REPLAYED;
            default -> ParkedState.RESOLVED;
        };
    }

    private static List<ParkedAction> actions(ParkedState state, ParkedKind kind, Row row) {
        String reason = row.getString("reason");
        if (state != ParkedState.OPEN) {
            boolean decided =
                    row.getString("state").equals("resolved")
                            && row.getString("grp") != null
                            && Set.of("keep-acme", "keep-app")
                                    .contains(
                                            Optional.ofNullable(row.getString("resolution"))
                                                    .orElse(""));
            return decided ? List.of(ParkedAction.RESTORE) : List.of();
        }
        if (reason.equals(Guarding.MASS_DELETE)) {
            return List.of(ParkedAction.APPROVE, ParkedAction.REJECT);
        }
        if (reason.equals(Deleting.NEVER_FOUND)) {
            return List.of(ParkedAction.KEEP_ACME, ParkedAction.KEEP_APP, ParkedAction.REPLAY);
        }
        if (row.getBoolean("gathers")) {
            return kind == ParkedKind.DEAD
                    ? List.of(ParkedAction.REPLAY, ParkedAction.DISCARD)
                    : List.of(ParkedAction.KEEP_ACME, ParkedAction.KEEP_APP);
        }
        return switch (kind) {
            case CONFLICT ->
                    OpsReads.SIDES_DIFFER.contains(reason)
                            ? List.of(ParkedAction.KEEP_ACME, ParkedAction.KEEP_APP)
                            : List.of(ParkedAction.REPLAY, ParkedAction.DISCARD);
            case DEAD -> List.of(ParkedAction.REPLAY, ParkedAction.EDIT, ParkedAction.DISCARD);
        };
    }

    private static String by(Row row) {
        String by = row.getString("closed_by");
        return by == null ? "the gateway" : by;
    }

    private @Nullable RecordId record(Row row, Side side) {
        String id = row.getString(side.word() + "_id");
        return id == null
                ? null
                : new RecordId(
                        resources
                                .of(
                                        new TenantId(row.getUUID("tenant")),
                                        row.getString("flow"),
                                        side)
                                .orElse(side.word()),
                        id);
    }

    /// What a column of bytes holds as text.
    Optional<String> stored(Row row, String column) {
        return Optional.ofNullable(text(row, column));
    }

    private @Nullable String text(Row row, String column) {
        byte[] bytes = bytes(row, column);
        return bytes.length == 0 ? null : utf8(bytes);
    }

    private byte[] bytes(Row row, String column) {
        Buffer stored = row.getBuffer(column);
        return stored == null ? new byte[0] : open.apply(stored.getBytes());
    }

    private static @Nullable String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notText) {
            return null;
        }
    }

    static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime stored = row.getOffsetDateTime(column);
        return stored == null ? null : stored.toInstant();
    }

    private static HistoryLine action(Row row) {
        String reason = row.getString("reason");
        return new HistoryLine(
                row.getOffsetDateTime("done_at").toInstant(),
                row.getString("by_name"),
                row.getString("verb") + ": " + row.getString("answer"),
                reason.isEmpty() ? null : reason);
    }

    private record Cursor(Instant at, UUID id) {

        static Cursor parse(String text) {
            try {
                int slash = text.indexOf('/');
                return new Cursor(
                        Instant.parse(text.substring(0, slash)),
                        UUID.fromString(text.substring(slash + 1)));
            } catch (RuntimeException unreadable) {
                throw Refusal.badInput("cursor", "The cursor is not one that a page gave.");
            }
        }

        @Override
        public String toString() {
            return at + "/" + id;
        }
    }
}
