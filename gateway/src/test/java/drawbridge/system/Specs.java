package drawbridge.system;

import drawbridge.mapping.ErrorSpec;
import drawbridge.mapping.Flow;
import drawbridge.mapping.ListSpec;
import drawbridge.mapping.Lookup;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.Marker;
import drawbridge.mapping.Operation;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.RecordForm;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.SystemSpec.Auth;
import drawbridge.mapping.SystemSpec.FigureSpec;
import drawbridge.mapping.SystemSpec.Limits;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.SystemSpec.TimeFormat;
import drawbridge.mapping.SystemSpec.UpdatedAt;
import drawbridge.mapping.SystemSpec.VersionSpec;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.TenantSpec.Access;
import drawbridge.mapping.TenantSpec.Connection;
import drawbridge.mapping.TenantSpec.Secret;
import drawbridge.tenant.GrantId;
import drawbridge.tenant.Secrets;
import drawbridge.tenant.TenantId;
import drawbridge.tenant.Token;
import drawbridge.tenant.Tokens;

import io.vertx.core.Future;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/// A system that no real one is like, with limits short enough for a test.
public final class Specs {

    static final String CREDENTIAL = "credential-of-user-3";
    static final TenantId NORTH = TenantId.named("north");
    static final TenantId SOUTH = TenantId.named("south");
    static final ResourceName THING = new ResourceName("crm", "thing");
    static final Duration TIMEOUT = Duration.ofMillis(700);
    static final int AT_ONCE = 4;
    static final int MAX_BODY = 64 * 1024;

    static final String CLIENT_ID = "drawbridge";
    static final String CLIENT_SECRET = "secret: and more";

    static final Secrets CLIENT =
            (tenant, system, purpose) ->
                    switch (purpose) {
                        case CLIENT_ID -> Optional.of(CLIENT_ID);
                        case CLIENT_SECRET -> Optional.of(CLIENT_SECRET);
                        case CREDENTIAL, REFRESH, WEBHOOK, PUSH, STREAM -> Optional.empty();
                    };

    static final String KEY_OF_1 = "key-of-user-1";
    static final String REFRESH_OF_2 = "refresh-token-of-user-2";

    /// A key and a client for the connection, a key of user 1, a refresh token of user 2.
    static final Secrets GRANTS =
            new Secrets() {
                @Override
                public Optional<String> value(TenantId tenant, String system, Purpose purpose) {
                    return purpose == Purpose.CREDENTIAL
                            ? Optional.of(CREDENTIAL)
                            : CLIENT.value(tenant, system, purpose);
                }

                @Override
                public Optional<String> value(GrantId grant, Purpose purpose) {
                    return switch (grant.person().orElse("")) {
                        case "" -> value(grant.tenant(), grant.system(), purpose);
                        case "user1@example.com" ->
                                Optional.of(KEY_OF_1).filter(_ -> purpose == Purpose.CREDENTIAL);
                        default ->
                                Optional.of(REFRESH_OF_2).filter(_ -> purpose == Purpose.REFRESH);
                    };
                }
            };

    static final Secrets SECRETS =
            (tenant, system, purpose) ->
                    purpose == Secrets.Purpose.CREDENTIAL
                            ? Optional.of(CREDENTIAL)
                            : Optional.empty();

    /// Nobody asks for tokens where a key opens.
    public static final Tokens NO_TOKENS =
            new Tokens() {
                @Override
                public Future<Stored> read(GrantId grant) {
                    return Future.failedFuture("nobody reads tokens here");
                }

                @Override
                public Future<Stored> lease(
                        GrantId grant, long generation, UUID holder, Duration length) {
                    return Future.failedFuture("nobody gets tokens here");
                }

                @Override
                public Future<OptionalLong> store(GrantId grant, UUID holder, Token token) {
                    return Future.failedFuture("nobody stores tokens here");
                }

                @Override
                public Future<Void> release(GrantId grant, UUID holder, boolean answered) {
                    return Future.succeededFuture();
                }
            };

    private Specs() {}

    static Mappings mappings(String north, String south) {
        SystemSpec crm = crm();
        return new Mappings(
                "1",
                Map.of("crm", crm),
                Map.of("north", tenant("north", crm, north), "south", tenant("south", crm, south)));
    }

    /// The same system, where a client gets tokens.
    static Mappings withTokens(String endpoint) {
        SystemSpec crm = crm();
        SystemSpec giving =
                new SystemSpec(
                        crm.name(),
                        crm.basePath(),
                        new Auth(
                                Optional.empty(),
                                Optional.of(
                                        new Auth.OAuth2(
                                                "/oauth/token",
                                                Auth.ClientBy.BASIC,
                                                Optional.empty()))),
                        crm.limits(),
                        crm.resources(),
                        crm.webhook(),
                        crm.errors(),
                        crm.figures());
        Access client =
                new Access.Client(new Secret.Environment("ID"), new Secret.Environment("SECRET"));
        return new Mappings(
                "1",
                Map.of("crm", giving),
                Map.of("north", tenant("north", giving, endpoint, client)));
    }

    /// The same system, where a person grants access, and the token says where the API is.
    ///
    /// @param hosts where it may be
    static Mappings byConsent(String endpoint, String tokens, List<String> hosts) {
        SystemSpec crm = crm();
        SystemSpec giving =
                new SystemSpec(
                        crm.name(),
                        crm.basePath(),
                        new Auth(
                                Optional.empty(),
                                Optional.of(
                                        new Auth.OAuth2(
                                                tokens + "/token",
                                                Auth.ClientBy.FORM,
                                                Optional.of("calls read"),
                                                Optional.of(
                                                        new Auth.Consent(
                                                                tokens + "/authorize",
                                                                Map.of("access_type", "offline"))),
                                                "Crm-token ",
                                                hosts.isEmpty()
                                                        ? Optional.empty()
                                                        : Optional.of(
                                                                new Auth.Base(
                                                                        Pointer.parse(
                                                                                "/instance_url"),
                                                                        hosts))))),
                        new Limits(Duration.ofSeconds(5), 50, MAX_BODY),
                        crm.resources(),
                        crm.webhook(),
                        crm.errors(),
                        crm.figures());
        Access client =
                new Access.Consent(
                        Optional.of(
                                new Access.Client(
                                        new Secret.Environment("ID"),
                                        new Secret.Environment("SECRET"))));
        Connection connection =
                new Connection(
                        giving,
                        endpoint,
                        client,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Map.of(),
                        Optional.of("https://hooks.example.com"));
        return new Mappings(
                "1",
                Map.of("crm", giving),
                Map.of(
                        "north",
                        new TenantSpec(
                                "north",
                                "north",
                                ZoneOffset.UTC,
                                Map.of("crm", connection),
                                Map.of(),
                                Map.of())));
    }

    /// The same system, where users have grants of their own.
    static Mappings perUser(String endpoint) {
        SystemSpec crm = crm();
        ResourceSpec thing = thing();
        ResourceName people = new ResourceName("crm", "person");
        ResourceSpec person =
                new ResourceSpec(
                        people,
                        thing.id(),
                        thing.version(),
                        thing.updatedAt(),
                        thing.deletedMarker(),
                        Optional.empty(),
                        false,
                        Duration.ZERO,
                        Flow.InDoubt.HOLD,
                        true,
                        Optional.of(new Operation("GET", "/people/{id}")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        RecordForm.PLAIN);
        SystemSpec shared =
                new SystemSpec(
                        crm.name(),
                        crm.basePath(),
                        new Auth(
                                crm.auth().key(),
                                Optional.of(
                                        new Auth.OAuth2(
                                                "/oauth/token",
                                                Auth.ClientBy.BASIC,
                                                Optional.empty()))),
                        crm.limits(),
                        Map.of("thing", thing, "person", person),
                        crm.webhook(),
                        crm.errors(),
                        crm.figures(),
                        Optional.of(
                                new SystemSpec.People(
                                        "person",
                                        Pointer.parse("/mail"),
                                        Map.of("thing", Pointer.parse("/owner")))));
        Connection connection =
                new Connection(
                        shared,
                        endpoint,
                        new Access.Key(new Secret.Environment("KEY")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        Map.of(
                                "user1@example.com",
                                new Access.Key(new Secret.Environment("KEY1")),
                                "user2@example.com",
                                new Access.Refresh(new Secret.Environment("REFRESH2"))));
        TenantSpec north =
                new TenantSpec(
                        "north",
                        "north",
                        ZoneOffset.UTC,
                        Map.of("crm", connection),
                        Map.of(),
                        Map.of());
        return new Mappings("1", Map.of("crm", shared), Map.of("north", north));
    }

    private static TenantSpec tenant(String name, SystemSpec system, String endpoint) {
        return tenant(name, system, endpoint, new Access.Key(new Secret.Environment("KEY")));
    }

    private static TenantSpec tenant(
            String name, SystemSpec system, String endpoint, Access access) {
        return new TenantSpec(
                name,
                name,
                ZoneOffset.UTC,
                Map.of(
                        "crm",
                        new Connection(
                                system,
                                endpoint,
                                access,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())),
                Map.of(),
                Map.of());
    }

    static SystemSpec crm() {
        return new SystemSpec(
                "crm",
                "/api/v9",
                Auth.key("X-Key", "Key "),
                new Limits(TIMEOUT, AT_ONCE, MAX_BODY),
                Map.of("thing", thing()),
                Optional.empty(),
                new ErrorSpec(
                        Optional.of(Pointer.parse("/error/message")),
                        ErrorSpec.Shape.LIST_OF_NAME_AND_REASON,
                        Optional.of(Pointer.parse("/error/fields")),
                        Optional.of(Pointer.parse("/error/existing")),
                        Optional.of(Pointer.parse("/error/code")),
                        Set.of("slow_down"),
                        Set.of("not_yours")),
                Map.of(
                        "figure",
                        new FigureSpec(
                                new ResourceName("crm", "figure"),
                                new Operation("PUT", "/people/{owner}/figures/{day}/{kind}"),
                                Pointer.parse("/number"))));
    }

    static ResourceSpec thing() {
        return new ResourceSpec(
                THING,
                Pointer.parse("/id"),
                Optional.of(
                        new VersionSpec(
                                Pointer.parse("/rev"), true, Optional.of("\"r{version}\""))),
                Optional.of(
                        new UpdatedAt(
                                Pointer.parse("/changed"),
                                TimeFormat.ISO_INSTANT,
                                Duration.ofSeconds(2))),
                Optional.of(Marker.flag(Pointer.parse("/deleted"))),
                Optional.of(Pointer.parse("/ref")),
                true,
                Duration.ZERO,
                Flow.InDoubt.HOLD,
                true,
                Optional.of(new Operation("GET", "/things/{id}")),
                Optional.of(
                        new ListSpec(
                                "/things",
                                Map.of("limit", "2"),
                                "since",
                                TimeFormat.ISO_INSTANT,
                                "cursor",
                                Pointer.parse("/data"),
                                Pointer.parse("/next"),
                                Duration.ofSeconds(5))),
                Optional.empty(),
                Optional.of(new Operation("POST", "/things")),
                Optional.of(new Operation("PATCH", "/things/{id}")),
                Optional.of(new Operation("DELETE", "/things/{id}")),
                Map.of(
                        "external-reference",
                        new Lookup(
                                "/things", Map.of("ref", "{reference}"), Pointer.parse("/data"))),
                RecordForm.PLAIN);
    }
}
