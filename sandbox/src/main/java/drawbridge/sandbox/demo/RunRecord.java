package drawbridge.sandbox.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/// `run.json`: how the run went, written anew with every step.
final class RunRecord {

    private final RunFolder folder;
    private final InstantSource clock;
    private final ObjectNode run = Http.JSON.createObjectNode();

    RunRecord(RunFolder folder, InstantSource clock, long seed, List<Tenant> tenants) {
        this.folder = folder;
        this.clock = clock;
        run.put("seed", seed).put("started", now()).put("java", Runtime.version().toString());
        run.put("controlTokenFile", "control-token").put("opsTokenFile", "ops-token");
        var names = run.putArray("tenants");
        tenants.forEach(tenant -> names.add(tenant.name()));
        run.putObject("parts");
        run.putArray("phases");
    }

    private String now() {
        return clock.instant().toString();
    }

    /// Other people may look in and act.
    synchronized void open() {
        run.put("open", true);
    }

    synchronized void part(String name, long pid, String url) throws IOException {
        run.withObjectProperty("parts").putObject(name).put("pid", pid).put("url", url);
        write();
    }

    synchronized void phase(String name) throws IOException {
        run.withArrayProperty("phases").addObject().put("name", name).put("at", now());
        write();
    }

    /// The gateway was killed, by the story or by whoever tries it out.
    synchronized void killed(long pid) throws IOException {
        run.withArrayProperty("kills").addObject().put("at", now()).put("pid", pid);
        write();
    }

    /// @param quiet whether all came to rest in time
    synchronized void ended(boolean quiet) throws IOException {
        run.put("ended", now()).put("quiet", quiet);
        write();
    }

    private void write() throws IOException {
        folder.replace("run.json", run.toPrettyString() + "\n");
    }
}
