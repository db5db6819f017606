package drawbridge.console.client;

import drawbridge.opsapi.OpsPaths;
import drawbridge.opsapi.ParkedKind;

import java.util.Optional;

/// Which open items are asked for.
///
/// @param cursor where the page begins; empty for the first one
public record ParkedQuery(ParkedKind kind, TenantScope scope, Optional<String> cursor, int limit) {

    String pathAndQuery() {
        return OpsPaths.PARKED
                + "?state=open&kind="
                + kind.word()
                + scope.parameter('&')
                + cursor.map(c -> "&cursor=" + OpsPaths.encode(c)).orElse("")
                + "&limit="
                + limit;
    }
}
