package drawbridge.sandbox.world;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// One change on its way to the gateway. Very many may be waiting, so it holds no text of its own:
/// the record in `effect` never changes, and each try spells it anew.
///
/// @param kind `webhook` or `push`, as the ledger calls it
/// @param lane messages of one lane arrive in the order in which they were sent
/// @param parcel what is sent now, asked anew for every try, so that each is signed with its own
///   time. Empty while the account has no target
public record Message(
        String id,
        String account,
        String kind,
        String method,
        String lane,
        Function<Account, Optional<Parcel>> parcel,
        Effect effect) {

    /// A body, and where it goes.
    public record Parcel(String url, Map<String, String> headers, Optional<String> body) {}
}
