package drawbridge.bench.parts;

import com.fasterxml.jackson.databind.JsonNode;

import drawbridge.opsapi.OpsJson;
import drawbridge.opsapi.OpsPaths;
import drawbridge.opsapi.Overview;
import drawbridge.opsapi.PauseWish;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// A gateway as it is shipped (`drawbridge serve`), and its ops API.
public final class Gateway implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /// The most that a gateway may need, whatever waits: one that needs more ends here.
    private static final List<String> BOUND = List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError");

    private final Part part;
    private final URI open;
    private final URI ops;
    private final String token;
    private final HeapLog heap;
    private final HttpClient http = HttpClient.newHttpClient();

    private Gateway(Part part, JsonNode ready, String token, HeapLog heap) {
        this.part = part;
        this.open = URI.create(ready.path("public").asText());
        this.ops = URI.create(ready.path("ops").asText());
        this.token = token;
        this.heap = heap;
    }

    /// @param folder its own, in which it keeps what it needs
    /// @param environment of the database, and of what the mappings name
    /// @param options of its JVM, beside the bound of its heap
    public static Gateway start(
            Launcher launcher,
            String name,
            Path folder,
            Path mappings,
            Map<String, String> environment,
            List<String> options)
            throws IOException {
        Path file = folder.resolve("ready.json");
        HeapLog heap = new HeapLog(folder.resolve("gc.log"));
        Files.createDirectories(folder);
        List<String> all = new ArrayList<>(options);
        all.addAll(BOUND);
        all.add(heap.option());
        Map<String, String> more = new TreeMap<>(environment);
        Part part =
                launcher.command(
                        name,
                        List.of(
                                "serve",
                                "--data",
                                folder.resolve("data").toString(),
                                "--mappings",
                                mappings.toString(),
                                "--public-port",
                                "0",
                                "--ops-port",
                                "0",
                                "--ready",
                                file.toString()),
                        more,
                        all);
        try {
            JsonNode ready = part.ready(file, START);
            String[] words =
                    Files.readString(folder.resolve("data/ops-token")).strip().split(" ", -1);
            return new Gateway(part, ready, words[words.length - 1], heap);
        } catch (IOException | RuntimeException failure) {
            part.close();
            throw failure;
        }
    }

    public int port() {
        return open.getPort();
    }

    public long cpuMicros() {
        return CpuTime.of(part.pid());
    }

    public HeapLog.Peak heap() throws IOException {
        return heap.peak();
    }

    /// From now on changes of the tenant come in and nothing of it crosses.
    public void pause(String tenant) throws IOException {
        var _ = post(OpsPaths.fill(OpsPaths.PAUSE, tenant));
    }

    public void resume(String tenant) throws IOException {
        var _ = post(OpsPaths.fill(OpsPaths.RESUME, tenant));
    }

    public Overview overview() throws IOException {
        return OpsJson.read(send(request(OpsPaths.OVERVIEW).GET()), Overview.class);
    }

    /// How its changes stand, and why the first of those that are parked is: for a sentence about
    /// what went wrong.
    public String standing() throws IOException {
        Overview now = overview();
        JsonNode first =
                OpsJson.mapper()
                        .readTree(send(request(OpsPaths.PARKED + "?limit=1").GET()))
                        .path("items")
                        .path(0);
        return "It has "
                + now.waiting()
                + " changes waiting, "
                + now.conflicts()
                + " conflicts and "
                + now.deadLetters()
                + " dead letters"
                + (first.isMissingNode()
                        ? "."
                        : "; the first of them: " + first.path("sentence").asText() + ".");
    }

    private String post(String path) throws IOException {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .header(OpsPaths.IDEMPOTENCY_KEY, UUID.randomUUID().toString())
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        OpsJson.write(new PauseWish(null, null, "bench")))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(ops.resolve(path))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + token);
    }

    private String send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> answer =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(
                        "The gateway's ops API answered "
                                + answer.statusCode()
                                + " to "
                                + answer.uri().getPath()
                                + ": "
                                + answer.body());
            }
            return answer.body();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the ops API was asked", interrupted);
        }
    }

    public void check() throws IOException {
        part.check();
    }

    @Override
    public void close() {
        http.close();
        part.close();
    }
}
