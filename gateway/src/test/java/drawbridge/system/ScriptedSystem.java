package drawbridge.system;

import drawbridge.mapping.Mappings;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.TenantSpec.Access;
import drawbridge.mapping.TenantSpec.Connection;
import drawbridge.mapping.TenantSpec.Secret;
import drawbridge.mapping.file.MappingLoader;
import drawbridge.tenant.Standing;
import drawbridge.tenant.TenantId;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// A real server that answers as a test says, and the gateway's way to it by a descriptor of the
/// test's own.
public final class ScriptedSystem {

    public static final TenantId NORTH = TenantId.named("north");

    public record Asked(
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            String body) {

        public String parameter(String name) {
            return query.getOrDefault(name, "");
        }

        public int number(String name, int otherwise) {
            return query.containsKey(name) ? Integer.parseInt(parameter(name)) : otherwise;
        }
    }

    public record Reply(int status, Map<String, String> headers, Buffer body) {

        public static Reply of(int status, String body) {
            return new Reply(status, Map.of(), Buffer.buffer(body));
        }

        public static Reply json(String body) {
            return of(200, body);
        }

        public Reply with(String header, String value) {
            Map<String, String> more = new TreeMap<>(headers);
            more.put(header, value);
            return new Reply(status, more, body);
        }
    }

    public final HeldClock clock = new HeldClock();
    public final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Vertx vertx;
    private final int port;
    private volatile Function<Asked, Reply> script = _ -> Reply.of(500, "no script");

    public ScriptedSystem(Vertx vertx) {
        this.vertx = vertx;
        this.port =
                Outcomes.of(
                                vertx.createHttpServer()
                                        .requestHandler(this::take)
                                        .listen(0, "127.0.0.1"))
                        .actualPort();
    }

    public void answers(Function<Asked, Reply> now) {
        script = now;
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    private void take(HttpServerRequest request) {
        request.body()
                .onSuccess(
                        body -> {
                            Map<String, String> query = new TreeMap<>();
                            request.params().forEach(query::put);
                            Map<String, String> headers =
                                    new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                            request.headers().forEach(headers::put);
                            Asked one =
                                    new Asked(
                                            request.method().name(),
                                            request.path(),
                                            query,
                                            headers,
                                            body.toString());
                            asked.add(one);
                            answer(request.response(), script.apply(one));
                        });
    }

    private static void answer(HttpServerResponse response, Reply reply) {
        response.setStatusCode(reply.status());
        reply.headers().forEach(response::putHeader);
        response.end(reply.body());
    }

    // ---- The gateway's side

    /// A system with the resource `thing`, and how to reach it.
    ///
    /// @param further keys of the file, such as `errors:`
    /// @param resource the keys of the resource
    public Described describe(String further, String resource) {
        return describe("{ header: X-Key }", "key", further, resource);
    }

    /// The same, with another way in.
    public Described describe(String auth, String credential, String further, String resource) {
        return describe(
                auth, credential, "{ timeout: 2s, concurrent: 4, body: 64KiB }", further, resource);
    }

    /// The same, where all may differ.
    ///
    /// @param credential that the tenant has
    public Described describe(
            String auth, String credential, String limits, String further, String resource) {
        String file =
                """
                system: crm
                base-path: /api
                """
                        + "auth: "
                        + auth
                        + "\nlimits: "
                        + limits
                        + "\n"
                        + further
                        + "resources:\n  thing:\n"
                        + resource.indent(4);
        return new Described(Objects.requireNonNull(load(file).systems().get("crm")), credential);
    }

    private static Mappings load(String file) {
        try {
            Path folder = Files.createTempDirectory("mappings");
            for (String part : List.of("systems", "flows", "tenants")) {
                Files.createDirectories(folder.resolve(part));
            }
            Files.writeString(folder.resolve("systems/crm.yaml"), file);
            return MappingLoader.load(folder, Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Mappings.Refused refused) {
            throw new AssertionError(refused.problems().toString(), refused);
        }
    }

    /// The gateway with such a file.
    public final class Described {

        public final Mappings mappings;
        public final TenantSpec tenant;
        public final ResourceSpec thing;
        public final HttpRemote remote;

        private Described(SystemSpec system, String credential) {
            Connection connection =
                    new Connection(
                            system,
                            endpoint(),
                            new Access.Key(new Secret.Environment("KEY")),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty());
            tenant =
                    new TenantSpec(
                            "north",
                            "north",
                            ZoneOffset.UTC,
                            Map.of("crm", connection),
                            Map.of(),
                            Map.of());
            mappings = new Mappings("1", Map.of("crm", system), Map.of("north", tenant));
            thing = system.resource("thing").orElseThrow();
            remote =
                    HttpRemote.create(
                            vertx,
                            () -> mappings,
                            (_, _, _) -> Optional.of(credential),
                            Specs.NO_TOKENS,
                            Standing.ALWAYS_OPEN,
                            clock,
                            new SimpleMeterRegistry());
        }
    }
}
