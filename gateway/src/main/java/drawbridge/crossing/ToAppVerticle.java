package drawbridge.crossing;

import drawbridge.mapping.Direction;

/// Carries to the app what changed at Acme.
final class ToAppVerticle extends CrossingVerticle {

    ToAppVerticle(Given given) {
        super(Direction.TO_APP, given);
    }
}
