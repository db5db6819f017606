package drawbridge.system;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.SystemSpec.Auth.OAuth2;
import drawbridge.mapping.TenantSpec.Access;
import drawbridge.mapping.TenantSpec.Connection;
import drawbridge.tenant.GrantId;
import drawbridge.tenant.PgConsents;
import drawbridge.tenant.PgConsents.Consent;
import drawbridge.tenant.Secrets;
import drawbridge.tenant.Secrets.Purpose;
import drawbridge.tenant.TenantId;
import drawbridge.tenant.Vault;

import io.vertx.core.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Has people let the gateway in: an address that asks them at the system's own page, and what
/// their browser brings back (RFC 6749, 4.1, with the proof of RFC 7636).
///
/// The address holds a `state` that opens with the gateway's own key alone, so that a stranger's is
/// known for one before any row is looked at. It serves once, for ten minutes, at any replica.
public final class Consents {

    /// Where the browser is sent back to, behind a connection's `callback`.
    public static final String PATH = "/v1/oauth2/callback";

    private static final Logger LOG = LoggerFactory.getLogger(Consents.class);
    private static final Duration TIME = Duration.ofMinutes(10);
    private static final String USE = "consent state";
    private static final int LONGEST_CODE = 4096;
    private static final Pattern ERROR = Pattern.compile("[a-z_]{1,60}");

    /// What a state says: the tenant, and the row.
    private record State(TenantId tenant, UUID nonce) {}

    /// @param address to be opened by who is to grant access
    public record Begun(String address, Instant until) {}

    /// What the person with the browser is told.
    ///
    /// @param status of the answer
    public record Told(int status, String title, String sentence) {}

    /// Lets a connection go on.
    public interface Resume {

        Future<?> resume(GrantId grant, String by, String why);
    }

    /// @param mappings asked each time
    public record Parts(
            Supplier<Mappings> mappings,
            Secrets secrets,
            Vault vault,
            PgConsents stored,
            Granting granting,
            Resume resume) {}

    private final Parts parts;
    private final SecureRandom random = new SecureRandom();

    public Consents(Parts parts) {
        this.parts = parts;
    }

    /// @param by the operator
    /// @return empty where people grant nothing by a browser there
    public Future<Optional<Begun>> begin(
            String tenant, String system, Optional<String> person, String by) {
        // Names of users are known in small letters.
        Optional<String> user = person.map(name -> name.toLowerCase(Locale.ROOT));
        GrantId grant = new GrantId(TenantId.named(tenant), system, user);
        Optional<Connection> connection =
                parts.mappings()
                        .get()
                        .tenant(tenant)
                        .map(spec -> spec.connections().get(system))
                        .filter(there -> access(there, user).isPresent());
        Optional<OAuth2> oauth2 = connection.flatMap(there -> there.system().auth().oauth2());
        Optional<String> client =
                parts.secrets()
                        .value(GrantId.connection(grant.tenant(), system), Purpose.CLIENT_ID);
        Optional<String> callback = connection.flatMap(Connection::callback);
        if (oauth2.flatMap(OAuth2::consent).isEmpty() || client.isEmpty() || callback.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        UUID nonce = UUID.randomUUID();
        String verifier = verifier();
        Consent asked = new Consent(grant, verifier, callback.get() + PATH, by);
        return parts.stored()
                .begin(nonce, asked, TIME)
                .map(
                        until ->
                                Optional.of(
                                        new Begun(
                                                address(
                                                        connection.get(),
                                                        oauth2.get(),
                                                        client.get(),
                                                        asked,
                                                        nonce),
                                                until)));
    }

    private static Optional<Access> access(Connection connection, Optional<String> user) {
        return (user.isEmpty()
                        ? Optional.of(connection.access())
                        : Optional.ofNullable(connection.grants().get(user.get())))
                .filter(Access.Consent.class::isInstance);
    }

    private String address(
            Connection connection, OAuth2 oauth2, String client, Consent asked, UUID nonce) {
        OAuth2 how = oauth2;
        Map<String, String> query =
                new LinkedHashMap<>(how.consent().map(page -> page.query()).orElse(Map.of()));
        query.put("response_type", "code");
        query.put("client_id", client);
        query.put("redirect_uri", asked.redirect());
        how.scope().ifPresent(scope -> query.put("scope", scope));
        query.put("state", state(new State(asked.grant().tenant(), nonce)));
        query.put("code_challenge", challenge(asked.verifier()));
        query.put("code_challenge_method", "S256");
        return TokenCall.address(
                        connection.endpoint(),
                        how.consent().map(page -> page.address()).orElseThrow())
                + query.entrySet().stream()
                        .map(
                                one ->
                                        TokenCall.encoded(one.getKey())
                                                + "="
                                                + TokenCall.encoded(one.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    /// What a browser brought back. Never fails.
    ///
    /// @param query `code` and `state`, or `error` and `state`
    public Future<Told> finish(Map<String, String> query) {
        Optional<State> state = Optional.ofNullable(query.get("state")).flatMap(this::state);
        if (state.isEmpty()) {
            return Future.succeededFuture(unknown());
        }
        return parts.stored()
                .take(state.get().tenant(), state.get().nonce())
                .compose(
                        taken ->
                                taken.isEmpty()
                                        ? Future.succeededFuture(unknown())
                                        : exchange(taken.get(), query)
                                                .compose(
                                                        told ->
                                                                parts.stored()
                                                                        .ended(
                                                                                state.get()
                                                                                        .tenant(),
                                                                                state.get().nonce(),
                                                                                told.sentence())
                                                                        .otherwiseEmpty()
                                                                        .map(told)))
                .otherwise(
                        failure -> {
                            LOG.atWarn()
                                    .addKeyValue("tenant", state.get().tenant().toString())
                                    .setCause(failure)
                                    .log("What a browser brought back could not be looked up");
                            return new Told(
                                    503,
                                    "Not now",
                                    "The gateway's database does not answer. Load this page again.");
                        });
    }

    private static Told unknown() {
        return new Told(
                400,
                "This address serves no more",
                "It was used before, is older than ten minutes, or is not ours. Ask for a new one.");
    }

    private Future<Told> exchange(Consent asked, Map<String, String> query) {
        GrantId grant = asked.grant();
        Optional<String> code =
                Optional.ofNullable(query.get("code"))
                        .filter(text -> !text.isBlank() && text.length() <= LONGEST_CODE);
        if (code.isEmpty()) {
            String why =
                    Optional.ofNullable(query.get("error"))
                            .filter(text -> ERROR.matcher(text).matches())
                            .orElse("it says no reason");
            return Future.succeededFuture(
                    new Told(
                            400,
                            "Access was not granted",
                            grant.system() + " sent no code: " + why + ". Nothing was changed."));
        }
        return parts.granting()
                .granted(grant, code.get(), asked.verifier(), asked.redirect())
                .compose(
                        _ ->
                                parts.resume()
                                        .resume(grant, asked.by(), "access was granted")
                                        .otherwiseEmpty()
                                        .map(done(asked)))
                .otherwise(failure -> refused(grant, failure));
    }

    private static Told done(Consent asked) {
        LOG.atInfo()
                .addKeyValue("tenant", asked.grant().tenant().toString())
                .addKeyValue("system", asked.grant().system())
                .addKeyValue("operator", asked.by())
                .log("Access to a system was granted");
        return new Told(
                200,
                "Access was granted",
                "What waited for "
                        + asked.grant().words()
                        + " goes on now. This page may be closed.");
    }

    private static Told refused(GrantId grant, Throwable failure) {
        LOG.atWarn()
                .addKeyValue("tenant", grant.tenant().toString())
                .addKeyValue("system", grant.system())
                .addKeyValue("cause", failure.toString())
                .log("Access was granted, and no token given for it");
        boolean later = failure instanceof CrossingFailure.Transient;
        return new Told(
                later ? 503 : 400,
                "No token was given",
                (failure instanceof CrossingFailure known
                                ? known.facts().sentence()
                                : "the gateway failed")
                        + ". Ask for a new address"
                        + (later ? " in a while." : "."));
    }

    // ---- What is sent along

    private String verifier() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return text(bytes);
    }

    private static String challenge(String verifier) {
        try {
            return text(
                    MessageDigest.getInstance("SHA-256")
                            .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private String state(State state) {
        return text(parts.vault().sealNote(USE, state.tenant() + " " + state.nonce()));
    }

    private Optional<State> state(String shown) {
        try {
            return parts.vault()
                    .openNote(USE, Base64.getUrlDecoder().decode(shown))
                    .map(text -> text.split(" ", 2))
                    .map(
                            words ->
                                    new State(
                                            new TenantId(UUID.fromString(words[0])),
                                            UUID.fromString(words[1])));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
