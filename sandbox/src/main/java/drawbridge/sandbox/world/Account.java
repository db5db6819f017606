package drawbridge.sandbox.world;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

import org.jspecify.annotations.Nullable;

/// One customer of a sandbox: the credential that opens it, and where its changes are sent.
@JsonIgnoreProperties(ignoreUnknown = true)
public record Account(String account, String key, @Nullable Webhook webhook, @Nullable Push push) {

    /// Where signed webhooks go.
    public record Webhook(String url, String secret) {}

    /// Where the app puts its own changes.
    public record Push(String url, String token) {}

    /// The same account with what `change` names in place of what it had.
    Account with(Account change) {
        return new Account(
                account,
                change.key.isEmpty() ? key : change.key,
                change.webhook == null ? webhook : change.webhook,
                change.push == null ? push : change.push);
    }
}
