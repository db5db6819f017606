package drawbridge.sandbox.world;

import java.util.Locale;
import java.util.Optional;

/// Who is calling, and the one account that this caller reaches.
///
/// @param confined the e-mail of the person whose records alone are within reach; empty if all are
public record Caller(Actor actor, Account account, Optional<String> confined) {

    public Caller(Actor actor, Account account) {
        this(actor, account, Optional.empty());
    }

    public enum Actor {
        GATEWAY,
        PAGE,
        TRAFFIC;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
