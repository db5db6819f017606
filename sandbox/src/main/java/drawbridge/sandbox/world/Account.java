package drawbridge.sandbox.world;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One customer of a sandbox: the credentials that open it, and where its changes are sent.
///
/// @param key opens everything of the account; empty if there is none
/// @param oauth where tokens open it, how they are got
/// @param grants credentials of single people, which open only what is theirs
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Account(
        String account,
        @JsonSetter(nulls = Nulls.AS_EMPTY) String key,
        @Nullable Webhook webhook,
        @Nullable Push push,
        @Nullable OAuth oauth,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<Grant> grants) {

    public Account {
        grants = List.copyOf(grants);
    }

    public Account(String account, String key, @Nullable Webhook webhook, @Nullable Push push) {
        this(account, key, webhook, push, null, List.of());
    }

    /// Where signed webhooks go.
    ///
    /// @param manner of another way in than the main one, if they are to be in its words
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Webhook(String url, String secret, @Nullable String manner) {

        public Webhook(String url, String secret) {
            this(url, secret, null);
        }
    }

    /// Where the app puts its own changes.
    public record Push(String url, String token) {}

    /// A client that gets tokens which open everything of the account.
    public record OAuth(String clientId, String clientSecret, int tokenSeconds) {
        public OAuth {
            if (tokenSeconds < 1) {
                throw new IllegalArgumentException("tokenSeconds must be at least 1");
            }
        }
    }

    /// One person's own credential: a key, or the first refresh token of a family.
    ///
    /// @param user the person's e-mail
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Grant(String user, @Nullable String key, @Nullable String refreshToken) {
        public Grant {
            if ((key == null) == (refreshToken == null)) {
                throw new IllegalArgumentException("a grant has a key or a refreshToken");
            }
        }
    }

    /// Whether anyone can get in.
    boolean hasCredential() {
        return !key.isEmpty() || oauth != null || !grants.isEmpty();
    }

    /// The same account with what `change` names in place of what it had.
    Account with(Account change) {
        return new Account(
                account,
                change.key.isEmpty() ? key : change.key,
                change.webhook == null ? webhook : change.webhook,
                change.push == null ? push : change.push,
                change.oauth == null ? oauth : change.oauth,
                change.grants.isEmpty() ? grants : change.grants);
    }
}
