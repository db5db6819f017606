package drawbridge.sandbox.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.traffic.InputFile.Row;
import drawbridge.sandbox.traffic.Inputs.Ids;
import drawbridge.sandbox.traffic.Loaded.Count;
import drawbridge.sandbox.traffic.Loaded.Rejected;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// Loads real input into one customer's Acme: first the people, users of the app among them, then
/// appointments and e-mails by batches, each of which Acme tells by a webhook of its own.
///
/// The records can be told from all others: appointments by their subject, `Appointment` and the
/// id, e-mails by their external id, the number of their line.
public final class Loader {

    private static final int AT_ONCE = 3;

    private final Vertx vertx;
    private final LoadPlan plan;
    private final InstantSource clock;
    private final Side acme;
    private final Side app;
    private final AtomicInteger posted = new AtomicInteger();
    private final List<Rejected> rejected = new ArrayList<>();

    public Loader(Vertx vertx, LoadPlan plan, InstantSource clock) {
        this.vertx = vertx;
        this.plan = plan;
        this.clock = clock;
        var client =
                WebClient.create(
                        vertx,
                        new WebClientOptions().setConnectTimeout(2_000).setFollowRedirects(false),
                        new PoolOptions().setHttp1MaxSize(32));
        this.acme = new Side("acme", plan.acme(), plan.control(), client, new AcmeWords());
        this.app = new Side("app", plan.app(), plan.control(), client, new AppWords());
    }

    /// Whether an event's title is that of a loaded appointment.
    public static boolean isAppointment(String title) {
        return title.startsWith(Inputs.SUBJECT);
    }

    /// Whether a user is one of the input's; the traffic leaves these be.
    public static boolean isOwner(String mail) {
        return Inputs.isOwner(mail);
    }

    /// How many appointments and e-mails Acme has answered so far.
    public int posted() {
        return posted.get();
    }

    /// Loads everything; to be called once, on an event loop's context.
    public Future<Loaded> load() {
        var appointments = Optional.ofNullable(plan.appointments());
        var emails = Optional.ofNullable(plan.emails());
        var people = new Newcomers(plan.account(), acme, app);
        return vertx.executeBlocking(() -> Inputs.read(appointments, emails))
                .compose(
                        inputs ->
                                people.members(inputs.users())
                                        .compose(_ -> ids(people, inputs))
                                        .compose(ids -> records(inputs, ids)));
    }

    private static Future<Ids> ids(Newcomers people, Inputs inputs) {
        return people.users(inputs.users())
                .compose(
                        users ->
                                people.contacts(inputs.contacts())
                                        .map(contacts -> new Ids(users, contacts)));
    }

    private Future<Loaded> records(Inputs inputs, Ids ids) {
        var began = clock.instant();
        var appointments =
                new Kind(
                        "appointments",
                        "/api/v2/appointments",
                        inputs.appointments(),
                        row -> inputs.appointment(row, ids));
        var emails =
                new Kind(
                        "emails",
                        "/api/v2/activities",
                        inputs.emails(),
                        row -> inputs.email(row, ids));
        return all(appointments)
                .compose(_ -> all(emails))
                .map(
                        _ -> {
                            double seconds = seconds(began);
                            return new Loaded(
                                    plan.account(),
                                    inputs.users().size(),
                                    inputs.contacts().size(),
                                    count(appointments),
                                    count(emails),
                                    List.copyOf(rejected),
                                    seconds,
                                    Math.round(posted.get() / seconds));
                        });
    }

    private double seconds(Instant began) {
        return Math.max(1, Duration.between(began, clock.instant()).toMillis()) / 1_000.0;
    }

    /// The rows of one file, where they go, and how one is spelt there.
    private record Kind(
            String name, String path, InputFile file, Function<Row, ObjectNode> fields) {}

    private Future<Void> all(Kind kind) {
        for (var line : kind.file().torn()) {
            rejected.add(new Rejected(kind.name(), line, "has too few or too many values"));
        }
        var batches = Batch.split(kind.file().rows()).iterator();
        var workers = new ArrayList<Future<Void>>();
        for (int i = 0; i < AT_ONCE; i++) {
            workers.add(next(kind, batches));
        }
        return Future.all(workers).mapEmpty();
    }

    private Future<Void> next(Kind kind, Iterator<List<Row>> batches) {
        if (!batches.hasNext()) {
            return Future.succeededFuture();
        }
        var batch = batches.next();
        var records = batch.stream().map(kind.fields()).toList();
        return Batch.post(acme, plan.account(), kind.path(), records)
                .compose(
                        results -> {
                            for (int i = 0; i < batch.size(); i++) {
                                told(kind, batch.get(i), results.get(i));
                            }
                            return next(kind, batches);
                        });
    }

    private void told(Kind kind, Row row, JsonNode result) {
        var _ = posted.incrementAndGet();
        if (result.path("status").asInt() != 201) {
            rejected.add(new Rejected(kind.name(), row.line(), Batch.why(result)));
        }
    }

    private Count count(Kind kind) {
        int rows = kind.file().rows().size() + kind.file().torn().size();
        int refused =
                (int) rejected.stream().filter(each -> each.file().equals(kind.name())).count();
        return new Count(rows, rows - refused, refused);
    }
}
