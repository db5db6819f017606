package drawbridge.tenant;

import drawbridge.mapping.Flow;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.TenantSpec.Access;
import drawbridge.mapping.TenantSpec.Connection;
import drawbridge.mapping.TenantSpec.Secret;
import drawbridge.platform.StartFailure;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Writes what the mappings say of each tenant into the store, at start: the tenant, its
/// connections, the versions of its flows, and its secrets, sealed. Answers with the secrets, read
/// back.
public final class PgTenants {

    private static final String TENANT =
            """
            insert into tenant (id, name, title, zone) values ($1, $2, $3, $4)
            on conflict (id) do update set
                name = excluded.name, title = excluded.title, zone = excluded.zone, loaded_at = now()
            """;
    private static final String CONNECTION =
            """
            insert into connection (tenant, system, endpoint) values ($1, $2, $3)
            on conflict (tenant, system) do update set
                endpoint = excluded.endpoint, loaded_at = now()
            """;
    private static final String ELSEWHERE =
            "select system from connection where tenant = $1 and system = $2 and endpoint <> $3";

    /// Whoever is getting the next one gets nothing that serves: its right ends with this.
    private static final String FORGET_TOKENS =
            """
            update token set generation = generation + 1, sealed = null, issued_at = null,
                expires_at = null, holder = null, held_until = null, unanswered_since = null
            where tenant = $1 and system = $2 and person = $3
            """;

    /// The token serves no more; what gets the next one does, because a person granted it. A
    /// refresh that is under way stays in its right: what the server gives to it may be the only
    /// refresh token that still serves.
    private static final String EXPIRE_TOKENS =
            """
            update token set generation = generation + 1, expires_at = issued_at
            where tenant = $1 and system = $2 and person = $3
            """;

    private static final String FORGET_CONNECTIONS =
            "delete from connection where tenant = $1 and system <> all($2)";
    private static final String FORGET_SECRETS =
            "delete from secret where tenant = $1 and system <> all($2)";
    private static final String FLOW =
            """
            insert into mapping_version (tenant, flow, version) values ($1, $2, $3)
            on conflict (tenant, flow, version) do update set activated_at = now()
            """;
    private static final String SECRETS =
            "select system, purpose, sealed from secret where tenant = $1";
    private static final String SEAL =
            """
            insert into secret (tenant, system, purpose, sealed) values ($1, $2, $3, $4)
            on conflict (tenant, system, purpose) do update set
                sealed = excluded.sealed, sealed_at = now()
            """;

    private final PgScope scope;
    private final Vault vault;
    private final SecretSource source;

    public PgTenants(PgScope scope, Vault vault, SecretSource source) {
        this.scope = scope;
        this.vault = vault;
        this.source = source;
    }

    private record Key(GrantId grant, Secrets.Purpose purpose) {

        /// As the store names it: the purpose, and whose it is.
        String text() {
            String word = purpose.name().toLowerCase(Locale.ROOT);
            return grant.person().map(person -> word + " " + person).orElse(word);
        }

        static Key of(TenantId tenant, String system, Secrets.Purpose purpose) {
            return new Key(GrantId.connection(tenant, system), purpose);
        }

        static Key read(TenantId tenant, String system, String text) {
            int end = text.indexOf(' ');
            String word = end < 0 ? text : text.substring(0, end);
            return new Key(
                    new GrantId(
                            tenant,
                            system,
                            end < 0 ? Optional.empty() : Optional.of(text.substring(end + 1))),
                    Secrets.Purpose.valueOf(word.toUpperCase(Locale.ROOT)));
        }
    }

    /// Fails with a [StartFailure] that names every secret that is neither given nor stored, or
    /// that everybody could guess ([Worth]).
    public Future<Secrets> load(Mappings mappings) {
        Map<Key, String> opened = new HashMap<>();
        List<String> missing = new ArrayList<>();
        Future<Void> loaded = Future.succeededFuture();
        for (TenantSpec tenant :
                mappings.tenants().values().stream()
                        .sorted(java.util.Comparator.comparing(TenantSpec::name))
                        .toList()) {
            TenantId id = TenantId.named(tenant.name());
            loaded =
                    loaded.compose(
                            _ ->
                                    scope.stepwise(
                                            List.of(id),
                                            connection ->
                                                    load(connection, id, tenant, opened, missing)));
        }
        return loaded.compose(
                _ ->
                        missing.isEmpty()
                                ? Future.succeededFuture(answering(Map.copyOf(opened)))
                                : Future.failedFuture(
                                        new StartFailure(
                                                String.join(System.lineSeparator(), missing))));
    }

    private static Secrets answering(Map<Key, String> opened) {
        return new Secrets() {
            @Override
            public Optional<String> value(TenantId tenant, String system, Purpose purpose) {
                return value(GrantId.connection(tenant, system), purpose);
            }

            @Override
            public Optional<String> value(GrantId grant, Purpose purpose) {
                return Optional.ofNullable(opened.get(new Key(grant, purpose)));
            }
        };
    }

    private Future<Void> load(
            SqlConnection store,
            TenantId id,
            TenantSpec tenant,
            Map<Key, String> opened,
            List<String> missing) {
        String[] systems = tenant.connections().keySet().toArray(String[]::new);
        Future<?> written =
                run(
                                store,
                                TENANT,
                                Tuple.of(
                                        id.value(),
                                        tenant.name(),
                                        tenant.title(),
                                        tenant.zone().getId()))
                        .compose(
                                _ ->
                                        run(
                                                store,
                                                FORGET_CONNECTIONS,
                                                Tuple.of(id.value()).addArrayOfString(systems)))
                        .compose(
                                _ ->
                                        run(
                                                store,
                                                FORGET_SECRETS,
                                                Tuple.of(id.value()).addArrayOfString(systems)));
        for (Map.Entry<String, Connection> each : tenant.connections().entrySet()) {
            Tuple row = Tuple.of(id.value(), each.getKey(), each.getValue().endpoint());
            written =
                    written.compose(_ -> run(store, ELSEWHERE, row))
                            .compose(
                                    moved ->
                                            moved.size() == 0
                                                    ? Future.succeededFuture()
                                                    : moved(store, id, each.getValue()))
                            .compose(_ -> run(store, CONNECTION, row));
        }
        for (Flow flow : tenant.flows().values()) {
            Tuple row = Tuple.of(id.value(), flow.name().value(), flow.version());
            written = written.compose(_ -> run(store, FLOW, row));
        }
        return written.compose(_ -> run(store, SECRETS, Tuple.of(id.value())))
                .compose(rows -> secrets(store, id, tenant, stored(id, rows), opened, missing));
    }

    private Map<Key, String> stored(TenantId tenant, RowSet<Row> rows) {
        Map<Key, String> stored = new HashMap<>();
        for (Row row : rows) {
            Key key = Key.read(tenant, row.getString("system"), row.getString("purpose"));
            vault.open(key.grant, key.purpose, row.getBuffer("sealed").getBytes())
                    .ifPresent(secret -> stored.put(key, secret));
        }
        return stored;
    }

    private Future<Void> secrets(
            SqlConnection store,
            TenantId id,
            TenantSpec tenant,
            Map<Key, String> stored,
            Map<Key, String> opened,
            List<String> missing) {
        Future<Void> sealed = Future.succeededFuture();
        for (Map.Entry<Key, Secret> named : named(id, tenant).entrySet()) {
            Key key = named.getKey();
            Optional<String> given = source.read(named.getValue());
            Optional<String> known = Optional.ofNullable(stored.get(key));
            Optional<String> value = given.or(() -> known);
            value.flatMap(secret -> objection(tenant, key, secret))
                    .ifPresent(
                            wrong ->
                                    missing.add(
                                            told(tenant, key)
                                                    + " cannot be used: "
                                                    + SecretSource.place(named.getValue())
                                                    + " "
                                                    + wrong
                                                    + "."));
            value.ifPresentOrElse(
                    secret -> opened.put(key, secret),
                    () ->
                            missing.add(
                                    told(tenant, key)
                                            + " is missing: "
                                            + SecretSource.place(named.getValue())
                                            + " does not give it."));
            if (given.isPresent() && !given.equals(known)) {
                sealed = sealed.compose(_ -> seal(store, key, given.get()));
                if (opens(key.purpose)) {
                    sealed = sealed.compose(_ -> renew(store, key.grant, tokens(tenant, key)));
                }
            }
        }
        return sealed;
    }

    private static Optional<String> objection(TenantSpec tenant, Key key, String secret) {
        return Optional.ofNullable(tenant.connections().get(key.grant.system()))
                .filter(_ -> key.purpose == Secrets.Purpose.WEBHOOK)
                .flatMap(connection -> connection.system().webhook())
                .map(webhook -> WebhookWorth.objection(webhook.proof(), secret))
                .orElseGet(() -> Worth.objection(key.purpose, secret));
    }

    private static String told(TenantSpec tenant, Key key) {
        return "The " + key.text() + " secret of " + tenant.name() + " for " + key.grant.system();
    }

    private Future<Void> seal(SqlConnection store, Key key, String secret) {
        return run(
                        store,
                        SEAL,
                        Tuple.of(
                                key.grant.tenant().value(),
                                key.grant.system(),
                                key.text(),
                                Buffer.buffer(vault.seal(key.grant, key.purpose, secret))))
                .mapEmpty();
    }

    private static Map<Key, Secret> named(TenantId id, TenantSpec tenant) {
        Map<Key, Secret> named = new HashMap<>();
        tenant.connections()
                .forEach(
                        (system, connection) -> {
                            named.putAll(
                                    access(GrantId.connection(id, system), connection.access()));
                            connection
                                    .grants()
                                    .forEach(
                                            (person, access) ->
                                                    named.putAll(
                                                            access(
                                                                    new GrantId(
                                                                            id,
                                                                            system,
                                                                            Optional.of(person)),
                                                                    access)));
                            connection
                                    .webhook()
                                    .ifPresent(
                                            secret ->
                                                    named.put(
                                                            Key.of(
                                                                    id,
                                                                    system,
                                                                    Secrets.Purpose.WEBHOOK),
                                                            secret));
                            connection
                                    .push()
                                    .ifPresent(
                                            secret ->
                                                    named.put(
                                                            Key.of(
                                                                    id,
                                                                    system,
                                                                    Secrets.Purpose.PUSH),
                                                            secret));
                            connection.stream()
                                    .flatMap(TenantSpec.StreamAccess::login)
                                    .ifPresent(
                                            secret ->
                                                    named.put(
                                                            Key.of(
                                                                    id,
                                                                    system,
                                                                    Secrets.Purpose.STREAM),
                                                            secret));
                        });
        return named;
    }

    private static Map<Key, Secret> access(GrantId grant, Access access) {
        return switch (access) {
            case Access.Key(Secret key) -> Map.of(new Key(grant, Secrets.Purpose.CREDENTIAL), key);
            case Access.Client(Secret name, Secret secret) ->
                    Map.of(
                            new Key(grant, Secrets.Purpose.CLIENT_ID), name,
                            new Key(grant, Secrets.Purpose.CLIENT_SECRET), secret);
            case Access.Refresh(Secret token) ->
                    Map.of(new Key(grant, Secrets.Purpose.REFRESH), token);
            case Access.Consent(Optional<Access.Client> client) ->
                    client.map(shows -> access(grant, shows)).orElse(Map.of());
        };
    }

    /// Whoever refused what we showed before may take this.
    private static boolean opens(Secrets.Purpose purpose) {
        return switch (purpose) {
            case CREDENTIAL, CLIENT_ID, CLIENT_SECRET, REFRESH -> true;
            case WEBHOOK, PUSH, STREAM -> false;
        };
    }

    /// A client that changes its secret stays the client to which a person granted access.
    private static String tokens(TenantSpec tenant, Key key) {
        boolean granted =
                Optional.ofNullable(tenant.connections().get(key.grant.system()))
                        .filter(there -> there.access() instanceof Access.Consent)
                        .isPresent();
        return granted && key.purpose == Secrets.Purpose.CLIENT_SECRET
                ? EXPIRE_TOKENS
                : FORGET_TOKENS;
    }

    /// What was got with the old secret, or for the old address, serves no more; and a connection
    /// that stood still goes on.
    private static Future<Void> renew(SqlConnection store, GrantId grant, String tokens) {
        return run(
                        store,
                        tokens,
                        Tuple.of(grant.tenant().value(), grant.system(), grant.person().orElse("")))
                .compose(
                        _ ->
                                run(
                                        store,
                                        PgSuspensions.END,
                                        PgSuspensions.row(
                                                grant, "configuration", "a new credential")))
                .mapEmpty();
    }

    /// At another address nothing serves that was got at the old one, for nobody.
    private static Future<Void> moved(SqlConnection store, TenantId tenant, Connection to) {
        String system = to.system().name();
        Future<Void> renewed = renew(store, GrantId.connection(tenant, system), FORGET_TOKENS);
        for (String person : to.grants().keySet()) {
            renewed =
                    renewed.compose(
                            _ ->
                                    renew(
                                            store,
                                            new GrantId(tenant, system, Optional.of(person)),
                                            FORGET_TOKENS));
        }
        return renewed;
    }

    private static Future<RowSet<Row>> run(SqlConnection store, String sql, Tuple row) {
        return store.preparedQuery(sql).execute(row);
    }
}
