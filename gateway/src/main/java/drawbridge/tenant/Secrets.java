package drawbridge.tenant;

import java.util.Optional;

/// The secrets of tenants' connections, opened. Answers from memory and never blocks; a secret that
/// was changed is answered in its new form from the next call on.
///
/// Nobody keeps a value longer than the call that needs it, and nobody logs it.
public interface Secrets {

    /// What a secret is for.
    enum Purpose {
        /// The key that the gateway shows to the system.
        CREDENTIAL,
        /// The name of the client that gets tokens.
        CLIENT_ID,
        /// The client's secret.
        CLIENT_SECRET,
        /// The first refresh token of a user's grant.
        REFRESH,
        /// The keys that sign the system's webhooks: one, or several in a row with spaces between
        /// them while keys are being changed.
        WEBHOOK,
        /// What the system shows to the gateway when it pushes; several likewise.
        PUSH,
        /// Name and password for the brokers of the system's stream, written `name:password`.
        STREAM
    }

    /// The value of a secret; empty when the connection has none.
    Optional<String> value(TenantId tenant, String system, Purpose purpose);

    /// The value of a secret of a connection or of a user's grant.
    default Optional<String> value(GrantId grant, Purpose purpose) {
        return grant.person().isEmpty()
                ? value(grant.tenant(), grant.system(), purpose)
                : Optional.empty();
    }
}
