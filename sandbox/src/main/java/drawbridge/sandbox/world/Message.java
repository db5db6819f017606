package drawbridge.sandbox.world;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// One change on its way to the gateway.
///
/// @param kind `webhook` or `push`, as the ledger calls it
/// @param lane messages of one lane arrive in the order in which they were sent
/// @param address where it goes now, and with which headers; asked anew for every try, so that each
///   is signed with its own time. Empty while the account has no target
public record Message(
        String id,
        String account,
        String kind,
        String method,
        String lane,
        Optional<String> body,
        Function<Account, Optional<Address>> address,
        Effect effect) {

    /// A place to send to.
    public record Address(String url, Map<String, String> headers) {}
}
