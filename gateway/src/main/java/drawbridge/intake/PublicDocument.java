package drawbridge.intake;

import drawbridge.mapping.JsonText;
import drawbridge.mapping.Value;
import drawbridge.platform.Release;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/// The description of the public port: as OpenAPI 3.1, and as a page to be read. It names no
/// customer; who reads it shows a token all the same, or types it into a browser as a password.
final class PublicDocument {

    private static final String RESOURCE = "/intake/openapi.json";

    private final Pushers pushers;
    private final Buffer json;
    private final Buffer page;

    PublicDocument(Pushers pushers) {
        this.pushers = pushers;
        byte[] bytes = bytes();
        this.json = Buffer.buffer(bytes);
        this.page = Buffer.buffer(DocumentPage.of(parsed(bytes)));
    }

    Future<Answer> openApi(RoutingContext context) {
        return Future.succeededFuture()
                .map(
                        _ -> {
                            pushers.any(context);
                            return new Answer(200, "application/json", json, Map.of());
                        });
    }

    Future<Answer> docs(RoutingContext context) {
        return Future.succeededFuture()
                .map(
                        _ -> {
                            pushers.any(context);
                            return new Answer(
                                    200,
                                    "text/html; charset=utf-8",
                                    page,
                                    Map.of(
                                            "Content-Security-Policy",
                                            DocumentPage.CONTENT_SECURITY_POLICY));
                        });
    }

    /// Whether somebody at this path may be a person with a browser.
    static boolean isFor(String path) {
        return path.equals("/docs") || path.equals("/openapi.json");
    }

    static Value.Obj document() {
        return parsed(bytes());
    }

    private static Value.Obj parsed(byte[] bytes) {
        try {
            return (Value.Obj) JsonText.parse(bytes);
        } catch (JsonText.Malformed e) {
            throw new IllegalStateException(RESOURCE, e);
        }
    }

    private static byte[] bytes() {
        try (InputStream in =
                Objects.requireNonNull(PublicDocument.class.getResourceAsStream(RESOURCE))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${version}", Release.text())
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
