package drawbridge.bench;

import drawbridge.bench.load.Sink;
import drawbridge.opsapi.Counts;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Whether everything that was accepted was delivered: figures of a run that lost a change are
/// worth nothing.
final class Verdict {

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int LOOKS = 150;

    private final Meter meter;
    private final Sink sink;

    Verdict(Meter meter, Sink sink) {
        this.meter = meter;
        this.sink = sink;
    }

    /// @throws IOException that says what is not as it should be
    void check(World.Bridge bridge) throws IOException {
        List<String> wrong = new ArrayList<>(compare(bridge.subject()));
        long changes = meter.onLoop(() -> bridge.subject().visits().changes());
        Counts counts = settled(bridge, changes);
        if (counts.acknowledged() != changes) {
            wrong.add(
                    "the gateway counts "
                            + counts.acknowledged()
                            + " acknowledged changes, and "
                            + changes
                            + " were sent");
        }
        if (counts.pending() + counts.conflict() + counts.dead() > 0) {
            wrong.add(
                    "the gateway has "
                            + counts.pending()
                            + " changes pending, "
                            + counts.conflict()
                            + " in conflict and "
                            + counts.dead()
                            + " dead; there should be none");
        }
        end(bridge.subject(), wrong);
    }

    /// @throws IOException that says what is not as it should be
    void check(Subject baseline) throws IOException {
        end(baseline, compare(baseline));
    }

    private List<String> compare(Subject subject) {
        List<String> wrong = new ArrayList<>(meter.onLoop(() -> subject.visits().differences()));
        if (subject.load().lost() > 0) {
            wrong.add(subject.load().lost() + " connections were cut under a request");
        }
        if (sink.unexpected() > 0) {
            wrong.add(
                    "the sink got "
                            + sink.unexpected()
                            + " requests that it did not expect, the first: "
                            + sink.firstUnexpected());
        }
        return wrong;
    }

    private static void end(Subject subject, List<String> wrong) throws IOException {
        if (!wrong.isEmpty()) {
            throw new IOException(
                    "The run is worth nothing: what "
                            + subject.name()
                            + " delivered is not what was sent:\n  "
                            + String.join("\n  ", wrong));
        }
    }

    /// A write is at the sink a little before its outcome is in the journal.
    private Counts settled(World.Bridge bridge, long changes) throws IOException {
        Counts counts = bridge.gateway().overview().counts();
        for (int i = 0; i < LOOKS; i++) {
            if (counts.pending() == 0 && counts.acknowledged() == changes) {
                return counts;
            }
            meter.pass(LOOK);
            counts = bridge.gateway().overview().counts();
        }
        return counts;
    }
}
