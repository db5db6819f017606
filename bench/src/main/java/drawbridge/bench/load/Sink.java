package drawbridge.bench.load;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Both systems. The app takes creates and updates of records and answers each with the whole
/// record and its new ETag; a record is changed only by who names its present version. Acme answers
/// a record as it was sent last, which is asked before its partner is made.
///
/// ```
/// GET  /{space}/{tenant}/v1/visits/{id}
/// POST /{space}/{tenant}/v1/events
/// PUT  /{space}/{tenant}/v1/events/{id}     If-Match: "version"
/// ```
///
/// A space holds the records of one who is measured. Used on one event loop only.
public final class Sink {

    private static final String EVENTS = "/v1/events";
    private static final String VISIT = "/v1/visits/vis_";

    private final HttpServer server;
    private final Map<String, Visits> spaces = new HashMap<>();
    private long unexpected;
    private String firstUnexpected = "";

    private Sink(HttpServer server) {
        this.server = server;
    }

    public static Future<Sink> listen(Vertx vertx) {
        HttpServer server =
                vertx.createHttpServer(
                        new HttpServerOptions().setTcpNoDelay(true).setAcceptBacklog(1024));
        Sink sink = new Sink(server);
        return server.requestHandler(sink::asked).listen(0, "127.0.0.1").map(_ -> sink);
    }

    public void add(String space, Visits visits) {
        spaces.put(space, visits);
    }

    public int port() {
        return server.actualPort();
    }

    /// Requests that nobody who was asked rightly would send.
    public long unexpected() {
        return unexpected;
    }

    /// The first of them; empty when there was none.
    public String firstUnexpected() {
        return firstUnexpected;
    }

    private void asked(HttpServerRequest request) {
        request.body().onSuccess(body -> answer(request, body));
    }

    private void answer(HttpServerRequest request, Buffer body) {
        String path = request.path();
        int slash = path.indexOf('/', 1);
        int events = path.indexOf(EVENTS);
        int visit = path.indexOf(VISIT);
        Visits visits = slash < 0 ? null : spaces.get(path.substring(1, slash));
        if (visits != null && visit > 0 && request.method().equals(HttpMethod.GET)) {
            int record = Integer.parseInt(path.substring(visit + VISIT.length()));
            request.response().end(Bodies.visit(record, visits.sent(record)));
            return;
        }
        if (visits == null || events < 0) {
            surprise(request, "there is no such place");
            return;
        }
        try {
            JsonObject told = body.toJsonObject();
            if (request.method().equals(HttpMethod.POST)) {
                create(request, visits, told);
            } else if (request.method().equals(HttpMethod.PUT)) {
                int record =
                        Integer.parseInt(
                                path.substring(events + EVENTS.length() + "/evt_".length()));
                update(request, visits, record, told);
            } else {
                surprise(request, "the method does nothing here");
            }
        } catch (RuntimeException unreadable) {
            surprise(request, "it cannot be read: " + unreadable);
        }
    }

    private void create(HttpServerRequest request, Visits visits, JsonObject told) {
        String mail = told.getJsonObject("customer").getString("mail");
        int record = Integer.parseInt(mail.substring("contact".length(), mail.indexOf('@')));
        visits.created(record, texts(told), System.nanoTime());
        send(request, 201, visits, record);
    }

    private void update(HttpServerRequest request, Visits visits, int record, JsonObject told) {
        String match = Optional.ofNullable(request.getHeader("If-Match")).orElse("\"0\"");
        int version = Integer.parseInt(match.substring(1, match.length() - 1));
        if (visits.updated(record, version, texts(told), System.nanoTime())) {
            send(request, 200, visits, record);
        } else {
            request.response()
                    .setStatusCode(412)
                    .end("{\"errors\":{\"version\":[\"is another\"]}}");
        }
    }

    private static int[] texts(JsonObject told) {
        JsonObject customer = told.getJsonObject("customer");
        return new int[] {
            number(told.getString("title"), Bodies.TITLE),
            number(told.getString("place"), Bodies.PLACE),
            number(customer == null ? null : customer.getString("name"), Bodies.NAME)
        };
    }

    private static int number(@org.jspecify.annotations.Nullable String text, String before) {
        if (text == null) {
            return -1;
        }
        if (!text.startsWith(before)) {
            throw new IllegalArgumentException("'" + text + "' does not begin with " + before);
        }
        return Integer.parseInt(text.substring(before.length()));
    }

    private static void send(HttpServerRequest request, int status, Visits visits, int record) {
        int version = visits.version(record);
        String text =
                "{\"id\":\"evt_"
                        + record
                        + "\",\"version\":"
                        + version
                        + ",\"title\":\""
                        + Bodies.TITLE
                        + visits.heldText(record, 0)
                        + "\",\"place\":\""
                        + Bodies.PLACE
                        + visits.heldText(record, 1)
                        + "\",\"customer\":{\"name\":\""
                        + Bodies.NAME
                        + visits.heldText(record, 2)
                        + "\",\"mail\":\""
                        + Bodies.email(record)
                        + "\",\"phone\":\"+49 30 901820\"},\"start\":\"2027-03-02T09:00:00Z\","
                        + "\"end\":\"2027-03-02T09:45:00Z\",\"zone\":\"Europe/Berlin\","
                        + "\"state\":\"open\",\"changedAt\":"
                        + System.currentTimeMillis()
                        + "}";
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("ETag", "\"" + version + "\"")
                .end(text);
    }

    private void surprise(HttpServerRequest request, String why) {
        if (unexpected++ == 0) {
            firstUnexpected = request.method() + " " + request.path() + ": " + why;
        }
        request.response().setStatusCode(400).end();
    }
}
