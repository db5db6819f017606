package drawbridge.sandbox.judge;

import java.util.Locale;

/// One of the two systems.
enum Side {
    ACME("Acme's", "appointment", "TO_APP"),
    APP("the app's", "event", "TO_ACME");

    private final String owner;

    /// What is called an appointment on one side is an event on the other.
    final String meeting;

    /// Where a change made here has to go.
    final String direction;

    Side(String owner, String meeting, String direction) {
        this.owner = owner;
        this.meeting = meeting;
        this.direction = direction;
    }

    static Side named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    Side other() {
        return this == ACME ? APP : ACME;
    }

    /// How a sentence says "of this side".
    String owner() {
        return owner;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
