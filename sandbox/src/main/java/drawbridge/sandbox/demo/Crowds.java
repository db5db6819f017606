package drawbridge.sandbox.demo;

import drawbridge.sandbox.traffic.Traffic;
import drawbridge.sandbox.traffic.TrafficPlan;

import io.vertx.core.Vertx;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The people who work in both systems while the story is told, and gently after it.
final class Crowds implements AutoCloseable {

    private static final int USERS = 4;
    private static final double GENTLE = 2;
    private static final Duration LONG = Duration.ofDays(1);
    private static final long LAST_ANSWERS_SECONDS = 5;

    private final Vertx vertx = Vertx.vertx();
    private final Cast cast;
    private final RunFolder folder;
    private final Plan plan;
    private final Bell bell;
    private Optional<Traffic> working = Optional.empty();

    Crowds(Cast cast, RunFolder folder, Plan plan, Bell bell) {
        this.cast = cast;
        this.folder = folder;
        this.plan = plan;
        this.bell = bell;
    }

    Vertx vertx() {
        return vertx;
    }

    /// They come, and begin to work for as long as the story takes.
    void work() {
        start(plan.rate(), plan.length(), plan.seed(), "traffic.jsonl", true);
    }

    /// They go on, as people do on a quiet day.
    void goOn() {
        lastAnswers();
        start(GENTLE, LONG, plan.seed() + 1, "traffic-2.jsonl", false);
    }

    /// @param bulk whether somebody deletes a screenful in Acme at once
    private void start(double rate, Duration length, long seed, String ledger, boolean bulk) {
        var traffic =
                new Traffic(
                        new TrafficPlan(
                                cast.acmeUrl(),
                                cast.appUrl(),
                                cast.control(),
                                cast.senders(),
                                seed,
                                rate,
                                length,
                                folder.file(ledger),
                                USERS,
                                12,
                                plan.deletes(),
                                3,
                                true,
                                bulk),
                        InstantSource.system());
        var _ = vertx.deployVerticle(traffic).await();
        working = Optional.of(traffic);
    }

    /// The last of an account's people has a calendar only after half of the time. If the story is
    /// cut short, that person would never get one, and what Acme knows of them would wait for ever.
    static void complete(SandboxControl app, List<Tenant> tenants) throws IOException {
        var mail = "user" + USERS + "@example.com";
        for (var tenant : tenants) {
            var none = Http.JSON.createObjectNode();
            var path = "/v1/members";
            var known = app.as(tenant.name(), "GET", path + "?mail=" + mail, none);
            if (known.path("items").isEmpty()) {
                var last = Http.JSON.createObjectNode().put("mail", mail);
                var _ = app.as(tenant.name(), "POST", path, last.put("name", "User " + USERS));
            }
        }
    }

    /// Gives those who are about to finish the time to.
    private void lastAnswers() {
        try {
            if (working.isPresent() && !bell.hasRung()) {
                working.get().finished().await(LAST_ANSWERS_SECONDS, TimeUnit.SECONDS);
            }
        } catch (TimeoutException _) {
            // What has no answer by now is left without.
        }
    }

    @Override
    public void close() {
        lastAnswers();
        vertx.close().await();
    }
}
