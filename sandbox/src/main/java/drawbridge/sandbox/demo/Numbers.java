package drawbridge.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.util.ArrayList;
import java.util.List;

/// The numbers of a scene.
record Numbers(boolean answers, JsonNode overview, JsonNode throughput) {

    private static final int SMOOTH = 4;

    static Numbers of(Scene scene) {
        return new Numbers(
                scene.overview().isPresent(),
                scene.overview().orElse(MissingNode.getInstance()),
                scene.throughput().orElse(MissingNode.getInstance()));
    }

    long waiting() {
        return overview.path("waiting").asLong();
    }

    long oldestSeconds() {
        return overview.path("oldestWaitingSeconds").asLong();
    }

    long conflicts() {
        return overview.path("conflicts").asLong();
    }

    long deadLetters() {
        return overview.path("deadLetters").asLong();
    }

    long count(String name) {
        return overview.path("counts").path(name).asLong();
    }

    /// Settled pairs of each second, oldest first.
    List<Long> history(String direction) {
        var history = new ArrayList<Long>();
        throughput.path(direction).forEach(second -> history.add(second.asLong()));
        return history;
    }

    /// Settled pairs a second, over the last few seconds.
    double rate(String direction) {
        var history = history(direction);
        var last = history.subList(Math.max(0, history.size() - SMOOTH), history.size());
        return last.stream().mapToLong(Long::longValue).average().orElse(0);
    }

    /// Breakers that are not closed, as `tenant/system state`.
    List<String> breakers() {
        var open = new ArrayList<String>();
        for (var tenant : overview.path("tenants")) {
            for (var breaker : tenant.path("breakers")) {
                var state = breaker.path("state").asText();
                if (!state.equals("closed")) {
                    open.add(
                            tenant.path("tenant").asText()
                                    + "/"
                                    + breaker.path("system").asText()
                                    + " "
                                    + state);
                }
            }
        }
        return open;
    }
}
