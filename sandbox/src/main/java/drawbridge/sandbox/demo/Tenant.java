package drawbridge.sandbox.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.nasty.OldApi;
import drawbridge.sandbox.world.Account;
import drawbridge.sandbox.world.Secrets;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One customer: its credentials are made anew for every run, and told to the systems by file and
/// to the gateway by environment.
///
/// @param acmeKey empty where Acme opens by tokens
/// @param acmeClient gets those tokens
/// @param old whether the gateway reaches Acme by its old API alone
record Tenant(
        String name,
        String acmeKey,
        Account.@Nullable OAuth acmeClient,
        String webhookSecret,
        String appToken,
        String pushToken,
        boolean old) {

    private static final int TOKEN_SECONDS = 30;

    /// Its Acme opens by a key.
    static Tenant fresh(String name) {
        return of(name, Secrets.token(), null, false);
    }

    /// Its Acme opens by a key, and is spoken to in the words of the old API.
    static Tenant ofOldApi(String name) {
        return of(name, Secrets.token(), null, true);
    }

    /// Its Acme opens by tokens that end after half a minute.
    static Tenant withTokens(String name) {
        var client = new Account.OAuth("drawbridge", Secrets.token(), TOKEN_SECONDS);
        return of(name, "", client, false);
    }

    private static Tenant of(String name, String key, Account.@Nullable OAuth client, boolean old) {
        return new Tenant(
                name, key, client, Secrets.webhookSecret(), Secrets.token(), Secrets.token(), old);
    }

    /// What the tenant's configuration asks the environment for.
    Map<String, String> environment(String acmeUrl, String appUrl) {
        var prefix = "DRAWBRIDGE_" + name.toUpperCase(Locale.ROOT) + "_";
        var environment = new HashMap<String, String>();
        var acme = prefix + (old ? "NASTY_" : "ACME_");
        environment.put(acme + "URL", acmeUrl);
        if (acmeClient == null) {
            environment.put(acme + "KEY", acmeKey);
        } else {
            environment.put(prefix + "ACME_CLIENT", acmeClient.clientId());
            environment.put(prefix + "ACME_SECRET", acmeClient.clientSecret());
        }
        environment.put(acme + "WEBHOOK", webhookSecret);
        environment.put(prefix + "APP_URL", appUrl);
        environment.put(prefix + "APP_TOKEN", appToken);
        environment.put(prefix + "APP_PUSH", pushToken);
        return environment;
    }

    /// Every secret by what it is for: none of them may be read anywhere.
    Map<String, String> secrets() {
        return Map.of(
                acmeClient == null ? name + "'s key at Acme" : name + "'s secret at Acme",
                acmeClient == null ? acmeKey : acmeClient.clientSecret(),
                name + "'s webhook secret",
                webhookSecret,
                name + "'s token at the app",
                appToken,
                name + "'s push token",
                pushToken);
    }

    ObjectNode acmeAccount() {
        return Http.JSON.valueToTree(account(null));
    }

    ObjectNode appAccount() {
        return JsonNodeFactory.instance.objectNode().put("account", name).put("key", appToken);
    }

    private String gateway(String url) {
        return url + "/v1/tenants/" + name;
    }

    /// Acme's account as it is once the gateway listens at `url`.
    Account acmeTarget(String url) {
        var webhook =
                old
                        ? new Account.Webhook(
                                gateway(url) + "/hooks/nasty", webhookSecret, OldApi.MANNER)
                        : new Account.Webhook(gateway(url) + "/hooks/acme", webhookSecret);
        return account(webhook);
    }

    private Account account(Account.@Nullable Webhook webhook) {
        return new Account(name, acmeKey, webhook, null, acmeClient, List.of());
    }

    /// The app's account as it is once the gateway listens at `url`.
    Account appTarget(String url) {
        return new Account(name, appToken, null, new Account.Push(gateway(url), pushToken));
    }
}
