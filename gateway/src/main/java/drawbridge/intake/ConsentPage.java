package drawbridge.intake;

import drawbridge.system.Consents;
import drawbridge.system.Consents.Told;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// Where a browser comes back to whose person was asked to grant access ([Consents]). It tells that
/// person what came of it, and repeats nothing of what it was called with.
final class ConsentPage {

    private final Function<Map<String, String>, Future<Told>> finish;

    ConsentPage(Function<Map<String, String>, Future<Told>> finish) {
        this.finish = finish;
    }

    Future<Answer> get(RoutingContext context) {
        Map<String, String> query = new LinkedHashMap<>();
        context.queryParams().forEach(query::putIfAbsent);
        return finish.apply(query)
                .map(
                        told ->
                                new Answer(
                                        told.status(),
                                        "text/html; charset=utf-8",
                                        Buffer.buffer(page(told)),
                                        Map.of()));
    }

    private static String page(Told told) {
        return """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>%s</title>
        <h1>%s</h1>
        <p>%s</p>
        </html>
        """
                .formatted(
                        DocumentPage.escaped(told.title()),
                        DocumentPage.escaped(told.title()),
                        DocumentPage.escaped(told.sentence()));
    }
}
