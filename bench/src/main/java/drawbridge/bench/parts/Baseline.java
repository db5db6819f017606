package drawbridge.bench.parts;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// A baseline's process.
public final class Baseline implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);

    private final Part part;
    private final int port;

    private Baseline(Part part, int port) {
        this.part = part;
        this.port = port;
    }

    public static Baseline start(
            Launcher launcher,
            Class<?> main,
            String name,
            Path folder,
            Map<String, String> environment)
            throws IOException {
        Path file = folder.resolve(name + ".json");
        Map<String, String> more = new TreeMap<>(environment);
        more.put("BENCH_READY", file.toString());
        Part part = launcher.program(main, name, more);
        try {
            return new Baseline(part, part.ready(file, START).path("port").asInt());
        } catch (IOException | RuntimeException failure) {
            part.close();
            throw failure;
        }
    }

    public int port() {
        return port;
    }

    public long cpuMicros() {
        return CpuTime.of(part.pid());
    }

    public void check() throws IOException {
        part.check();
    }

    @Override
    public void close() {
        part.close();
    }
}
