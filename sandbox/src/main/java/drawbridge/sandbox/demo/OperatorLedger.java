package drawbridge.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.UUID;

/// `operator.jsonl`: what an operator of the demo asked of the gateway, written before each call,
/// and what it was told. The judge believes this, not what the gateway says was asked. Safe for any
/// thread.
final class OperatorLedger implements AutoCloseable {

    private final BufferedWriter file;
    private final InstantSource clock;

    OperatorLedger(RunFolder folder, InstantSource clock) throws IOException {
        this.file = Files.newBufferedWriter(folder.file("operator.jsonl"));
        this.clock = clock;
    }

    /// @param verb `keep-acme`, `keep-app`, `replay` or `discard`
    ///
    /// @return the key of the request
    synchronized UUID ask(JsonNode item, String verb) throws IOException {
        var key = UUID.randomUUID();
        var line = line().put("ask", key.toString()).put("verb", verb);
        line.set("tenant", item.path("tenant"));
        line.set("parked", item.path("id"));
        write(line);
        return key;
    }

    synchronized void answered(UUID key, Http.Answer answer) throws IOException {
        var line = line().put("answer", key.toString()).put("status", answer.status());
        line.put("state", answer.body().path("state").asText());
        write(line.put("sentence", answer.body().path("sentence").asText()));
    }

    private ObjectNode line() {
        return Http.JSON.createObjectNode().put("at", clock.instant().toString());
    }

    private void write(ObjectNode line) throws IOException {
        file.write(line.toString());
        file.newLine();
        file.flush();
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
