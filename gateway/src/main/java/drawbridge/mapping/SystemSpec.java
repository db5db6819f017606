package drawbridge.mapping;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An external API, compiled from its file under `mappings/systems/`. It says how calls are made;
/// it holds no endpoint and no credential, which belong to a tenant's connection.
///
/// @param name the name by which flows and tenants know the system
/// @param basePath prefixed to every path of its resources, without a trailing slash
/// @param limits how long a call may take and how many may run at once
/// @param webhook how its webhooks are verified and read; empty when it sends none
/// @param errors where its error bodies name fields and sentences
/// @param figures absolute numbers that can be put
/// @param people whose records are whose; empty where no user has a grant of their own
/// @param formats in which it is spoken to and answers, where a call does not say otherwise
/// @param stream what it tells by a stream; empty where it has none
public record SystemSpec(
        String name,
        String basePath,
        Auth auth,
        Limits limits,
        Map<String, ResourceSpec> resources,
        Optional<WebhookSpec> webhook,
        ErrorSpec errors,
        Map<String, FigureSpec> figures,
        Optional<People> people,
        Formats formats,
        Optional<StreamSpec> stream) {

    public SystemSpec {
        resources = Map.copyOf(resources);
        figures = Map.copyOf(figures);
    }

    /// A system that speaks JSON, without a stream.
    public SystemSpec(
            String name,
            String basePath,
            Auth auth,
            Limits limits,
            Map<String, ResourceSpec> resources,
            Optional<WebhookSpec> webhook,
            ErrorSpec errors,
            Map<String, FigureSpec> figures,
            Optional<People> people) {
        this(
                name,
                basePath,
                auth,
                limits,
                resources,
                webhook,
                errors,
                figures,
                people,
                Formats.JSON,
                Optional.empty());
    }

    /// A system whose users have no grants of their own.
    public SystemSpec(
            String name,
            String basePath,
            Auth auth,
            Limits limits,
            Map<String, ResourceSpec> resources,
            Optional<WebhookSpec> webhook,
            ErrorSpec errors,
            Map<String, FigureSpec> figures) {
        this(name, basePath, auth, limits, resources, webhook, errors, figures, Optional.empty());
    }

    /// Who may have a grant of their own, and what is theirs.
    ///
    /// @param resource the records of users
    /// @param name where such a record holds the name that a tenant gives a grant, such as an
    ///   e-mail
    /// @param owns where a record of a resource holds the id of its user, by resource
    public record People(String resource, Pointer name, Map<String, Pointer> owns) {

        public People {
            owns = Map.copyOf(owns);
        }
    }

    /// The ways in which a connection may show who it is; at least one.
    ///
    /// @param key how a key is shown; empty where none is taken
    /// @param oauth2 how tokens are got, which are sent as `Authorization: Bearer` if nothing else
    ///   is said; empty where there are none
    public record Auth(Optional<Key> key, Optional<OAuth2> oauth2) {

        public static Auth key(String name, String prefix) {
            return new Auth(Optional.of(new Header(name, prefix)), Optional.empty());
        }

        /// How a key that a tenant has is shown.
        public sealed interface Key {}

        /// @param prefix text before the credential, such as `Bearer ` or nothing
        public record Header(String name, String prefix) implements Key {}

        /// HTTP Basic (RFC 7617): the credential is `name:password`.
        public record Basic() implements Key {}

        /// Each request is signed by a secret, which itself is never sent.
        ///
        /// @param header takes the signature
        /// @param prefix what stands before it
        /// @param over what is signed: a text with [#PLACES] in it
        /// @param secret how the secret is written
        /// @param time when it was signed, where the system wants to know
        /// @param name the header that takes the name of the key; the credential is then
        ///   `name:secret`
        public record Signature(
                String header,
                String prefix,
                String over,
                WebhookSpec.Hash hash,
                WebhookSpec.Encoding as,
                WebhookSpec.SecretAs secret,
                Optional<Time> time,
                Optional<String> name)
                implements Key {

            /// `{path}` is path and query, `{uri}` the whole address, `{name}` the key's name.
            public static final List<String> PLACES =
                    List.of("method", "uri", "path", "body", "time", "name");

            public record Time(String header, TimeFormat format) {}
        }

        /// OAuth 2.0 (RFC 6749): client credentials for a whole connection, refresh tokens for
        /// single users, or the consent of a person (authorisation code).
        ///
        /// @param token the address of the token endpoint: a path below the connection's endpoint,
        ///   or a whole address
        /// @param client where the client's name and secret stand
        /// @param consent where a person lets us in; empty where nobody can
        /// @param prefix what stands before a token in `Authorization`
        /// @param base where an answer of the token endpoint names the address of the API itself
        public record OAuth2(
                String token,
                ClientBy client,
                Optional<String> scope,
                Optional<Consent> consent,
                String prefix,
                Optional<Base> base) {

            public OAuth2(String token, ClientBy client, Optional<String> scope) {
                this(token, client, scope, Optional.empty(), "Bearer ", Optional.empty());
            }
        }

        /// @param address of the page that asks the person: a path or a whole address, as of tokens
        /// @param query further parameters of it
        public record Consent(String address, Map<String, String> query) {

            public Consent {
                query = Map.copyOf(query);
            }
        }

        /// @param hosts the origins that it may name, such as `https://*.my.salesforce.com`
        public record Base(Pointer from, List<String> hosts) {

            public Base {
                hosts = List.copyOf(hosts);
            }
        }

        public enum ClientBy {
            /// In the header `Authorization: Basic`.
            BASIC,
            /// In the form.
            FORM
        }
    }

    /// @param timeout of one call in total
    /// @param maxConcurrent calls of one connection at once
    /// @param maxBodyBytes of an answer
    /// @param rates how many calls of one connection may be made in a time; all of them hold
    /// @param searches the same for lookups, and for lists that are asked for by POST
    /// @param quotas headers by which answers say how many calls are left
    public record Limits(
            Duration timeout,
            int maxConcurrent,
            long maxBodyBytes,
            List<Rate> rates,
            List<Rate> searches,
            List<Quota> quotas) {

        public Limits {
            rates = List.copyOf(rates);
            searches = List.copyOf(searches);
            quotas = List.copyOf(quotas);
        }

        /// Limits without rates.
        public Limits(Duration timeout, int maxConcurrent, long maxBodyBytes) {
            this(timeout, maxConcurrent, maxBodyBytes, List.of(), List.of(), List.of());
        }
    }

    /// At most so many calls in any time of this length.
    ///
    /// @param burst of these, so many at once
    public record Rate(int calls, Duration per, int burst) {}

    /// What a header of every answer says of the calls that are left.
    ///
    /// @param header holds how many are left, or `used/allowed` with a name before it
    ///   (`api-usage=25/15000`)
    /// @param resets the header that says when there are more; empty where nobody says
    /// @param otherwise how long nothing is sent where no header says
    /// @param keep how many are left to others
    public record Quota(
            String header, Optional<String> resets, ResetAs as, Duration otherwise, int keep) {}

    /// How a header says when there are more calls.
    public enum ResetAs {
        /// In so many seconds.
        SECONDS,
        /// In so many milliseconds.
        MILLIS,
        EPOCH_SECONDS,
        EPOCH_MILLIS,
        HTTP_DATE
    }

    /// One resource: where its facts lie in a record, and which operations the API has.
    ///
    /// @param updatedAt where a record says when it changed; empty where it does not
    /// @param read the call for one record, with `{id}`
    /// @param create the call that makes one; empty when records cannot be made
    /// @param update the call that changes one; empty when they cannot be changed
    /// @param createInDoubt what to do about a create that was not answered and left no trace
    /// @param deleted a list of its own of what was deleted
    /// @param pushed whether a system that pushes its changes pushes these
    /// @param lookups named queries that answer like the list does
    /// @param form how a record is packed on its way
    public record ResourceSpec(
            ResourceName name,
            Pointer id,
            Optional<VersionSpec> version,
            Optional<UpdatedAt> updatedAt,
            Optional<Marker> deletedMarker,
            Optional<Pointer> externalReference,
            boolean preconditions,
            Duration consistency,
            Flow.InDoubt createInDoubt,
            boolean pushed,
            Optional<Operation> read,
            Optional<ListSpec> list,
            Optional<DeletedList> deleted,
            Optional<Operation> create,
            Optional<Operation> update,
            Optional<Operation> delete,
            Map<String, Lookup> lookups,
            RecordForm form) {

        public ResourceSpec {
            lookups = Map.copyOf(lookups);
        }
    }

    /// @param skew how far the system's clock may be off
    public record UpdatedAt(Pointer at, Stamp format, Duration skew) {}

    /// @param ordered whether versions are numbers that grow per record
    /// @param precondition the text sent as `If-Match`, with `{version}`; empty when there is none
    public record VersionSpec(Pointer at, boolean ordered, Optional<String> precondition) {}

    public enum TimeFormat implements Stamp {
        ISO_INSTANT,
        EPOCH_MILLIS,
        EPOCH_SECONDS;

        @Override
        public Optional<Instant> read(Value value) {
            try {
                return switch (this) {
                    case ISO_INSTANT ->
                            value instanceof Value.Text(String text)
                                    ? Optional.of(OffsetDateTime.parse(text).toInstant())
                                    : Optional.empty();
                    case EPOCH_MILLIS -> whole(value).map(Instant::ofEpochMilli);
                    case EPOCH_SECONDS -> whole(value).map(Instant::ofEpochSecond);
                };
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }

        @Override
        public boolean isNumber() {
            return this != ISO_INSTANT;
        }

        @Override
        public String write(Instant time) {
            return switch (this) {
                case ISO_INSTANT -> time.toString();
                case EPOCH_MILLIS -> Long.toString(time.toEpochMilli());
                case EPOCH_SECONDS -> Long.toString(time.getEpochSecond());
            };
        }

        private static Optional<Long> whole(Value value) {
            try {
                return value instanceof Value.Num(BigDecimal number)
                        ? Optional.of(number.longValueExact())
                        : Optional.empty();
            } catch (ArithmeticException e) {
                return Optional.empty();
            }
        }
    }

    /// An absolute number that is put: what a count of the other system makes.
    ///
    /// @param put the method and path, with `{owner}`, `{day}` and `{kind}`
    /// @param number where the body holds the number
    public record FigureSpec(ResourceName name, Operation put, Pointer number) {}

    /// The field and sentence of one error.
    public record FieldError(Optional<String> field, String sentence) {}

    /// The same, where tokens are got otherwise.
    public SystemSpec with(Auth.OAuth2 oauth2) {
        return new SystemSpec(
                name,
                basePath,
                new Auth(auth.key(), Optional.of(oauth2)),
                limits,
                resources,
                webhook,
                errors,
                figures,
                people,
                formats,
                stream);
    }

    public Optional<ResourceSpec> resource(String resource) {
        return Optional.ofNullable(resources.get(resource));
    }

    public List<String> resourceNames() {
        return resources.keySet().stream().sorted().toList();
    }
}
