package drawbridge.crossing.engine;

import java.util.UUID;

/// The engine's only source of chance.
public interface Dice {

    /// A number in [0, 1) by which back-offs are spread.
    double jitter();

    /// A new id. Ids made later sort later (RFC 9562, version 7), as far as the clock allows.
    UUID id();
}
