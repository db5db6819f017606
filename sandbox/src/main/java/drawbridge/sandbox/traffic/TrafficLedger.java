package drawbridge.sandbox.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.world.Ledger;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// What the traffic meant, written before each call, and what it was told, one line of JSON each.
final class TrafficLedger implements AutoCloseable {

    private final BufferedWriter file;
    private final InstantSource clock;
    private long n;

    TrafficLedger(Path path, InstantSource clock) throws IOException {
        this.file = Files.newBufferedWriter(path);
        this.clock = clock;
    }

    /// Notes what is about to be asked for, and gives the name by which its answer is noted.
    String intend(String account, Side side, String op, String id, ObjectNode fields) {
        var intent = "i" + (n + 1);
        var line = line();
        line.put("account", account)
                .put("side", side.name())
                .put("op", op)
                .put("id", id.isEmpty() ? null : id)
                .put("intent", intent)
                .set("fields", fields);
        write(line);
        return intent;
    }

    /// @param record empty if there was no answer or it had no record
    void acknowledge(String intent, Optional<Integer> status, Optional<JsonNode> record) {
        var line = line();
        line.put("ack", intent).put("status", status.orElse(null));
        line.set("id", record.map(r -> r.get("id")).orElse(null));
        line.set("revision", record.map(r -> r.get("revision")).orElse(null));
        write(line);
    }

    /// @param kind what is wrong with the delivery
    void delivered(String account, String id, String kind, Optional<Integer> status) {
        var line = line();
        line.put("account", account)
                .put("delivery", id)
                .put("kind", kind)
                .put("status", status.orElse(null));
        write(line);
    }

    private ObjectNode line() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("n", ++n)
                .put("at", Ledger.MILLIS.format(clock.instant()));
    }

    private void write(ObjectNode line) {
        try {
            file.write(line.toString());
            file.newLine();
            file.flush();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
