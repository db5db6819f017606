package drawbridge.mapping;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One customer, compiled from its file under `mappings/tenants/` with its overrides applied.
///
/// Secrets are named, never held: a [Secret] says where the value comes from.
///
/// @param name as in the file and in paths (`north`)
/// @param title for people
/// @param zone of the tenant's days
/// @param connections by system
/// @param flows by name, each compiled with this tenant's overrides
/// @param counts by name, likewise
public record TenantSpec(
        String name,
        String title,
        ZoneId zone,
        Map<String, Connection> connections,
        Map<FlowName, Flow> flows,
        Map<FlowName, Count> counts) {

    public TenantSpec {
        connections = Map.copyOf(connections);
        flows = Map.copyOf(flows);
        counts = Map.copyOf(counts);
    }

    /// @param endpoint the address of the system for this tenant, without the system's base path;
    ///   `${NAME}` has been replaced from the environment
    /// @param access what the gateway shows to the system
    /// @param webhook the key that signs the system's webhooks to us, where it sends any
    /// @param push what the system shows to us when it pushes, where it pushes
    /// @param perUser whether each user's records are changed by a grant of that user's own
    /// @param grants those grants, by the user's name in small letters
    /// @param callback the address under which the system reaches our public port, without a path;
    ///   empty: whichever it used
    /// @param sweep how often each resource is read incrementally; empty: never
    /// @param stream where the stream of the system is; empty: nobody reads it
    public record Connection(
            SystemSpec system,
            String endpoint,
            Access access,
            Optional<Secret> webhook,
            Optional<Secret> push,
            Optional<Duration> sweep,
            boolean perUser,
            Map<String, Access> grants,
            Optional<String> callback,
            Optional<StreamAccess> stream) {

        public Connection {
            grants = Map.copyOf(grants);
        }

        /// A connection to a system without a stream.
        public Connection(
                SystemSpec system,
                String endpoint,
                Access access,
                Optional<Secret> webhook,
                Optional<Secret> push,
                Optional<Duration> sweep,
                boolean perUser,
                Map<String, Access> grants,
                Optional<String> callback) {
            this(
                    system,
                    endpoint,
                    access,
                    webhook,
                    push,
                    sweep,
                    perUser,
                    grants,
                    callback,
                    Optional.empty());
        }

        /// A connection that is reached under any address.
        public Connection(
                SystemSpec system,
                String endpoint,
                Access access,
                Optional<Secret> webhook,
                Optional<Secret> push,
                Optional<Duration> sweep,
                boolean perUser,
                Map<String, Access> grants) {
            this(system, endpoint, access, webhook, push, sweep, perUser, grants, Optional.empty());
        }

        /// A connection that all users share.
        public Connection(
                SystemSpec system,
                String endpoint,
                Access access,
                Optional<Secret> webhook,
                Optional<Secret> push,
                Optional<Duration> sweep) {
            this(system, endpoint, access, webhook, push, sweep, false, Map.of());
        }

        /// All that it names.
        public List<Secret> secrets() {
            List<Secret> all = new ArrayList<>();
            all.addAll(access.secrets());
            grants.values().forEach(grant -> all.addAll(grant.secrets()));
            webhook.ifPresent(all::add);
            push.ifPresent(all::add);
            stream.flatMap(StreamAccess::login).ifPresent(all::add);
            return List.copyOf(all);
        }
    }

    /// Where a stream is, and how the gateway shows there who it is.
    ///
    /// @param brokers `host:port`, several with commas between them
    /// @param login name and password, written `name:password`; empty where nobody asks
    /// @param topic in place of the one that the system's file names
    /// @param group likewise
    public record StreamAccess(
            String brokers,
            boolean tls,
            Sasl sasl,
            Optional<Secret> login,
            Optional<String> topic,
            Optional<String> group) {}

    public enum Sasl {
        NONE,
        PLAIN,
        SCRAM_SHA_256,
        SCRAM_SHA_512
    }

    /// What the gateway shows to a system: for a whole connection a key or a client, for a user's
    /// grant a key or a refresh token.
    public sealed interface Access {

        /// A key that holds until it is taken away.
        record Key(Secret key) implements Access {}

        /// Tokens that end after a while, got for a client (RFC 6749, 4.4).
        record Client(Secret id, Secret secret) implements Access {}

        /// The first refresh token of a user's grant; the connection's client shows it.
        record Refresh(Secret token) implements Access {}

        /// What a person grants by a browser (RFC 6749, 4.1), and the gateway keeps.
        ///
        /// @param client of the connection; empty for a user's grant, which the same client shows
        record Consent(Optional<Client> client) implements Access {}

        default List<Secret> secrets() {
            return switch (this) {
                case Key(Secret key) -> List.of(key);
                case Client(Secret id, Secret secret) -> List.of(id, secret);
                case Refresh(Secret token) -> List.of(token);
                case Consent(Optional<Client> client) ->
                        client.map(Client::secrets).orElse(List.of());
            };
        }
    }

    /// Where a secret comes from: an environment variable or a file outside the mappings.
    public sealed interface Secret {

        record Environment(String variable) implements Secret {}

        record File(String path) implements Secret {}
    }
}
