package drawbridge.sandbox.nasty;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.sandbox.acme.Acme;
import drawbridge.sandbox.world.Account;
import drawbridge.sandbox.world.Accounts;
import drawbridge.sandbox.world.SandboxServer;

import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// The API is as unpleasant as its handbook says.
class OldApiIT {

    private static final String PERSON =
            "<person><name>User 1</name><mail>user1@example.com</mail></person>";
    private static final String WINDOW = "/meetings?from=1772000000&to=1773000000&offset=0";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private String url = "";
    private String person = "";

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        var account = new Account("north", "key-of-north", null, null);
        var clock = InstantSource.system();
        var acme =
                new SandboxServer(
                        new Acme(1, clock),
                        new Accounts("control", List.of(account)),
                        folder,
                        "127.0.0.1",
                        0,
                        1,
                        clock);
        var _ = vertx.deployVerticle(acme).await();
        url = acme.url();
        person = bare(call("POST", "/people", PERSON).body());
    }

    @AfterEach
    void stop() {
        var _ = vertx.close().await();
    }

    @Test
    void aCreateAnswersABareIdAndDropsWhatItDoesNotKnow() throws Exception {
        var made = call("POST", "/meetings", meeting("Kick-off", "<colour>red</colour>"));

        assertThat(made.body()).matches("\"\\w+\"");
        assertThat(call("GET", "/meetings/" + bare(made.body()), "").body())
                .contains("<subject>Kick-off</subject>", "<state>1</state>")
                .doesNotContain("colour");
    }

    @Test
    void anEmptyPageIsNotFoundAndALargeOneForbidden() throws Exception {
        assertThat(call("GET", WINDOW + "&maxSize=50", "").statusCode()).isEqualTo(404);
        assertThat(call("GET", WINDOW + "&maxSize=51", "").statusCode()).isEqualTo(403);
    }

    @Test
    void whateverIsWrongIsAnInternalError() throws Exception {
        for (var wrong :
                List.of(
                        "no XML",
                        "<!DOCTYPE meeting><meeting/>",
                        meeting("", ""),
                        meeting("With a *", ""),
                        meeting("Kick-off", "<state>9</state>"))) {
            assertThat(call("POST", "/meetings", wrong).statusCode()).as(wrong).isEqualTo(500);
        }
        assertThat(call("GET", "/meetings?from=yesterday", "").statusCode()).isEqualTo(500);
    }

    /// As `openssl dgst -sha256 -hmac secret` has it.
    @Test
    void aSignatureIsOverIdAndBody() {
        assertThat(Notices.sign("secret", "1:[]"))
                .isEqualTo("6299b019bd0aa18fc0989c162a4bc5af87648ffc8a0a07ec88dae8016a4fd728");
    }

    @Test
    void aChangeKeepsWhatItDoesNotName() throws Exception {
        var id = bare(call("POST", "/meetings", meeting("Kick-off", "")).body());

        var answer = call("POST", "/meetings/" + id, "<meeting><room>Blue</room></meeting>");

        assertThat(answer.body()).isEqualTo("OK");
        assertThat(call("GET", WINDOW + "&maxSize=50", "").body())
                .contains(
                        "<subject>Kick-off</subject>",
                        "<begins>2026-03-02 10:00</begins>",
                        "<ends>2026-03-02 11:00</ends>",
                        "<room>Blue</room>",
                        "<person>" + person + "</person>");
    }

    private static String bare(String quoted) {
        return quoted.substring(1, quoted.length() - 1);
    }

    private String meeting(String subject, String more) {
        return ("<meeting><subject>%s</subject><begins>2026-03-02 10:00</begins>"
                        + "<ends>2026-03-02 11:00</ends><person>%s</person>%s</meeting>")
                .formatted(subject, person, more);
    }

    private HttpResponse<String> call(String method, String path, String body) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(url + "/legacy" + path))
                        .header("X-Key", "key-of-north")
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
