package drawbridge.crossing;

import drawbridge.mapping.Direction;

/// Carries to Acme what changed at the app.
final class ToAcmeVerticle extends CrossingVerticle {

    ToAcmeVerticle(Given given) {
        super(Direction.TO_ACME, given);
    }
}
