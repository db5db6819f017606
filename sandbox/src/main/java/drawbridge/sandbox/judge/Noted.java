package drawbridge.sandbox.judge;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What a run left besides the ledgers, the states and the journal.
///
/// @param samples what the gateway said of itself while it ran
/// @param quiet whether the run came to rest before it was ended
/// @param open whether people could look in and act while it ran
/// @param kills when the gateway was killed
/// @param operator what the scripted operator asked for, by its own ledger
/// @param dashboard the app's figures at the end
/// @param credentials whose each of the systems' keys is, by its fingerprint
/// @param leaks secrets that were found where none may be
record Noted(
        List<JsonNode> samples,
        boolean quiet,
        boolean open,
        List<Instant> kills,
        List<Decision> operator,
        List<Figure> dashboard,
        Map<String, String> credentials,
        Leaks leaks) {

    static final Noted NOTHING =
            new Noted(
                    List.of(), true, false, List.of(), List.of(), List.of(), Map.of(), Leaks.NONE);

    Noted {
        samples = List.copyOf(samples);
        kills = List.copyOf(kills);
        operator = List.copyOf(operator);
        dashboard = List.copyOf(dashboard);
        credentials = Map.copyOf(credentials);
    }

    Noted withSamples(List<JsonNode> others) {
        return new Noted(others, quiet, open, kills, operator, dashboard, credentials, leaks);
    }

    Noted withLeaks(Leaks others) {
        return new Noted(samples, quiet, open, kills, operator, dashboard, credentials, others);
    }
}
