package drawbridge.crossing;

import drawbridge.crossing.engine.Dice;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/// The engine's dice in the service. Ids are version 7 (RFC 9562): 48 bits of milliseconds, then
/// chance.
public final class SecureDice implements Dice {

    private final SecureRandom random = new SecureRandom();
    private final LongSupplier millis;

    /// @param millis milliseconds since the epoch
    public SecureDice(LongSupplier millis) {
        this.millis = millis;
    }

    @Override
    public double jitter() {
        return ThreadLocalRandom.current().nextDouble();
    }

    @Override
    public UUID id() {
        long high = (millis.getAsLong() << 16) | 0x7000L | (random.nextLong() & 0x0FFFL);
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
