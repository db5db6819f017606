package drawbridge.console.client;

import drawbridge.opsapi.OpsPaths;
import drawbridge.opsapi.ParkedKind;
import drawbridge.opsapi.ParkedState;

import java.util.Optional;

/// Which items are asked for.
///
/// @param state in which state they are
/// @param cursor where the page begins; empty for the first one
public record ParkedQuery(
        ParkedKind kind, ParkedState state, TenantScope scope, Optional<String> cursor, int limit) {

    String pathAndQuery() {
        return OpsPaths.PARKED
                + "?state="
                + state.word()
                + "&kind="
                + kind.word()
                + scope.parameter('&')
                + cursor.map(c -> "&cursor=" + OpsPaths.encode(c)).orElse("")
                + "&limit="
                + limit;
    }
}
