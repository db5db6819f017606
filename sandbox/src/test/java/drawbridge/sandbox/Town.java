package drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

import drawbridge.sandbox.world.Account;
import drawbridge.sandbox.world.Accounts;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Both sandboxes on free ports, with the accounts `north` and `south`, and a gateway that takes
/// notes.
public final class Town implements AutoCloseable {

    static final String SECRET = "whsec_bm90IGEgcmVhbCBzZWNyZXQgYXQgYWxs";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Host host = new Host();
    private final HttpClient client = HttpClient.newHttpClient();
    final NotingGateway gateway = new NotingGateway();
    public final Accounts acmeAccounts;
    public final String acme;
    public final String app;

    public Town(Path folder) {
        var hook = new Account.Webhook(gateway.url() + "/hooks/north", SECRET);
        var push = new Account.Push(gateway.url() + "/v1/tenants/north", "push-token");
        acmeAccounts =
                new Accounts(
                        "control",
                        List.of(
                                new Account(
                                        "north",
                                        "acme-north",
                                        hook,
                                        null,
                                        new Account.OAuth("client-north", "shh", 30),
                                        List.of()),
                                new Account("south", "acme-south", null, null)));
        var appAccounts =
                new Accounts(
                        "control",
                        List.of(
                                new Account("north", "app-north", null, push),
                                new Account("south", "app-south", null, null)));
        acme = host.acme(acmeAccounts, folder.resolve("acme"), 0, 1);
        app = host.app(appAccounts, folder.resolve("app"), 0, 1);
    }

    /// An answer; `body` is a missing node where there is none.
    public record Told(int status, JsonNode body, HttpResponse<String> raw) {
        public String text(String field) {
            return body.path(field).asText();
        }
    }

    /// A call to Acme with the key of `north`.
    Told acme(String method, String path, String body, String... headers) throws Exception {
        return call(
                method, acme + "/api/v2" + path, body, with(headers, "X-Acme-Key", "acme-north"));
    }

    /// A call to the app with the token of `north`.
    Told app(String method, String path, String body, String... headers) throws Exception {
        var bearer = with(headers, "Authorization", "Bearer app-north");
        return call(method, app + "/v1" + path, body, bearer);
    }

    /// A call in the name of a user of `north`, to either base.
    Told traffic(String method, String url, String body) throws Exception {
        return call(
                method,
                url,
                body,
                "X-Sandbox-Actor",
                "traffic",
                "X-Sandbox-Account",
                "north",
                "Authorization",
                "Bearer control");
    }

    Told control(String method, String url, String body) throws Exception {
        return call(method, url, body, "Authorization", "Bearer control");
    }

    public Told call(String method, String url, String body, String... headers)
            throws IOException, InterruptedException {
        var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        if (!List.of(headers).contains("Content-Type")) {
            headers = with(headers, "Content-Type", "application/json");
        }
        var request =
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(20))
                        .headers(with(headers, "Accept", "application/json"))
                        .method(method, publisher)
                        .build();
        var raw = client.send(request, BodyHandlers.ofString());
        boolean json = raw.headers().firstValue("Content-Type").orElse("").contains("json");
        return new Told(
                raw.statusCode(),
                json ? JSON.readTree(raw.body()) : MissingNode.getInstance(),
                raw);
    }

    String user() throws Exception {
        var body = "{\"email\":\"user3@example.com\",\"full_name\":\"User 3\"}";
        return acme("POST", "/users", body).text("id");
    }

    String appointment(String owner, String subject) throws Exception {
        return acme("POST", "/appointments", appointmentBody(owner, subject)).text("id");
    }

    static String appointmentBody(String owner, String subject) {
        return """
        {"owner_id":"%s","subject":"%s","starts_at":"2026-03-02T10:00:00","duration_minutes":30,
         "time_zone":"Europe/Berlin"}"""
                .formatted(owner, subject);
    }

    String member() throws Exception {
        var body = "{\"mail\":\"user3@example.com\",\"name\":\"User 3\"}";
        return app("POST", "/members", body).text("id");
    }

    static String eventBody(String member, String title) {
        return """
        {"memberId":%s,"title":"%s","start":"2026-03-02T09:00:00Z","end":"2026-03-02T09:30:00Z",
         "zone":"Europe/Berlin"}"""
                .formatted(member, title);
    }

    private static String[] with(String[] headers, String name, String value) {
        var all = new java.util.ArrayList<>(List.of(headers));
        all.add(name);
        all.add(value);
        return all.toArray(String[]::new);
    }

    @Override
    public void close() {
        host.close();
        gateway.close();
        client.close();
    }
}
