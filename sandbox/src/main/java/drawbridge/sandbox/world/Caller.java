package drawbridge.sandbox.world;

import java.util.Locale;

/// Who is calling, and the one account that this caller reaches.
public record Caller(Actor actor, Account account) {

    public enum Actor {
        GATEWAY,
        PAGE,
        TRAFFIC;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
