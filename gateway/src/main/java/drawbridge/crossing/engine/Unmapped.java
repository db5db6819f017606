package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.Settlement;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A lane of a flow that is not active: its changes wait until it is.
final class Unmapped {

    private Unmapped() {}

    static Settlement waiting(Opened opened, Instant until) {
        return new Settlement(
                opened.lease(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                true,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                new Next.At(until, "the flow " + opened.flow() + " is not active"));
    }
}
