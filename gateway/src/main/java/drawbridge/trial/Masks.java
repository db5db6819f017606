package drawbridge.trial;

import drawbridge.mapping.TenantSpec.Access;
import drawbridge.mapping.TenantSpec.Connection;
import drawbridge.mapping.TenantSpec.Secret;
import drawbridge.tenant.GrantId;
import drawbridge.tenant.SecretSource;
import drawbridge.tenant.Secrets;
import drawbridge.tenant.TenantId;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The secrets of a connection, for calls, and the same ones taken out of all that is shown: as
/// they are, and as addresses, forms, headers and JSON write them.
public final class Masks implements Secrets {

    static final String MASK = "•••";

    private static final String BASIC = "Basic ";

    /// Shorter than any secret worth the name; to mask every letter hides nothing.
    private static final int SHORTEST = 3;

    private static final Pattern TELLING =
            Pattern.compile(
                    "(?i).*(authorization|cookie|api-?key|-key|token|secret|signature|password).*");

    private static final Pattern TOLD =
            Pattern.compile(
                    "(?i)(\"(?:access_token|refresh_token|id_token|client_secret|password)\"\\s*:\\s*\")"
                            + "((?:[^\"\\\\]++|\\\\.)*+)");

    private static final Pattern FORM =
            Pattern.compile(
                    "(?i)(^|[&?])(access_token|refresh_token|client_secret|password|api_?key)=([^&\\s]*)");

    private final Connection connection;
    private final SecretSource source;

    /// Every value that was given away, and where people find it.
    private final Map<String, String> known = new ConcurrentHashMap<>();

    public Masks(Connection connection, SecretSource source) {
        this.connection = connection;
        this.source = source;
        connection
                .secrets()
                .forEach(
                        secret ->
                                source.read(secret).ifPresent(value -> keep(value, word(secret))));
    }

    @Override
    public Optional<String> value(TenantId tenant, String system, Purpose purpose) {
        return access(connection.access(), purpose);
    }

    /// A user's refresh token is not shown here: each is good for one use, and the gateway's would
    /// be used up.
    @Override
    public Optional<String> value(GrantId grant, Purpose purpose) {
        return grant.person().isEmpty()
                ? access(connection.access(), purpose)
                : Optional.ofNullable(connection.grants().get(grant.person().get()))
                        .flatMap(access -> access(access, purpose));
    }

    private Optional<String> access(Access access, Purpose purpose) {
        return switch (access) {
            case Access.Key(Secret key) ->
                    purpose == Purpose.CREDENTIAL ? source.read(key) : Optional.empty();
            case Access.Client client -> client(client, purpose);
            case Access.Consent(Optional<Access.Client> client) ->
                    client.flatMap(known -> client(known, purpose));
            case Access.Refresh _ -> Optional.empty();
        };
    }

    private Optional<String> client(Access.Client client, Purpose purpose) {
        return switch (purpose) {
            case CLIENT_ID -> source.read(client.id());
            case CLIENT_SECRET -> source.read(client.secret());
            case CREDENTIAL, REFRESH, WEBHOOK, PUSH, STREAM -> Optional.empty();
        };
    }

    /// How a shell finds a secret again.
    private static String word(Secret secret) {
        return switch (secret) {
            case Secret.Environment(String variable) -> "$" + variable;
            case Secret.File(String path) -> "$(cat " + path + ")";
        };
    }

    /// @param shell how a shell finds it again
    void keep(String secret, String shell) {
        if (secret.length() >= SHORTEST) {
            known.putIfAbsent(secret, shell);
        }
    }

    /// `text` without any of them.
    String text(String text) {
        String plain = text;
        for (String secret : longestFirst()) {
            for (String spelling : spellings(secret)) {
                plain = plain.replace(spelling, MASK);
            }
        }
        plain = TOLD.matcher(plain).replaceAll("$1" + MASK);
        return FORM.matcher(plain).replaceAll("$1$2=" + MASK);
    }

    /// The value of a header. Of a credential that nobody named, such as a signature, nothing but
    /// its kind is left.
    String header(String name, String value) {
        String plain = text(value);
        if (!TELLING.matcher(name).matches() || name.equalsIgnoreCase("Idempotency-Key")) {
            return plain;
        }
        int kind = value.indexOf(' ');
        return name.toLowerCase(Locale.ROOT).endsWith("authorization") && kind > 0
                ? value.substring(0, kind + 1) + MASK
                : plain.contains(MASK) ? plain : MASK;
    }

    /// The value of a header as a shell can say it, the secret being looked up where it lies; empty
    /// where it was made of something that no shell has.
    Optional<String> shell(String name, String value) {
        Optional<String> basic = basic(value);
        if (basic.isPresent()) {
            return basic;
        }
        for (String secret : longestFirst()) {
            int at = value.indexOf(secret);
            if (at >= 0) {
                return Optional.of(
                        value.substring(0, at)
                                + known.get(secret)
                                + value.substring(at + secret.length()));
            }
        }
        return header(name, value).contains(MASK) ? Optional.empty() : Optional.of(value);
    }

    /// Name and password of HTTP Basic, where both were given away: a shell can put them together
    /// again.
    private Optional<String> basic(String value) {
        if (!value.startsWith(BASIC)) {
            return Optional.empty();
        }
        String plain;
        try {
            plain =
                    new String(
                            Base64.getDecoder().decode(value.substring(BASIC.length())),
                            StandardCharsets.UTF_8);
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
        int colon = plain.indexOf(':');
        Optional<String> whole = Optional.ofNullable(known.get(plain));
        Optional<String> name =
                Optional.ofNullable(known.get(plain.substring(0, Math.max(0, colon))));
        Optional<String> password = Optional.ofNullable(known.get(plain.substring(colon + 1)));
        return whole.map(word -> "\"" + word + "\"")
                .or(
                        () ->
                                name.flatMap(
                                        one ->
                                                password.map(
                                                        other ->
                                                                "\"%s:%s\"".formatted(one, other))))
                .map(word -> BASIC + "$(printf %s " + word + " | base64 | tr -d '\\n')");
    }

    private List<String> longestFirst() {
        return known.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    private static List<String> spellings(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        List<String> all = new ArrayList<>();
        all.add(secret);
        all.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        all.add(URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"));
        all.add(Base64.getEncoder().encodeToString(bytes));
        all.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        all.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
        all.add(secret.replace("/", "\\/"));
        return all;
    }
}
