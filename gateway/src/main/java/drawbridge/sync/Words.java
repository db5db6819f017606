package drawbridge.sync;

import drawbridge.mapping.Side;

/// How decisions speak of the sides.
final class Words {

    private Words() {}

    static String named(Side side) {
        return side == Side.ACME ? "Acme" : "The app";
    }

    static String inside(Side side) {
        return side == Side.ACME ? "Acme" : "the app";
    }
}
