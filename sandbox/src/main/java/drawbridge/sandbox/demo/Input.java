package drawbridge.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.traffic.LoadPlan;
import drawbridge.sandbox.traffic.Loaded;
import drawbridge.sandbox.traffic.Loader;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Real input that is loaded into Acme while people work, and what became of it in the app.
final class Input {

    private static final long LONGEST_MINUTES = 10;

    private final Loader loader;
    private final Future<Loaded> loading;

    private Input(Loader loader, Future<Loaded> loading) {
        this.loader = loader;
        this.loading = loading;
    }

    /// Begins to load it; empty where none was asked for.
    static Optional<Input> begin(Vertx vertx, Plan plan, Cast cast, String account) {
        if (plan.appointments().isEmpty() && plan.emails().isEmpty()) {
            return Optional.empty();
        }
        var loader =
                new Loader(
                        vertx,
                        new LoadPlan(
                                cast.acmeUrl(),
                                cast.appUrl(),
                                cast.control(),
                                account,
                                plan.appointments().orElse(null),
                                plan.emails().orElse(null)),
                        InstantSource.system());
        Promise<Loaded> loaded = Promise.promise();
        vertx.getOrCreateContext().runOnContext(_ -> loader.load().onComplete(loaded));
        return Optional.of(new Input(loader, loaded.future()));
    }

    int posted() {
        return loader.posted();
    }

    /// Waits until Acme has all of it.
    Loaded await() throws IOException {
        try {
            return loading.await(LONGEST_MINUTES, TimeUnit.MINUTES);
        } catch (TimeoutException late) {
            throw new IOException(
                    "Acme did not take the input within " + LONGEST_MINUTES + " minutes.", late);
        }
    }

    /// Figures of the input alone, as the app has them.
    ///
    /// @param events the app's facts
    /// @param dashboard the app's figures
    static ObjectNode found(Loaded loaded, JsonNode events, JsonNode dashboard) {
        Set<String> calendar = new HashSet<>();
        for (var event : events) {
            var title = event.path("title").asText();
            if (Loader.isAppointment(title) && Loader.isOwner(event.path("ownerMail").asText())) {
                calendar.add(title);
            }
        }
        long counted = 0;
        for (var figure : dashboard) {
            if (Loader.isOwner(figure.path("ownerMail").asText())) {
                counted += figure.path("count").asLong();
            }
        }
        var found = Http.JSON.createObjectNode();
        found.put("appointments", loaded.appointments().rows()).put("inCalendar", calendar.size());
        found.put("emails", loaded.emails().rows()).put("counted", counted);
        return found.put("rejected", loaded.rejected().size());
    }

    /// How the changes of the run came in, and how many figures were put.
    static void ways(ObjectNode report, Connection database) throws SQLException {
        report.put("viaWebhook", changes(database, "webhook"));
        report.put("viaPoll", changes(database, "poll"));
        try (var rows =
                database.createStatement()
                        .executeQuery(
                                "select count(*) from attempt a join bucket b"
                                        + " on b.tenant = a.tenant and b.lane = a.lane")) {
            rows.next();
            report.put("puts", rows.getLong(1));
        }
    }

    private static long changes(Connection database, String way) throws SQLException {
        try (var statement =
                database.prepareStatement(
                        "select count(*) from (select distinct tenant, id from change"
                                + " where source = ?) c")) {
            statement.setString(1, way);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
