package drawbridge.mapping;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
public record SystemSpec(
        String name,
        String basePath,
        Auth auth,
        Limits limits,
        Map<String, ResourceSpec> resources,
        Optional<WebhookSpec> webhook,
        ErrorSpec errors,
        Map<String, FigureSpec> figures,
        Optional<People> people) {

    public SystemSpec {
        resources = Map.copyOf(resources);
        figures = Map.copyOf(figures);
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
    /// @param key how a key is sent; empty where none is taken
    /// @param oauth2 how tokens are got, which are sent as `Authorization: Bearer`; empty where
    ///   there are none
    public record Auth(Optional<Header> key, Optional<OAuth2> oauth2) {

        public static Auth key(String name, String prefix) {
            return new Auth(Optional.of(new Header(name, prefix)), Optional.empty());
        }

        /// @param prefix text before the credential, such as `Bearer ` or nothing
        public record Header(String name, String prefix) {}

        /// OAuth 2.0 (RFC 6749): client credentials for a whole connection, refresh tokens for
        /// single users.
        ///
        /// @param token the address of the token endpoint: a path below the connection's endpoint,
        ///   or a whole address
        /// @param client where the client's name and secret stand
        public record OAuth2(String token, ClientBy client, Optional<String> scope) {}

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
    public record Limits(Duration timeout, int maxConcurrent, long maxBodyBytes) {}

    /// One resource: where its facts lie in a record, and which operations the API has.
    ///
    /// @param read the path of one record, with `{id}`
    /// @param create the path to create at; empty when records cannot be made
    /// @param update the path and method to change a record; empty when they cannot be changed
    /// @param clockSkew how far the clock behind `updatedAt` may be off
    /// @param createInDoubt what to do about a create that was not answered and left no trace
    /// @param pushed whether a system that pushes its changes pushes these
    /// @param lookups named queries that answer like the list does
    public record ResourceSpec(
            ResourceName name,
            Pointer id,
            Optional<VersionSpec> version,
            Pointer updatedAt,
            TimeFormat updatedAtFormat,
            Duration clockSkew,
            Optional<Pointer> deletedMarker,
            Optional<Pointer> externalReference,
            boolean preconditions,
            Duration consistency,
            Flow.InDoubt createInDoubt,
            boolean pushed,
            Optional<Operation> read,
            Optional<ListSpec> list,
            Optional<Operation> create,
            Optional<Operation> update,
            Optional<Operation> delete,
            Map<String, Lookup> lookups) {

        public ResourceSpec {
            lookups = Map.copyOf(lookups);
        }
    }

    /// @param ordered whether versions are numbers that grow per record
    /// @param precondition the text sent as `If-Match`, with `{version}`; empty when there is none
    public record VersionSpec(Pointer at, boolean ordered, Optional<String> precondition) {}

    public enum TimeFormat {
        ISO_INSTANT,
        EPOCH_MILLIS,
        EPOCH_SECONDS;

        /// The time that a native value says; empty where it says none in this format.
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

        /// A time as the system writes it in a query.
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

    /// @param path below the base path, with `{id}` where the record's id stands (one segment,
    ///   encoded)
    public record Operation(String method, String path) {}

    /// An incremental list: ascending by time of change, in pages by a cursor.
    ///
    /// @param query fixed query parameters
    /// @param since the parameter that takes the time of change, inclusive
    /// @param sinceFormat how that time is written
    /// @param cursor the parameter that takes the next page's cursor
    /// @param items where the rows are in an answer
    /// @param next where the next page's cursor is in an answer; absent, null or empty = last page
    /// @param lookBack how far behind the newest stored time of change a pass begins
    public record ListSpec(
            String path,
            Map<String, String> query,
            String since,
            TimeFormat sinceFormat,
            String cursor,
            Pointer items,
            Pointer next,
            Duration lookBack) {

        public ListSpec {
            query = Map.copyOf(query);
        }
    }

    /// A query by which records are found, such as by external reference or e-mail.
    ///
    /// @param parameters query parameters, with `{name}` of an argument
    public record Lookup(String path, Map<String, String> parameters, Pointer items) {

        public Lookup {
            parameters = Map.copyOf(parameters);
        }
    }

    /// Where an error body names what is wrong.
    ///
    /// @param message a pointer to the sentence, if it has one place
    /// @param shape how fields are named
    /// @param fields where the fields are
    /// @param existing where a refused create (409) names the record that holds its reference
    /// @param code where a short code of the error is
    /// @param limits the codes of a 403 that only asks to wait
    /// @param rights the codes of a 403 that is about one record, and not about the connection
    public record ErrorSpec(
            Optional<Pointer> message,
            Shape shape,
            Optional<Pointer> fields,
            Optional<Pointer> existing,
            Optional<Pointer> code,
            Set<String> limits,
            Set<String> rights) {

        public ErrorSpec {
            limits = Set.copyOf(limits);
            rights = Set.copyOf(rights);
        }

        /// Errors without codes.
        public ErrorSpec(
                Optional<Pointer> message,
                Shape shape,
                Optional<Pointer> fields,
                Optional<Pointer> existing) {
            this(message, shape, fields, existing, Optional.empty(), Set.of(), Set.of());
        }

        public enum Shape {
            /// Nothing names a field.
            NONE,
            /// A list of objects with `name` and `reason`.
            LIST_OF_NAME_AND_REASON,
            /// An object whose members are fields, each with a list of sentences.
            OBJECT_OF_LISTS
        }
    }

    /// The field and sentence of one error.
    public record FieldError(Optional<String> field, String sentence) {}

    public Optional<ResourceSpec> resource(String resource) {
        return Optional.ofNullable(resources.get(resource));
    }

    public List<String> resourceNames() {
        return resources.keySet().stream().sorted().toList();
    }
}
