package drawbridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Remote.Call;
import drawbridge.crossing.engine.Remote.Read;
import drawbridge.journal.TestDatabase;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.TenantSpec.Access;
import drawbridge.mapping.TenantSpec.Connection;
import drawbridge.mapping.TenantSpec.Secret;
import drawbridge.tenant.GrantId;
import drawbridge.tenant.Standing;
import drawbridge.tenant.Suspension;
import drawbridge.tenant.Vault;
import drawbridge.trial.NodeServer;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// Two gateways on one PostgreSQL at authorization servers that are not ours, with tokens of twenty
/// seconds: oauth2-mock-server, and oidc-provider, which is certified and strict. Fifty calls at
/// each of the gateways come at once whenever a token is over.
@Tag("vendors")
class TokenServersOfOthersIT {

    private static final RecordRef T1 = new RecordRef(Specs.THING, "t1");
    private static final String BACK = "https://hooks.example.com/v1/oauth2/callback";
    private static final Pattern ADDRESS = Pattern.compile("listening at (\\S+)");
    private static final Duration LIFE = Duration.ofSeconds(20);
    private static final int LIVES = 4;
    private static final int AT_ONCE = 50;

    private final HeldClock clock = new HeldClock();
    private final String masterKey = Vault.newKey();
    private final Map<GrantId, Suspension> suspended = new ConcurrentHashMap<>();
    private final List<Replica> gateways = new ArrayList<>();
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private Optional<NodeServer> server = Optional.empty();
    private String address = "";
    private volatile Mappings mappings = new Mappings("0", Map.of(), Map.of());

    private final Standing standing =
            new Standing() {
                @Override
                public Optional<Suspension> of(GrantId grant) {
                    return Optional.ofNullable(suspended.get(grant));
                }

                @Override
                public void suspend(GrantId grant, String reason, String mend) {
                    suspended.put(grant, new Suspension(grant, HeldClock.BEGIN, reason, mend));
                }
            };

    @BeforeEach
    void opens() throws Exception {
        TestDatabase.empty();
        for (int replica = 0; replica < 2; replica++) {
            gateways.add(
                    Replica.open(() -> mappings, masterKey, standing, clock, suspended::remove));
        }
    }

    @AfterEach
    void closes() {
        gateways.forEach(Replica::close);
        server.ifPresent(NodeServer::close);
        browser.close();
    }

    private void start(String script) throws Exception {
        NodeServer started =
                NodeServer.start(ADDRESS, script, Specs.CLIENT_ID, Specs.CLIENT_SECRET, BACK);
        server = Optional.of(started);
        address = started.ready().group(1);
    }

    /// The client's own tokens, in place of those for which a person grants access.
    private static Mappings byClient(Mappings byConsent) {
        TenantSpec north = Objects.requireNonNull(byConsent.tenants().get("north"));
        Connection crm = Objects.requireNonNull(north.connections().get("crm"));
        Connection client =
                new Connection(
                        crm.system(),
                        crm.endpoint(),
                        new Access.Client(
                                new Secret.Environment("ID"), new Secret.Environment("SECRET")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        return new Mappings(
                "1",
                byConsent.systems(),
                Map.of(
                        "north",
                        new TenantSpec(
                                "north",
                                "north",
                                ZoneOffset.UTC,
                                Map.of("crm", client),
                                Map.of(),
                                Map.of())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"oauth2-mock-server.mjs", "oidc-provider.mjs"})
    void aPersonGrantsAccessAndEachTokenIsRefreshedOnceHoweverManyAsk(String script)
            throws Exception {
        start(script);
        mappings = Specs.byConsent(address, address, List.of());
        Consents consents = gateways.getFirst().consents();
        String page =
                Outcomes.of(consents.begin("north", "crm", Optional.empty(), "user2"))
                        .orElseThrow()
                        .address();

        // The browser comes back to the other replica.
        Consents.Told told =
                Outcomes.of(gateways.getLast().consents().finish(saysYes(URI.create(page))));

        assertThat(told.status()).as(told.sentence()).isEqualTo(200);
        refreshedOnce();
    }

    @ParameterizedTest
    @ValueSource(strings = {"oauth2-mock-server.mjs", "oidc-provider.mjs"})
    void aClientGetsEachTokenOnceHoweverManyAsk(String script) throws Exception {
        start(script);
        mappings = byClient(Specs.byConsent(address, address, List.of()));
        assertThat(Outcomes.of(read(0))).isInstanceOf(Read.Present.class);

        refreshedOnce();
    }

    @ParameterizedTest
    @ValueSource(strings = {"oidc-provider.mjs"})
    void aCodeOfAnotherPageIsRefusedByItsVerifier(String script) throws Exception {
        start(script);
        mappings = Specs.byConsent(address, address, List.of());
        Consents consents = gateways.getFirst().consents();
        Map<String, String> theirs = saysYes(page(consents));
        Map<String, String> ours = new java.util.HashMap<>(saysYes(page(consents)));
        ours.put("code", theirs.getOrDefault("code", ""));

        Consents.Told told = Outcomes.of(consents.finish(ours));

        assertThat(told.status()).isEqualTo(400);
        assertThat(told.sentence()).contains("invalid_grant");
    }

    private static URI page(Consents consents) {
        return URI.create(
                Outcomes.of(consents.begin("north", "crm", Optional.empty(), "user2"))
                        .orElseThrow()
                        .address());
    }

    /// With one token that was got before: its life ends, again and again, while all want to call.
    private void refreshedOnce() throws Exception {
        for (int life = 1; life <= LIVES; life++) {
            passes();
            List<Future<Read>> all = new ArrayList<>();
            for (int call = 0; call < AT_ONCE; call++) {
                all.add(read(0));
                all.add(read(1));
            }
            Outcomes.of(Future.all(all));
            assertThat(all).allMatch(one -> one.result() instanceof Read.Present);

            JsonObject seen = get("/seen");
            assertThat(seen.getJsonArray("asked").stream().toList())
                    .hasSize(1 + life)
                    .allMatch(status -> status.equals(200));
            assertThat(seen.getInteger("most")).isEqualTo(1);
        }
        assertThat(suspended).isEmpty();
    }

    /// For the gateways as for the server, which knows then that its tokens are over.
    private void passes() throws Exception {
        clock.set(clock.now().plus(LIFE));
        clock.pass(LIFE);
        var _ = get("/pass?seconds=" + LIFE.toSeconds());
    }

    private JsonObject get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                browser.send(
                        HttpRequest.newBuilder(URI.create(address + path)).build(),
                        BodyHandlers.ofString());
        return new JsonObject(answer.body());
    }

    private Future<Read> read(int gateway) {
        return gateways.get(gateway)
                .remote()
                .read(new Call(Specs.NORTH, Optional.empty(), clock.now().plusSeconds(20)), T1);
    }

    // ---- A person at a browser

    /// Follows, signs in and agrees, until the server sends the browser back to us.
    ///
    /// @return the parameters with which it is sent
    private Map<String, String> saysYes(URI page) throws IOException, InterruptedException {
        HttpRequest next = HttpRequest.newBuilder(page).build();
        for (int step = 0; step < 20; step++) {
            HttpResponse<String> answer = browser.send(next, BodyHandlers.ofString());
            Optional<URI> to = answer.headers().firstValue("Location").map(next.uri()::resolve);
            if (to.isPresent() && to.get().toString().startsWith(BACK)) {
                return TokenServer.form(to.get().getRawQuery());
            }
            next =
                    to.isPresent()
                            ? HttpRequest.newBuilder(to.get()).build()
                            : filledIn(next.uri(), answer.body());
        }
        throw new AssertionError("the browser is sent to and fro");
    }

    private static HttpRequest filledIn(URI at, String html) {
        Element form = Jsoup.parse(html, at.toString()).selectFirst("form");
        if (form == null) {
            throw new AssertionError("no form, but: " + html);
        }
        List<String> fields = new ArrayList<>();
        for (Element field : form.select("input[name]")) {
            fields.add(
                    TokenCall.encoded(field.attr("name"))
                            + "="
                            + TokenCall.encoded(
                                    field.hasAttr("value") ? field.attr("value") : "user3"));
        }
        return HttpRequest.newBuilder(URI.create(form.absUrl("action")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(String.join("&", fields)))
                .build();
    }
}
