package drawbridge.sandbox.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.world.Account;
import drawbridge.sandbox.world.Secrets;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// One customer: its credentials are made anew for every run, and told to the systems by file and
/// to the gateway by environment.
record Tenant(
        String name, String acmeKey, String webhookSecret, String appToken, String pushToken) {

    static Tenant fresh(String name) {
        return new Tenant(
                name, Secrets.token(), Secrets.webhookSecret(), Secrets.token(), Secrets.token());
    }

    /// What the tenant's configuration asks the environment for.
    Map<String, String> environment(String acmeUrl, String appUrl) {
        var prefix = "DRAWBRIDGE_" + name.toUpperCase(Locale.ROOT) + "_";
        var environment = new HashMap<String, String>();
        environment.put(prefix + "ACME_URL", acmeUrl);
        environment.put(prefix + "ACME_KEY", acmeKey);
        environment.put(prefix + "ACME_WEBHOOK", webhookSecret);
        environment.put(prefix + "APP_URL", appUrl);
        environment.put(prefix + "APP_TOKEN", appToken);
        environment.put(prefix + "APP_PUSH", pushToken);
        return environment;
    }

    /// Every secret by what it is for: none of them may be read anywhere.
    Map<String, String> secrets() {
        return Map.of(
                name + "'s key at Acme", acmeKey,
                name + "'s webhook secret", webhookSecret,
                name + "'s token at the app", appToken,
                name + "'s push token", pushToken);
    }

    ObjectNode acmeAccount() {
        return JsonNodeFactory.instance.objectNode().put("account", name).put("key", acmeKey);
    }

    ObjectNode appAccount() {
        return JsonNodeFactory.instance.objectNode().put("account", name).put("key", appToken);
    }

    private String gateway(String url) {
        return url + "/v1/tenants/" + name;
    }

    /// Acme's account as it is once the gateway listens at `url`.
    Account acmeTarget(String url) {
        var webhook = new Account.Webhook(gateway(url) + "/hooks/acme", webhookSecret);
        return new Account(name, acmeKey, webhook, null);
    }

    /// The app's account as it is once the gateway listens at `url`.
    Account appTarget(String url) {
        return new Account(name, appToken, null, new Account.Push(gateway(url), pushToken));
    }
}
